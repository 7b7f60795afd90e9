"""Officers of responsible unions are told before a line's day, and once after it when nothing was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.directory.models import Person
from zhijia.journal import services as journal
from zhijia.kernel.day import CHINA, today
from zhijia.plans import agenda, messages
from zhijia.plans.models import Duty, ReminderDays
from zhijia.reach import queries as reach_queries
from zhijia.reach import services as reach
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org, Post, User
from zhijia.tree.paths import STEP

__all__ = ["USUAL", "days_for", "remind", "remind_by_day", "set_days", "unions_of"]

#: days before a line at which a union is reminded that has set nothing else
USUAL = (7, 1)
MOST_DAYS, FARTHEST = 3, 60
#: how long after its last day somebody is still asked why it was not held
ASKED_FOR = timedelta(days=30)
#: hours of the day in which messages are written
AWAKE = (8, 20)
TOLD = (Role.OFFICER, Role.CHAIR)


def days_for(orgs: Iterable[Org]) -> dict[int, tuple[int, ...]]:
    """For each union the days before a line at which it is reminded: its own, else the nearest above's."""
    wanted = list(orgs)
    places = {org.path[:end] for org in wanted for end in range(STEP, len(org.path) + 1, STEP)}
    rows = ReminderDays.objects.filter(org__path__in=places).select_related("org")
    known = {row.org.path: row.numbers for row in rows}
    found = {}
    for org in wanted:
        line = (org.path[:end] for end in range(len(org.path), 0, -STEP))
        found[org.pk] = next((known[path] for path in line if path in known), USUAL)
    return found


def unions_of(actor: Actor) -> list[Org]:
    """The unions whose reminders an actor sets: where they are officer or chair themselves."""
    places = {seat.org_id for seat in actor.seats if seat.role in TOLD}
    return list(Org.objects.filter(pk__in=places).order_by("path"))


def set_days(org: Org, days: Iterable[int], *, by: Actor) -> ReminderDays:
    """When the officers of a union are reminded; no day means never. Raises Refused, Forbidden."""
    numbers = sorted({int(one) for one in days}, reverse=True)
    if not by.system and org not in unions_of(by):
        raise Forbidden(holds(*TOLD, here=True).reason)
    if len(numbers) > MOST_DAYS or any(not 1 <= one <= FARTHEST for one in numbers):
        raise Refused(
            "days",
            _("Up to %(most)s numbers of days from 1 to %(far)s, for example 7, 1.")
            % {"most": MOST_DAYS, "far": FARTHEST},
        )
    return _kept(org, ",".join(map(str, numbers)), by)


@transaction.atomic
def _kept(org: Org, days: str, by: Actor) -> ReminderDays:
    before = ReminderDays.objects.filter(org=org).first()
    told = {"days": before.days} if before else None
    row, _made = ReminderDays.objects.update_or_create(
        org=org, defaults={"days": days, "changed_at": timezone.now()}
    )
    act = {"verb": "change", "kind": "plans.reminders", "uid": org.uid, "org_id": org.pk, "path": org.path}
    journal.record(by, **act, before=told, after={"days": days})
    return row


def remind_by_day() -> int:
    """`remind` for the job worker: nobody is woken by a calendar."""
    first, last = AWAKE
    return remind() if first <= datetime.now(CHINA).hour < last else 0


def remind(*, on: date | None = None) -> int:
    """Sends what is due on a day; what was sent for an occasion is not sent again. The number sent."""
    day = on or today()
    occasions = list(_occasions(day))
    officers = _officers({duty.org_id for duty, _name in occasions}, day)
    phones = _phones({user.pk for users in officers.values() for user in users if not user.email})
    letters: dict[str, reach.Letter] = {}
    for duty, name in occasions:
        for user in officers[duty.org_id]:
            key = f"calendar:{duty.uid}:{duty.acts_on.isoformat()}:{name}:{user.pk}"
            phone = phones.get(user.pk, "")
            letters[key] = _letter(duty, name, user, phone=phone, key=key, day=day)
    known = reach_queries.statuses(letters)
    fresh = [letter for key, letter in letters.items() if key not in known]
    return sum(sending.message is not None for sending in reach.send_many(fresh))


def _occasions(day: date) -> Iterator[tuple[Duty, str]]:
    """The duties somebody is told of on a day, each with the occasion: days before, or "late"."""
    rows = list(agenda.open_duties().filter(last_on__gte=day - ASKED_FOR).order_by("pk"))
    days = days_for({duty.org_id: duty.org for duty in rows}.values())
    for duty in rows:
        left = (duty.acts_on - day).days
        if duty.ends_on < day:
            yield duty, "late"
        elif near := [one for one in days[duty.org_id] if 0 <= left <= one]:
            # after a pause of the server the nearest one is sent, not all that were missed
            yield duty, str(min(near))


def _officers(orgs: set[int], day: date) -> dict[int, list[User]]:
    """Who holds a post at each union on a day, each once."""
    live = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    rows = live.filter(org_id__in=orgs, role__in=TOLD, user__is_active=True).select_related("user")
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for post in rows.order_by("pk"):
        found[post.org_id][post.user_id] = post.user
    return defaultdict(list, {org: list(users.values()) for org, users in found.items()})


def _phones(users: set[int]) -> dict[int, str]:
    """The telephones of accounts without an e-mail address, from their own file."""
    rows = Person.objects.filter(user_id__in=users).exclude(phone="")
    return {user: phone for user, phone in rows.values_list("user_id", "phone") if user is not None}


def _letter(duty: Duty, name: str, user: User, *, phone: str, key: str, day: date) -> reach.Letter:
    """The message to one officer in their language, by e-mail, else to their own telephone."""
    base = str(getattr(settings, "PUBLIC_URL", "") or "http://127.0.0.1:8000").rstrip("/")
    left = (duty.acts_on - day).days
    values: dict[str, object] = {
        "what": duty.milestone.title[:80],
        "org": duty.org.name,
        "day": (duty.ends_on if name == "late" else duty.acts_on).isoformat(),
        "url": base + reverse("registry:detail", args=["plans", "duty", duty.uid]),
    }
    with translation.override(user.language or settings.LANGUAGE_CODE):
        values["left"] = ngettext("%(n)s day", "%(n)s days", left) % {"n": left}
    kind = messages.LATE if name == "late" else messages.AHEAD if left else messages.TODAY
    return reach.Letter(kind, duty.org, reach.To(phone, user.email, None, user.language), values, key)
