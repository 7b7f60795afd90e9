"""What is to become of two records: the answers of the form, before anything is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhijia.directory.merging import choices, pointers
from zhijia.directory.models import Person


@dataclass(frozen=True)
class Wish:
    """Two records to be merged: which goes on, what is kept of each field, which membership stays."""

    first: Person
    second: Person
    keep: str
    reason: str
    answers: Mapping[str, str] = field(default_factory=dict)
    #: name of an overlap → whose membership stays
    stays: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> Person:
        return self.second if self.keep == choices.SECOND else self.first

    @property
    def gone(self) -> Person:
        return self.first if self.keep == choices.SECOND else self.second

    @property
    def digest(self) -> str:
        """SHA-256 over both records, everything that names them and the answers."""
        held = [
            (str(one.uid), one.version, sorted(pointers.standing(one).items()))
            for one in (self.first, self.second)
        ]
        text = repr((held, self.keep, sorted(self.answers.items()), sorted(self.stays.items())))
        return hashlib.sha256(text.encode()).hexdigest()
