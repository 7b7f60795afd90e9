"""What a federation asks of a reading room before it gives it a grade: settings, never law."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Standard:
    """The least a room of a grade has."""

    volumes: int = 0
    seats: int = 0
    area_m2: int = 0
    digital_platform: bool = False
    keeper: bool = False


#: by grade; `settings.READING_ROOM_STANDARDS` replaces whole grades
DEFAULT = {"national": Standard(volumes=3000, digital_platform=True, keeper=True)}


def standard(grade: str) -> Standard:
    """The standard of a grade; one that asks for nothing where none is set."""
    own: dict[str, Standard] = getattr(settings, "READING_ROOM_STANDARDS", {})
    return {**DEFAULT, **own}.get(grade, Standard())
