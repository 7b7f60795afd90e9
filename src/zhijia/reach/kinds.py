"""The kinds of message the house sends: a key, its fields, a category and its usual wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import pgettext_lazy

#: a lazy text, spoken in the language that is active when it is read
Text = Any


class Category(models.TextChoices):
    ESSENTIAL = "essential", pgettext_lazy("category of messages", "essential: one's own case or duty")
    SERVICE = "service", pgettext_lazy("category of messages", "service: invitations and offers")
    NEWS = "news", pgettext_lazy("category of messages", "news of the union")


class Filled(models.TextChoices):
    """Where a field of a message to a list gets its value: nothing else of a person goes into one."""

    UNION = "union"
    NAME = "name"
    TYPED = "typed"
    DAY = "day"


@dataclass(frozen=True)
class Field:
    """Something a message is filled in with; a secret one is the key itself and never shown.

    `filled` stands in messages to lists, where no room gives the values; `longest` limits typed words.
    """

    name: str
    label: Text
    sample: Text
    needed: bool = True
    secret: bool = False
    filled: str = ""
    longest: int = 60


@dataclass(frozen=True)
class Kind:
    """One occasion on which people are written to; `text` has its fields as %(name)s."""

    key: str
    name: Text
    category: Category
    text: Text
    fields: tuple[Field, ...]

    @property
    def secret(self) -> bool:
        """Whether a message of this kind carries a key, so that its text is kept by nobody."""
        return any(field.secret for field in self.fields)

    @property
    def for_lists(self) -> bool:
        """Whether an officer may send it to a list: every field says where its value comes from."""
        return not self.exempt and all(field.filled for field in self.fields)

    @property
    def typed(self) -> tuple[Field, ...]:
        """The fields an officer fills in for a whole list."""
        return tuple(field for field in self.fields if field.filled in (Filled.TYPED, Filled.DAY))

    @property
    def exempt(self) -> bool:
        """Whether it goes out at any hour, beyond every limit and to those who left."""
        return self.category == Category.ESSENTIAL

    @property
    def forms(self) -> tuple[str, ...]:
        """Languages and, unless it carries a key, WeChat: a key goes to the number on file alone."""
        return ("zh-hans", "en") if self.secret else ("zh-hans", "en", "wechat")

    def usual(self, language: str) -> str:
        """The wording of the house in a language, its fields in braces."""
        with translation.override(language):
            return str(self.text) % {field.name: "{" + field.name + "}" for field in self.fields}

    def samples(self, language: str) -> dict[str, str]:
        with translation.override(language):
            return {field.name: str(field.sample) for field in self.fields}


_known: dict[str, Kind] = {}


def add(kind: Kind) -> Kind:
    """Makes a kind known; rooms call it once for each kind they send."""
    _known[kind.key] = kind
    return kind


def kinds() -> list[Kind]:
    """Every kind of the house, essential ones first."""
    order = list(Category)
    return sorted(_known.values(), key=lambda kind: (order.index(kind.category), kind.key))


def listed_kinds() -> list[Kind]:
    """The wordings an officer may send to a list, in the order they were declared."""
    return [kind for kind in _known.values() if kind.for_lists]


def kind_of(key: str) -> Kind | None:
    return _known.get(key)
