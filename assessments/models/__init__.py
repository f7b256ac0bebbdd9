from assessments.models.attempts import AnswerHistory, Attempt, AttemptState, EndedBy, Heartbeat
from assessments.models.bank import Difficulty, Question, QuestionState, QuestionType, QuestionVersion, Topic
from assessments.models.papers import Paper, PaperCell, PaperKind, PaperState, PaperTag, PaperTheme, Shown

__all__ = [
    "AnswerHistory",
    "Attempt",
    "AttemptState",
    "Difficulty",
    "EndedBy",
    "Heartbeat",
    "Paper",
    "PaperCell",
    "PaperKind",
    "PaperState",
    "PaperTag",
    "PaperTheme",
    "Question",
    "QuestionState",
    "QuestionType",
    "QuestionVersion",
    "Shown",
    "Topic",
]
