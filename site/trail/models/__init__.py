from trail.models.events import Event
from trail.models.jobs import Job, JobState

__all__ = ["Event", "Job", "JobState"]
