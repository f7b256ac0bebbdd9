from campaigns.honours.models.decisions import Decision, DecisionState
from campaigns.honours.models.entries import EntryEvent, EntryStatus, HonourEntry
from campaigns.honours.models.names import RollName

__all__ = ["Decision", "DecisionState", "EntryEvent", "EntryStatus", "HonourEntry", "RollName"]
