"""The number of a person's document: read, compared with what was typed beside it, or excused."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.rules import refused
from zhijia.kernel.identity import BadIdNumber, IdNumber, parse_id_number
from zhijia.kernel.notice import Notice
from zhijia.kernel.text import clean


class IdKind(models.TextChoices):
    RESIDENT = "resident", pgettext_lazy("document", "resident identity card")
    PASSPORT = "passport", pgettext_lazy("document", "passport")
    OTHER = "other", pgettext_lazy("document", "other document")


class NoIdReason(models.TextChoices):
    RENEWED = "renewed", pgettext_lazy("no number", "being issued anew")
    NOT_TOLD = "not_told", pgettext_lazy("no number", "not told to the union yet")
    NONE = "none", pgettext_lazy("no number", "has no document")


class Sex(models.TextChoices):
    MALE = "male", pgettext_lazy("sex", "man")
    FEMALE = "female", pgettext_lazy("sex", "woman")


def read_number(person: Any) -> tuple[Notice, ...]:
    """Writes the number in its one form, and birth date and sex from a resident card; gives the notices.

    Raises ValidationError by field: a bad number, or one that says another date or sex than typed.
    """
    typed = clean(person.id_number or "").text.strip()
    if not typed:
        return _without_number(person)
    person.no_id_reason = ""
    if person.id_kind != IdKind.RESIDENT:
        person.id_number = _other_number(typed)
        return ()
    try:
        read = parse_id_number(typed)
    except BadIdNumber as error:
        raise ValidationError({"id_number": refused(error)}) from error
    person.id_number = read.number
    _compare(person, read)
    person.birth_on, person.sex = read.birth_on, read.sex
    return read.notes


def _without_number(person: Any) -> tuple[Notice, ...]:
    person.id_number = ""
    if not person.no_id_reason:
        message = _("Type the number, or say why there is none.")
        raise ValidationError({"id_number": ValidationError(message, code="missing")})
    return ()


def _other_number(typed: str) -> str:
    plain = re.sub(r"[\s-]+", "", typed).upper()
    if not re.fullmatch(r"[0-9A-Z]{5,30}", plain):
        message = _("The number of a passport or other document has 5 to 30 letters and digits.")
        raise ValidationError({"id_number": ValidationError(message, code="form")})
    return plain


def _compare(person: Any, read: IdNumber) -> None:
    """Both values shown, the way out named: nothing typed is overwritten in silence."""
    faults = {}
    if person.birth_on and person.birth_on != read.birth_on:
        faults["birth_on"] = ValidationError(
            _(
                "The number says %(card)s, typed was %(typed)s. "
                "Leave the date empty to keep that of the number, or correct the number."
            ),
            code="conflict",
            params={"card": read.birth_on.isoformat(), "typed": person.birth_on.isoformat()},
        )
    if person.sex and person.sex != read.sex:
        faults["sex"] = ValidationError(
            _(
                "The number says “%(card)s”, chosen was “%(typed)s”. "
                "Leave the choice empty to keep that of the number, or correct the number."
            ),
            code="conflict",
            params={"card": Sex(read.sex).label, "typed": Sex(person.sex).label},
        )
    if faults:
        raise ValidationError(faults)
