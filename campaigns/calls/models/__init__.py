from campaigns.calls.models.applications import Answer, Application, ApplicationState, Evidence, Review, Verdict
from campaigns.calls.models.calls import Call, CallKind, CallState, Indicator

__all__ = [
    "Answer",
    "Application",
    "ApplicationState",
    "Call",
    "CallKind",
    "CallState",
    "Evidence",
    "Indicator",
    "Review",
    "Verdict",
]
