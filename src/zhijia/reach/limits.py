"""When and how often people are written to: hours of quiet, messages a day to one person and from one union."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhijia.journal import services as journal
from zhijia.kernel.day import CHINA
from zhijia.reach.models import MONTH_PARTS, Count, Limits
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

#: who sets the limits of a union: somebody of that very union
SETTERS = holds(Role.OFFICER, Role.LEADER, Role.CHAIR, here=True)
PERSON_DAILY, UNION_DAILY = 3, 2000
MOST = {"person_daily": 20, "union_daily": 100_000, "month_parts": 1_000_000}
NAMES = ("quiet_from", "quiet_to", *MOST)
LOT = 500


@dataclass(frozen=True)
class Rules:
    """The limits that hold at a union, whose they are, and the edition they stand in."""

    quiet_from: int
    quiet_to: int
    person_daily: int = PERSON_DAILY
    union_daily: int = UNION_DAILY
    month_parts: int = MONTH_PARTS
    org: Org | None = None
    version: int = 0

    def opens_at(self, moment: datetime) -> datetime | None:
        """When the hours of quiet a moment lies in are over; None when it lies in none."""
        local = moment.astimezone(CHINA)
        start, end = self.quiet_from, self.quiet_to
        quiet = start <= local.hour < end if start <= end else local.hour >= start or local.hour < end
        if not quiet:
            return None
        morning = local.replace(hour=end, minute=0, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)


def usual() -> Rules:
    start, end = getattr(settings, "REACH_QUIET", (21, 8))
    return Rules(start, end)


def rules_of(orgs: Iterable[Org]) -> dict[int, Rules]:
    """For each union its own limits, else the nearest above's, else the usual ones."""
    wanted = {org.pk: org for org in orgs}
    places = {org.path[:end] for org in wanted.values() for end in range(STEP, len(org.path) + 1, STEP)}
    known = {row.org.path: row for row in Limits.objects.filter(org__path__in=places).select_related("org")}
    found = {}
    for key, org in wanted.items():
        line = (org.path[:end] for end in range(len(org.path), 0, -STEP))
        row = next((known[path] for path in line if path in known), None)
        found[key] = _rules(row) if row else usual()
    return found


def _rules(row: Limits) -> Rules:
    return Rules(**_told(row), org=row.org, version=row.version)


def set_rules(org: Org, values: dict[str, int], *, version: int, by: Actor) -> None:
    """Sets the limits of a union and of those below without their own. Raises Refused, Forbidden, Stale."""
    if not by.system and org.path not in by.paths(Role.OFFICER, Role.LEADER, Role.CHAIR):
        raise Forbidden(SETTERS.reason)
    _check(values)
    with transaction.atomic():
        row = Limits.objects.filter(org=org).first()
        before = _told(row) if row else None
        if row is None:
            if version:
                raise Stale(usual())
            _first(org, values)
        elif not Limits.objects.filter(org=org, version=version).update(**values, version=F("version") + 1):
            raise Stale(row)
        act = {"verb": "change", "kind": "reach.limits", "uid": org.uid, "org_id": org.pk, "path": org.path}
        journal.record(by, **act, before=before, after=values)


def _first(org: Org, values: dict[str, int]) -> None:
    try:
        with transaction.atomic():
            Limits.objects.create(org=org, **values)
    except IntegrityError as first:
        raise Stale(Limits.objects.get(org=org)) from first


def _told(row: Limits) -> dict[str, int]:
    return {name: getattr(row, name) for name in NAMES}


def _check(values: dict[str, int]) -> None:
    for name, most in MOST.items():
        if name in values and not 1 <= values[name] <= most:
            raise Refused(name, _("A number from 1 to %(most)s.") % {"most": most})
    for name in ("quiet_from", "quiet_to"):
        if not 0 <= values[name] <= 23:
            raise Refused(name, _("An hour from 0 to 23."))
    if values["quiet_from"] == values["quiet_to"]:
        raise Refused("quiet_to", _("Quiet begins and ends at different hours."))


def persons_let(wanted: Sequence[tuple[str, int]], day: date) -> list[bool]:
    """Whether each of (who, limit) may get one more message on a day; who may is counted at once."""
    answers = [False] * len(wanted)
    rounds: dict[tuple[int, int], list[int]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for place, (who, limit) in enumerate(wanted):
        # the second message to somebody in one call is counted after the first
        rounds[seen[who], limit].append(place)
        seen[who] += 1
    for (_round, limit), places in sorted(rounds.items()):
        for start in range(0, len(places), LOT):
            some = places[start : start + LOT]
            let = _counted([wanted[place][0] for place in some], limit, day)
            for place in some:
                answers[place] = wanted[place][0] in let
    return answers


def _counted(who: list[str], limit: int, day: date) -> set[str]:
    call = uuid.uuid4()
    Count.objects.bulk_create([Count(who=one, on=day) for one in who], ignore_conflicts=True)
    rows = Count.objects.filter(who__in=who, on=day)
    rows.filter(number__lt=limit).update(number=F("number") + 1, call=call)
    return set(rows.filter(call=call).values_list("who", flat=True))


def give_back(who: list[str], day: date) -> None:
    """Takes back what was counted for people a message did not go to after all."""
    Count.objects.filter(who__in=who, on=day, number__gt=0).update(number=F("number") - 1)


def union_let(org: Org, wanted: int, limit: int, day: date) -> int:
    """How many of the messages wanted a union may still send on a day; they are counted at once."""
    who = f"union:{org.pk}"
    Count.objects.bulk_create([Count(who=who, on=day)], ignore_conflicts=True)
    rows = Count.objects.filter(who=who, on=day)
    while True:
        sent = rows.values_list("number", flat=True).get()
        let = max(0, min(wanted, limit - sent))
        # somebody else may have counted since it was read: then it is read again
        if not let or rows.filter(number=sent).update(number=sent + let):
            return let


def number_of(who: str, day: date) -> int:
    """What was counted for somebody on a day."""
    return Count.objects.filter(who=who, on=day).values_list("number", flat=True).first() or 0


def full(wanted: Sequence[tuple[str, int]], day: date) -> set[str]:
    """Who has got as many messages on a day as they may; nothing is counted."""
    limit_of, found = dict(wanted), set()
    who = sorted(limit_of)
    for start in range(0, len(who), LOT):
        rows = Count.objects.filter(who__in=who[start : start + LOT], on=day)
        found |= {one for one, number in rows.values_list("who", "number") if number >= limit_of[one]}
    return found


def of_month(org: Org, day: date) -> tuple[str, date]:
    """How the text messages paid for lists of a union are counted: under whom, on the first of the month."""
    return f"parts:{org.pk}", day.replace(day=1)


def parts_let(org: Org, parts: int, limit: int, day: date) -> bool:
    """Whether a union may pay that many more text messages in the month; then they are counted."""
    who, month = of_month(org, day)
    Count.objects.bulk_create([Count(who=who, on=month)], ignore_conflicts=True)
    rows = Count.objects.filter(who=who, on=month, number__lte=limit - parts)
    return bool(rows.update(number=F("number") + parts))
