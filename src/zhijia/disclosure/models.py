"""The nouns of disclosure; each import is the registration of its register."""

from zhijia.disclosure.registers.participant.register import Participant
from zhijia.disclosure.registers.posting.register import Matter, Posting
from zhijia.disclosure.registers.system.forms import Form
from zhijia.disclosure.registers.system.register import System

__all__ = ["Form", "Matter", "Participant", "Posting", "System"]
