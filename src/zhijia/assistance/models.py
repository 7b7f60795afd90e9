"""The nouns of assistance; the import is the registration of the register."""

from zhijia.assistance.registers.relief.register import PayWay, Reason, Relief, ReliefKind

__all__ = ["PayWay", "Reason", "Relief", "ReliefKind"]
