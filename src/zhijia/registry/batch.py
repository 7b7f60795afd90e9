"""The rows of one lot on their way into a register: made, checked as a form would check each, written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhijia.journal import insertion
from zhijia.kernel.uid import uuid7s
from zhijia.registry import distinct, writing
from zhijia.registry.conditions import violation_of
from zhijia.registry.errors import Refused
from zhijia.registry.making import Maker, Proof
from zhijia.registry.models import Entry, Span
from zhijia.registry.policy import Text, Verdict
from zhijia.registry.progress import tell, watching
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor

#: rows between two words to whoever looks on
STEP_ROWS = 500
Row = Mapping[str, Any]


@dataclass(frozen=True)
class RowError:
    """Why one row cannot stand: its number, the field ("" for the whole row) and the reason."""

    row: int
    column: str
    reason: Text


class RowErrors(Exception):
    """Every fault found in a list, in the order of its rows."""

    def __init__(self, errors: Sequence[RowError]):
        self.errors = sorted(errors, key=lambda error: error.row)
        super().__init__("; ".join(f"{one.row} {one.column}: {one.reason}" for one in self.errors[:5]))


class Known:
    """What all lots of a list have alike: worked out once, whatever the number of rows."""

    def __init__(self, register: type[Register], by: Actor):
        self.register, self.by, self.seen = register, by, watching().seen
        self.maker = Maker(register, by)
        fields = register.model._meta.concrete_fields
        relations = [field for field in fields if field.is_relation]
        self.proof = Proof(register.model, {"path", "words", *(field.name for field in relations)})
        self.needed = [field for field in relations if not field.blank and field.editable]
        self.checks = [(one, violation_of(register.model, one)) for one in distinct.checks(register.model)]


class Batch:
    """The rows of one lot on their way into a register."""

    def __init__(self, known: Known, numbers: Sequence[int]):
        self.known, self.numbers = known, numbers
        self.register, self.by = known.register, known.by
        self.entries: list[Any] = []
        self.errors: list[RowError] = []
        self.bad: set[int] = set()
        self.asked: set[str] = set()
        self.lacking: list[Any] = []
        self.own_uids = False

    @property
    def _saves_plainly(self) -> bool:
        return self.register.model.save is Entry.save

    def _add(self, place: int, refusal: Refused) -> None:
        self.bad.add(place)
        for name, said in refusal.messages.items():
            self.errors += [RowError(self.numbers[place], name, text) for text in said]

    def _stop(self) -> None:
        if self.errors:
            raise RowErrors(self.errors)

    def build(self, rows: Sequence[Row]) -> None:
        """Entries not yet stored; a row that cannot even be one leaves None in its place."""
        self.own_uids = any(row.get("uid") for row in rows)
        make = self.known.maker.make
        for place, (row, uid) in enumerate(zip(rows, uuid7s(len(rows)), strict=True)):
            if not place % STEP_ROWS:
                tell("build", place, len(rows))
            try:
                entry = make(row, uid)
            except Refused as refusal:
                entry = None
                self._add(place, refusal)
            self.entries.append(entry)

    def check(self) -> None:
        """Everything a form would ask of one entry; what asks the database is asked for many rows at once.

        The register's own rules come last and only for rows that are right so far. Raises RowErrors.
        """
        self._check_choices()
        self._check_places()
        if good := self._good():
            entries = [self.entries[place] for place in good]
            self.asked = self.known.proof.open(entries)
            columns = [{vars(one)[field.attname] for one in entries} for field in self.known.needed]
            self.lacking = [one for one, said in zip(self.known.needed, columns, strict=True) if None in said]
        days = writing.days_of(self.register)
        for place in good:
            if not place % STEP_ROWS:
                tell("check", place, len(self.entries))
            try:
                self._check_fields(self.entries[place], days)
            except Refused as refusal:
                self._add(place, refusal)
        for unique in distinct.wanted(self.register.model):
            # a model that saves in its own way may fill such columns only then: the index decides
            if (unique.asked or self._saves_plainly) and (self.own_uids or unique.names != ("uid",)):
                self._check_unique(unique)
        self._ask_rules(self._good())
        self._stop()

    def _good(self) -> list[int]:
        return [place for place in range(len(self.entries)) if place not in self.bad]

    def _check_choices(self) -> None:
        """Related entries outside the actor's sight are refused as if they did not exist."""
        for name, other in self.register.related().items() if not self.by.system else ():
            column = self.register.field(name).attname  # type: ignore[union-attr]
            wanted = {getattr(self.entries[place], column) for place in self._good()} - {None}
            rows = other.model._default_manager.filter(pk__in=distinct.among(other.model, "id", wanted))
            hidden = wanted - set(other.policy.view.filter(self.by, rows).values_list("pk", flat=True))
            message = _("Select a valid choice. That choice is not one of the available choices.")
            for place in self._good() if hidden else ():
                if getattr(self.entries[place], column) in hidden:
                    self._add(place, Refused(name, message))

    def _check_places(self) -> None:
        """The right to add is asked once for each organisation of the list."""
        verdicts: dict[int, Verdict] = {}
        for place in self._good():
            entry = self.entries[place]
            if entry.org_id not in verdicts:
                verdicts[entry.org_id] = self.register.policy.add.test(self.by, entry)
            if not verdicts[entry.org_id]:
                text = _("Not allowed: this is for %(who)s.") % {"who": verdicts[entry.org_id].reason}
                self._add(place, Refused("org", text))

    def _check_fields(self, entry: Any, days: writing.Days) -> None:
        faults = [
            Refused(field.name, field.error_messages["null"])
            for field in self.lacking
            if getattr(entry, field.attname) is None
        ]
        try:
            if self.asked:
                entry.clean_fields(exclude={field.name for field in entry._meta.fields} - self.asked)
        except ValidationError as error:
            faults.append(writing.refusal(error))
        try:
            entry.clean()
        except ValidationError as error:
            faults.append(writing.refusal(error))
        if not faults:
            writing.check_dates(self.register, entry, days)
            broken = [one for one, violates in self.known.checks if violates(entry)]
            faults = [Refused("", one.get_violation_error_message()) for one in broken]
        if faults:
            raise Refused(messages={name: said for fault in faults for name, said in fault.messages.items()})
        entry.words = self.register.words_of(entry)

    def _ask_rules(self, places: Sequence[int]) -> None:
        """The register's own rules; one that names its suspects is asked of these alone."""
        entries = [self.entries[place] for place in places]
        named = self.register.suspects.items()
        asked = {rule: {places[number] for number in find(entries)} for rule, find in named}
        suspect = set().union(*asked.values())
        always = [rule for rule in self.register.refuses if rule not in asked]
        for place in places if always else sorted(suspect):
            rules: Sequence[Any] = always
            if place in suspect:
                rules = [one for one in self.register.refuses if one not in asked or place in asked[one]]
            try:
                for refuse in rules:
                    refuse(self.entries[place], self.by, None)
            except Refused as refusal:
                self._add(place, refusal)

    def _check_unique(self, unique: distinct.Unique) -> None:
        """Values that must differ: within the list first, then from what the database holds."""
        places: dict[distinct.Key, int] = {}
        rows = self.known.seen.setdefault((self.register.key, unique.names, str(unique.condition)), {})
        column = next((name for name in reversed(unique.names) if name in self.register.fields), "")
        key_of, applies, lasting = unique.key(), unique.applies(), unique.lasting()
        for place in self._good():
            entry = self.entries[place]
            key = key_of(entry)
            if None in key or not applies(entry):
                continue
            places.setdefault(key, place)
            first = rows.setdefault(lasting(entry), self.numbers[place])
            if first != self.numbers[place]:
                same = _("This is the same as row %(row)s of the list.") % {"row": first}
                self._add(place, Refused(column, same))
        if unique.asked and places:
            for key in distinct.taken(unique, list(places)):
                self._add(places[key], Refused(column, unique.message))

    def store(self) -> None:
        """The rows written; a model that saves in its own way is saved row by row. Raises RowErrors."""
        try:
            with transaction.atomic():
                if self._saves_plainly:
                    count = len(self.entries)
                    insertion.insert(self.entries, tell=lambda done: tell("store", done, count))
                else:
                    self._save_each()
        except IntegrityError as error:
            text = _(
                "The database refused the list: somebody recorded one of its entries meanwhile. Try again."
            )
            raise RowErrors([RowError(0, "", text)]) from error
        self._stop()
        self._ask_rules(self._alike())
        self._stop()

    def _save_each(self) -> None:
        for place, entry in enumerate(self.entries):
            try:
                entry.save(force_insert=True)
            except Refused as refusal:
                self._add(place, refusal)

    def _alike(self) -> list[int]:
        """Rows about the same thing: the rules looked at the database before the list stood in it."""
        related = [self.register.field(name).attname for name in self.register.related()]  # type: ignore[union-attr]
        subjects: list[tuple[str, ...]] = [(name,) for name in related]
        if not subjects and issubclass(self.register.model, Span):
            choices = [name for name in self.register.fields if self.register.field(name).choices]
            subjects = [("org_id", *choices)]
        found: set[int] = set()
        for names in subjects:
            groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
            for place, entry in enumerate(self.entries):
                groups[tuple(getattr(entry, name) for name in names)].append(place)
            found |= {
                place
                for key, group in groups.items()
                if len(group) > 1 and None not in key
                for place in group
            }
        return sorted(found)
