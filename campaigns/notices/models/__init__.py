from campaigns.notices.models.notices import Candidate, NoticeState, PublicNotice
from campaigns.notices.models.objections import Lane, Objection, ObjectionState, SealedIdentity

__all__ = ["Candidate", "Lane", "NoticeState", "Objection", "ObjectionState", "PublicNotice", "SealedIdentity"]
