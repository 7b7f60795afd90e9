"""The nouns of facilities; the import is the registration of the register."""

from zhijia.facilities.registers.readingroom.register import Grade, ReadingRoom

__all__ = ["Grade", "ReadingRoom"]
