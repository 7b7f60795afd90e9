"""Who came to a meeting, counted from the sign-ins and from nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from zhijia.activities.models import Invitation, Meeting


@dataclass(frozen=True)
class Attendance:
    """The people of one meeting by how they stand."""

    meeting: Meeting

    @cached_property
    def people(self) -> list[Invitation]:
        """Everybody on the list, by name."""
        rows = self.meeting.invitations.select_related("person__org").defer("person__id_number")  # type: ignore[attr-defined]
        return list(rows.order_by("person__name_key", "pk"))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(one.state for one in self.people)

    @property
    def called(self) -> int:
        return len(self.people)

    @property
    def signed(self) -> int:
        """Those who signed in by their own word."""
        return self.counts["signed"]

    @property
    def listed(self) -> int:
        """Those an officer entered from the paper list."""
        return self.counts["listed"]

    @property
    def present(self) -> int:
        return self.signed + self.listed

    @property
    def excused(self) -> int:
        return self.counts["excused"]

    @property
    def missing(self) -> int:
        """Those who neither signed in nor were excused."""
        return self.called - self.present - self.excused

    def names(self, *states: str) -> list[str]:
        return [one.person.name for one in self.people if one.state in states]
