from campaigns.activities.models.activities import (
    BODY,
    SCHOOL_ROLES,
    TITLE,
    WRITABLE,
    Activity,
    ActivityState,
    ActivityTier,
    Kind,
    Tier,
)
from campaigns.activities.models.parts import ALT, MOST_PICTURES, ActivityPicture, ReviewNote

__all__ = [
    "ALT",
    "BODY",
    "MOST_PICTURES",
    "SCHOOL_ROLES",
    "TITLE",
    "WRITABLE",
    "Activity",
    "ActivityPicture",
    "ActivityState",
    "ActivityTier",
    "Kind",
    "ReviewNote",
    "Tier",
]
