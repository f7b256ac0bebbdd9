from pathlib import Path

import pytest

from courses.actions import content
from courses.models import LessonPage

CURRICULUM = Path(__file__).parent / "curriculum"


@pytest.fixture
def curriculum(db):
    """One lesson for the youngest and one module for teachers, by key."""
    content.load(CURRICULUM)
    return {lesson.key: lesson for lesson in LessonPage.objects.all()}
