from campaigns.honours.models.decisions import Decision, DecisionState
from campaigns.honours.models.entries import EntryEvent, EntryStatus, HonourEntry

__all__ = ["Decision", "DecisionState", "EntryEvent", "EntryStatus", "HonourEntry"]
