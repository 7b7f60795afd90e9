"""Events of the calendar as RFC 5545 text: whole days, stable names, a number that rises with every change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event, vDuration, vUri

from zhijia.plans.models import Duty, Milestone
from zhijia.plans.registers.milestone.wording import is_deadline

#: how often a program may ask again
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One event of the calendar: a duty of one's own unions, or a line one's union issued for others."""

    uid: UUID
    milestone: Milestone
    duty: Duty | None
    standing: str
    done: int
    of: int
    version: int
    changed_at: datetime


def text(entries: Iterable[Entry], address: str) -> bytes:
    """A whole calendar in UTF-8, lines folded and ended as the standard asks; `address` is the house's own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Zhijia//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Union calendar"))
    calendar.add("x-wr-calname", _("Union calendar"))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, address))
    return bytes(calendar.to_ical())


def _event(entry: Entry, address: str) -> Event:
    line, first, last = entry.milestone, *_days(entry)
    event = Event()
    event.add("uid", f"{entry.uid}@zhijia")
    stamp = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    for name in ("dtstamp", "last-modified"):
        event.add(name, stamp)
    event.add("created", line.recorded_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.version)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _summary(entry))
    event.add("description", _description(entry))
    if line.place:
        event.add("location", line.place)
    event.add("categories", [str(line.get_kind_display())])
    event.add("status", "CANCELLED" if entry.standing == "cancelled" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", vUri(f"{address}{_page(entry)}"))
    return event


def _days(entry: Entry) -> tuple[date, date]:
    """First and last day as a calendar shows them: the day it was held, else the days planned now.

    What may be done at any time up to a day stands on that day: a bar over half a year says nothing.
    """
    line, duty = entry.milestone, entry.duty
    if duty is not None and duty.happened_on is not None:
        return duty.happened_on, duty.happened_on
    if duty is not None and duty.put_off_to is not None and duty.ends_on == duty.put_off_to:
        return duty.put_off_to, duty.put_off_to
    if is_deadline(line.starts_on, line.ends_on):
        return line.ends_on, line.ends_on
    return line.starts_on, line.ends_on


def _summary(entry: Entry) -> str:
    """The title with what became of it; a day by which something is due says so."""
    line, duty = entry.milestone, entry.duty
    told = ""
    if entry.standing == "held":
        told = pgettext("calendar summary", "done")
    elif entry.standing == "cancelled":
        told = pgettext("calendar summary", "cancelled")
    elif "put_off" in (line.state, duty.state if duty else ""):
        told = pgettext("calendar summary", "put off")
    elif is_deadline(line.starts_on, line.ends_on):
        told = pgettext("calendar summary", "due")
    return f"[{told}] {line.title}" if told else line.title


def _description(entry: Entry) -> str:
    line, duty = entry.milestone, entry.duty
    said = [f"{line.plan.title} · {line.org.name}"]
    if line.wording:
        said.append(_("Planned: %(when)s") % {"when": line.wording})
    if line.put_offs and line.first_ends_on:
        said.append(_("First planned until %(day)s") % {"day": line.first_ends_on.isoformat()})
    if line.owners:
        said.append(_("Responsible: %(who)s") % {"who": line.owners})
    if duty is not None:
        said.append(duty.org.name)
    if reason := (duty.why if duty is not None and duty.why else line.why):
        said.append(_("Reason: %(why)s") % {"why": reason})
    if entry.of > 1:
        said.append(_("%(done)s of %(all)s unions have held it") % {"done": entry.done, "all": entry.of})
    return "\n".join(said)


def _page(entry: Entry) -> str:
    if entry.duty is not None:
        return reverse("registry:detail", args=["plans", "duty", entry.duty.uid])
    return reverse("registry:detail", args=["plans", "milestone", entry.milestone.uid])
