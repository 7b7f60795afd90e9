"""Sentences the kernel says about input: English text with named places, marked by a code.

Pages translate them with `gettext(notice.text) % notice.params`; the Chinese stands in the catalogue of the
room `law`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Notice:
    """Something done to input that whoever typed it should see."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params


class BadInput(ValueError):
    """Input that is refused; `code` says why, `text` and `params` say it in words."""

    sentences: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, **params: object):
        self.code, self.text, self.params = code, self.sentences[code], params
        super().__init__(self.text % params)
