from campaigns.notices.models.notices import Candidate, NoticeState, PublicNotice
from campaigns.notices.models.objections import Channel, Lane, Objection, ObjectionState, SealedIdentity

__all__ = [
    "Candidate",
    "Channel",
    "Lane",
    "NoticeState",
    "Objection",
    "ObjectionState",
    "PublicNotice",
    "SealedIdentity",
]
