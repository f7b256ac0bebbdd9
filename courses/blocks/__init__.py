from courses.blocks.lesson import LessonBody, TimingBody

__all__ = ["LessonBody", "TimingBody"]
