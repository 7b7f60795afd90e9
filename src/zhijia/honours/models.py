"""The nouns of honours; each import is the registration of its register."""

from zhijia.honours.levels import Asked, Level
from zhijia.honours.registers.commendation.register import Award, Commendation, Recipient
from zhijia.honours.registers.modelworker.register import Health, ModelWorker, Title, WorkState
from zhijia.honours.registers.survey.register import Survey
from zhijia.honours.registers.surveyed.register import (
    Hardship,
    Housing,
    Income,
    Insured,
    Outcome,
    Surveyed,
)

__all__ = [
    "Asked",
    "Award",
    "Commendation",
    "Hardship",
    "Health",
    "Housing",
    "Income",
    "Insured",
    "Level",
    "ModelWorker",
    "Outcome",
    "Recipient",
    "Survey",
    "Surveyed",
    "Title",
    "WorkState",
]
