"""The nouns of congress; each import is the registration of its register."""

from zhijia.congress.registers.congress.register import Congress, Scope
from zhijia.congress.registers.item.register import Item, Right
from zhijia.congress.registers.session.register import Session, SessionKind

__all__ = ["Congress", "Item", "Right", "Scope", "Session", "SessionKind"]
