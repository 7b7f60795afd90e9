"""Rule packs: files of rules by jurisdiction, read and checked."""

from zhijia.law.packs.reading import BadPack, read, shipped

__all__ = ["BadPack", "read", "shipped"]
