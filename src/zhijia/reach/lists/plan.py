"""A message to a list before it is sent: what is typed, how it will read, whom it reaches and what it costs."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.reach import limits, services, wording
from zhijia.reach.kinds import Filled, Kind
from zhijia.reach.length import measure
from zhijia.reach.lists.crowd import MOST, Crowd
from zhijia.reach.models import Held, Mailing
from zhijia.reach.people import Known
from zhijia.reach.services import Letter, To
from zhijia.reach.wordings import Book

LATELY = timedelta(days=7)
#: words that tell of hardship or illness to whoever sees a telephone lie on a table
TELLING = (
    "困难",
    "救助",
    "帮扶",
    "慰问金",
    "低保",
    "疾病",
    "患病",
    "大病",
    "癌",
    "残疾",
    "住院",
    "特困",
    "hardship",
    "illness",
)


class WordsForm(forms.Form):
    """The officer's own words, one for the whole list; nothing protected goes in."""

    def __init__(self, crowd: Crowd, kind: Kind, data: Any = None):
        self.crowd = crowd
        super().__init__(data)
        for one in kind.typed:
            made: forms.Field = forms.CharField(max_length=one.longest, strip=True)
            if one.filled == Filled.DAY:
                made = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
            elif one.longest > 100:
                made.widget = forms.Textarea(attrs={"rows": 3, "maxlength": one.longest})
            made.label = str(one.label)[:1].upper() + str(one.label)[1:]
            made.help_text = _("For example: %(sample)s") % {"sample": one.sample}
            self.fields[one.name] = made

    def clean(self) -> dict[str, Any]:
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, date):
                if value < today():
                    self.add_error(name, _("This day is over."))
                continue
            for said in [*wording.protected(value), *self._telling(value)]:
                self.add_error(name, said)
        return self.cleaned_data

    def _telling(self, value: str) -> list[str]:
        found = next((one for one in TELLING if one in value.lower()), "") if self.crowd.sensitive else ""
        said = _("“%(word)s” tells others what this person lives through: word it neutrally.")
        return [said % {"word": found}] if found else []

    @property
    def values(self) -> dict[str, str]:
        return {
            name: value.isoformat() if isinstance(value, date) else " ".join(str(value).split())
            for name, value in self.cleaned_data.items()
        }


@dataclass
class Outlook:
    """What sending would do now."""

    ways: list[tuple[str, int]] = field(default_factory=list)
    reached: int = 0
    none: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    full: list[str] = field(default_factory=list)
    parts: int = 0
    longest: int = 0
    sample: str = ""
    today_left: int = 0
    month_left: int = 0
    opens_at: datetime | None = None
    digest: str = ""
    before: Mailing | None = None

    @property
    def too_many(self) -> bool:
        return self.reached > self.today_left

    @property
    def too_dear(self) -> bool:
        return self.parts > self.month_left


@dataclass(frozen=True)
class Plan:
    """A crowd, a wording and what was typed."""

    crowd: Crowd
    kind: Kind
    values: dict[str, str]

    def letters(self, mailing: Mailing) -> list[Letter]:
        return [self._letter(one, mailing) for one in self.crowd.people]

    def _letter(self, one: Known, mailing: Mailing) -> Letter:
        to = To(phone=one.phone, person=one.uid, language=one.language)
        values = {**self.values, **self._given(one.name)}
        return Letter(self.kind, self.crowd.org, to, values, f"mailing:{mailing.uid}:{one.uid}", mailing)

    def _given(self, name: str) -> dict[str, str]:
        given = {Filled.UNION: self.crowd.org.name, Filled.NAME: name}
        return {one.name: given[Filled(one.filled)] for one in self.kind.fields if one.filled in given}

    def mailing(self, uid: UUID, by: int | None) -> Mailing:
        """The mailing as it would be written down."""
        return Mailing(
            uid=uid,
            org=self.crowd.org,
            key=self.kind.key,
            source=self.crowd.register.key,
            query=self.crowd.query[:500],
            title=self.crowd.title,
            values=self.values,
            digest=self.digest,
            people=len(self.crowd.people),
            made_at=timezone.now(),
            made_by_id=by,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everybody on the list, the wording and the words: what was looked at is what is sent."""
        text = repr((self.same, sorted(str(one.uid) for one in self.crowd.people)))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def same(self) -> tuple[Any, ...]:
        return (self.crowd.org.pk, self.kind.key, sorted(self.values.items()))

    def faults(self) -> list[str]:
        """Why nothing can be sent at all."""
        count = self.crowd.count
        if not count:
            return [_("Nobody is on this list.")]
        if count > MOST:
            said = _("%(count)s people are on this list and %(most)s can be written to at once: narrow it.")
            return [said % {"count": count, "most": MOST}]
        return []

    def outlook(self) -> Outlook:
        """Whom it reaches by which way, and what stands against it."""
        draft = self.mailing(UUID(int=0), None)
        letters = self.letters(draft)
        found = Outlook(digest=self.digest, sample=self._sample(letters))
        foreseen, day = services.foreseen(letters), today()
        rule = limits.rules_of([self.crowd.org])[self.crowd.org.pk]
        marks = [services.counted_as(one, way) for one, (way, _body) in zip(letters, foreseen, strict=True)]
        full = limits.full([(one, rule.person_daily) for one in marks], day)
        ways: Counter[str] = Counter()
        for known, mark, (way, body) in zip(self.crowd.people, marks, foreseen, strict=True):
            if way.held or mark in full:
                _kept(found, way.held, known.name)
                continue
            ways[way.channel] += 1
            parts = measure(body).parts if way.channel == "sms" else 0
            found.parts, found.longest = found.parts + parts, max(found.longest, parts)
        found.ways = sorted(ways.items(), key=lambda one: -one[1])
        found.reached = sum(ways.values())
        found.opens_at = rule.opens_at(timezone.now())
        self._limits(found, rule, day)
        return found

    def _limits(self, found: Outlook, rule: limits.Rules, day: date) -> None:
        org = self.crowd.org
        found.today_left = max(0, rule.union_daily - limits.number_of(f"union:{org.pk}", day))
        found.month_left = max(0, rule.month_parts - limits.number_of(*limits.of_month(org, day)))
        lately = Mailing.objects.filter(org=org, digest=self.digest, made_at__gt=timezone.now() - LATELY)
        found.before = lately.select_related("made_by").order_by("-pk").first()

    def _sample(self, letters: list[Letter]) -> str:
        """The text with nobody's name in it."""
        if not letters:
            return ""
        text = Book([self.crowd.org]).text(self.crowd.org, self.kind, letters[0].to.speaks)
        name = _("(name)")
        return wording.fill(self.kind, letters[0].to.speaks, text, {**self.values, **self._given(name)})


def _kept(found: Outlook, held: str, name: str) -> None:
    if held == Held.OPTED_OUT:
        found.left.append(name)
    elif held == Held.NO_ADDRESS:
        found.none.append(name)
    else:
        found.full.append(name)
