"""What the tree says when a change cannot stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "invalid": _("%(field)s: %(problem)s"),
    "code_taken": _("The statistical code %(code)s already belongs to %(name)s."),
    "code_twice": _(
        "The statistical code %(code)s stands twice in the list: give each organisation its own."
    ),
    "unknown_parent": _("No organisation has the code %(code)s: add it, or correct the leading union."),
    "circle_in_list": _("These organisations lead one another in a circle: %(codes)s. Correct one of them."),
    "future": _("%(day)s is too far ahead: a change to the tree may be dated to %(last)s at the latest."),
    "before_founding": _("%(name)s was founded on %(day)s: choose that day or a later one."),
    "founded_that_day": _("%(name)s was founded on %(day)s: it can close on the day after at the earliest."),
    "closed": _("%(name)s closes or closed on %(day)s: choose an organisation that stays open."),
    "still_open_below": _("%(count)s organisations still stand below %(name)s: move or close them first."),
    "closes_before_end": _("%(name)s closes on %(day)s: the relation has to end by then."),
    "later_change": _(
        "%(name)s changed its leader on %(day)s: choose a later day, or correct that change first."
    ),
    "same_leader": _("%(name)s stands under %(above)s already."),
    "circle": _("%(above)s stands below %(name)s, so it cannot lead it."),
    "itself": _("%(name)s cannot be related to itself."),
    "overlap": _("%(name)s has such a relation to %(above)s from %(day)s on: one at a time."),
    "ends_before_start": _("The relation ends on %(last)s, before it begins on %(first)s."),
    "ended": _("This relation ended on %(day)s already."),
    "leads_by_move": _("The leading union is changed by moving, merging or closing the organisation."),
    "too_deep": _("The tree has at most %(most)s levels: %(name)s would stand deeper."),
    "rows": _("%(count)s rows cannot be taken in; by row: %(first)s"),
    "full": _("%(name)s has no room for another organisation directly below it."),
}


class TreeError(Exception):
    """A refused change of the tree: `code` says why, `text % params` says it in the reader's language."""

    def __init__(self, code: str, /, **params: Any):
        self.code, self.text, self.params = code, SENTENCES[code], params
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.text) % self.params


class RowErrors(TreeError):
    """Every row of a list that cannot stand: `rows` holds (row number from 1, its TreeError)."""

    def __init__(self, rows: list[tuple[int, TreeError]]):
        self.rows = rows
        super().__init__(
            "rows", count=len(rows), first="; ".join(f"{row}: {error}" for row, error in rows[:5])
        )
