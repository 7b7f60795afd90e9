"""Many new entries at once: every row is checked before any is written, and all are written or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from zhijia.journal import insertion
from zhijia.journal import services as journal
from zhijia.kernel.uid import uuid7
from zhijia.registry import distinct, writing
from zhijia.registry.conditions import holds, violates
from zhijia.registry.errors import Refused
from zhijia.registry.models import Entry, Span
from zhijia.registry.policy import Text, Verdict
from zhijia.registry.progress import tell, watching
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

#: rows between two words to whoever looks on
STEP_ROWS = 500


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


def add_many(
    register: type[Register],
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    source: str,
    source_digest: str,
    numbers: Sequence[int] | None = None,
) -> int:
    """The number of entries made from rows of field values, journalled as one import; raises RowErrors.

    A row may bring its own `uid`. `numbers` are the rows' numbers in the list they come from, 1, 2, 3 … when
    not given.
    """
    return len(
        add_entries(register, rows, by=by, source=source, source_digest=source_digest, numbers=numbers)
    )


def add_entries(
    register: type[Register],
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    source: str,
    source_digest: str,
    numbers: Sequence[int] | None = None,
) -> list[Any]:
    """The entries themselves that `add_many` makes, in the order of the rows."""
    batch = Batch(register, by, list(numbers or range(1, len(rows) + 1)))
    with transaction.atomic():
        batch.build(rows)
        batch.check()
        batch.store()
        _record(register, batch.entries, by, source, source_digest)
    watching().made.setdefault(register.key, []).extend(entry.uid for entry in batch.entries)
    return batch.entries


class Batch:
    """The rows of one list on their way into a register."""

    def __init__(self, register: type[Register], by: Actor, numbers: list[int]):
        self.register, self.by, self.numbers = register, by, numbers
        self.entries: list[Any] = []
        self.errors: list[RowError] = []
        self.bad: set[int] = set()
        fields = register.model._meta.concrete_fields
        relations = [field for field in fields if field.is_relation]
        self.apart = {"path", "words", *(field.name for field in relations)}
        self.needed = [field for field in relations if not field.blank and field.editable]
        self.checks = distinct.checks(register.model)

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

    def build(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Entries not yet stored; a row that cannot even be one leaves None in its place."""
        for place, row in enumerate(rows):
            if not place % STEP_ROWS:
                tell("build", place, len(rows))
            values = {name: value for name, value in row.items() if name != "uid"}
            try:
                entry = writing.build(self.register, values, self.by, words=False)
                if row.get("uid"):
                    entry.uid = row["uid"]
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
        for place in self._good():
            if not place % STEP_ROWS:
                tell("check", place, len(self.entries))
            self._tried(place, self._check_fields)
        for names, condition, asked, message in distinct.wanted(self.register.model):
            # a model that saves in its own way may fill such columns only then: the index decides
            if asked or self._saves_plainly:
                self._check_unique(names, condition, asked, message)
        self._ask_rules(self._good())
        self._stop()

    def _good(self) -> list[int]:
        return [place for place in range(len(self.entries)) if place not in self.bad]

    def _tried(self, place: int, step: Any) -> None:
        try:
            step(self.entries[place])
        except Refused as refusal:
            self._add(place, refusal)

    def _check_choices(self) -> None:
        """Related entries outside the actor's sight are refused as if they did not exist."""
        for name, other in self.register.related().items():
            column = self.register.field(name).attname  # type: ignore[union-attr]
            wanted = {getattr(self.entries[place], column) for place in self._good()} - {None}
            seen: set[Any] = set()
            for some in distinct.chunks(sorted(wanted)):
                rows = other.policy.view.filter(self.by, other.model._default_manager.filter(pk__in=some))
                seen |= set(rows.values_list("pk", flat=True))
            message = _("Select a valid choice. That choice is not one of the available choices.")
            hidden = wanted - seen
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

    def _check_fields(self, entry: Any) -> None:
        empty = [field for field in self.needed if getattr(entry, field.attname) is None]
        faults = [Refused(field.name, field.error_messages["null"]) for field in empty]
        for step in (lambda: entry.clean_fields(exclude=self.apart), entry.clean):
            try:
                step()
            except ValidationError as error:
                faults.append(writing.refusal(error))
        if not faults:
            writing.check_dates(self.register, entry)
            broken = [one for one in self.checks if violates(entry, one)]
            faults = [Refused("", one.get_violation_error_message()) for one in broken]
        if faults:
            raise Refused(messages={name: said for fault in faults for name, said in fault.messages.items()})
        entry.words = self.register.words_of(entry)

    def _ask_rules(self, places: Sequence[int]) -> None:
        """The register's own rules; one that names its suspects is asked of these alone."""
        entries = [self.entries[place] for place in places]
        named = self.register.suspects.items()
        asked = {rule: {places[number] for number in find(entries)} for rule, find in named}
        for place in places:
            rules = [rule for rule in self.register.refuses if rule not in asked or place in asked[rule]]
            self._tried(place, partial(self._obey, rules=rules))

    def _obey(self, entry: Any, *, rules: Sequence[Any]) -> None:
        for refuse in rules:
            refuse(entry, self.by, None)

    def _check_unique(
        self, names: tuple[str, ...], condition: models.Q | None, asked: bool, message: Text
    ) -> None:
        """Values that must differ: within the list first, then from what the database holds."""
        places: dict[tuple[Any, ...], int] = {}
        rows: dict[Any, int] = watching().seen.setdefault((self.register.key, names, str(condition)), {})
        column = next((name for name in reversed(names) if name in self.register.fields), "")
        for place in self._good():
            entry = self.entries[place]
            key = tuple(getattr(entry, name) for name in names)
            if None in key or (condition is not None and not holds(entry, condition)):
                continue
            places.setdefault(key, place)
            first = rows.setdefault(distinct.lasting(entry, names), self.numbers[place])
            if first != self.numbers[place]:
                same = _("This is the same as row %(row)s of the list.") % {"row": first}
                self._add(place, Refused(column, same))
        if asked:
            for key in distinct.taken(self.register.model, names, condition, list(places)):
                self._add(places[key], Refused(column, message))

    def store(self) -> None:
        """The rows written; a model that saves in its own way is saved row by row. Raises RowErrors."""
        try:
            with transaction.atomic():
                if self._saves_plainly:
                    count = len(self.entries)
                    insertion.insert(self.entries, tell=lambda done: tell("store", done, count))
                else:
                    for place, entry in enumerate(self.entries):
                        self._tried(place, lambda entry: entry.save(force_insert=True))
        except IntegrityError as error:
            text = _(
                "The database refused the list: somebody recorded one of its entries meanwhile. Try again."
            )
            raise RowErrors([RowError(0, "", text)]) from error
        self._stop()
        self._ask_rules(self._alike())
        self._stop()

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


def _record(register: type[Register], entries: list[Any], by: Actor, source: str, source_digest: str) -> None:
    """One act for the list and one for each row, so that every entry has its own story."""
    secret = writing.sensitive_of(register)
    place = shared_place([entry.path for entry in entries])
    about = {"source": source, "source_digest": source_digest, "rows": len(entries)}
    org_id, path = (place.pk, place.path) if place else (None, "")
    acts = [journal.Act("import", register.key, uuid7(), org_id, path, None, about)]
    for entry in entries:
        after = writing.values_of(register, entry)
        digest = writing.digest_of(entry.version, after)
        where = (entry.uid, entry.org_id, entry.path)
        acts.append(
            journal.Act("import", register.key, *where, None, after, source, secret, entry.version, digest)
        )
    journal.record_list(by, acts, tell=lambda done: tell("journal", done, len(acts)))


def shared_place(paths: Sequence[str]) -> Org | None:
    """The lowest organisation above all these places, or None."""
    if not paths:
        return None
    low, high = min(paths), max(paths)
    length = next((at for at in range(len(low)) if low[at] != high[at : at + 1]), len(low))
    return Org.objects.filter(path=low[: length - length % STEP]).first()
