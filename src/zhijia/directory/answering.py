"""How long a union may think about what a worker asked of it, and what is written on the page of a request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.behalf import BEHALF, choices
from zhijia.kernel.day import today
from zhijia.registry.forms import EntryForm
from zhijia.registry.policy import Rule
from zhijia.registry.register import Column

#: days, where the installation says nothing else; no law gives a number
DAYS = 14


def answer_by(asked_on: date) -> date:
    """The day by which a union answers: `settings.MEMBERSHIP_ANSWER_DAYS` after the day it was asked."""
    days: int = getattr(settings, "MEMBERSHIP_ANSWER_DAYS", DAYS)
    return asked_on + timedelta(days=days)


def standing_in(*states: str) -> Rule:
    """Entries that stand in one of these states."""
    return Rule(
        gettext_lazy("while nothing is decided"),
        lambda actor: None if actor.is_anonymous else Q(state__in=states),
    )


#: what somebody else entered and the worker has not said since
entered_for = Rule(
    gettext_lazy("where somebody else entered it"),
    lambda actor: None if actor.is_anonymous else Q(came_by__in=[one.value for one in BEHALF]),
)


def _answer_by(entry: Any) -> str:
    if entry.state in entry.register.flow.closed:
        return ""
    return str(answer_by(entry.happened_on).isoformat())


#: a computed column: until when an answer is due, empty once there is one
ANSWER_BY = Column("answer_by", pgettext_lazy("membership request", "Answer due by"), _answer_by)


def is_late(entry: Any) -> bool:
    """Whether an answer is overdue."""
    return entry.state not in entry.register.flow.closed and answer_by(entry.happened_on) < today()


class RequestForm(EntryForm):
    """A new request without the fields its decision fills in."""

    def __init__(self, register: Any, actor: Any, *args: Any, entry: Any = None, **kwargs: Any):
        super().__init__(register, actor, *args, entry=entry, **kwargs)
        for move in register.flow.moves:
            for name in move.form:
                self.fields.pop(name, None)
        if "came_by" in self.fields:
            came: Any = self.fields["came_by"]
            came.choices, came.required = choices(register, getattr(entry, "came_by", "")), True
