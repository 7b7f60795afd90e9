"""Lists the directory reads in: members, unions and employers, a line each for what several registers keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.holding.listed import Facts, fact_columns
from zhijia.directory.models import Coverage, Membership, Person, Union, Unit, UnitFact
from zhijia.kernel.identity import BadIdNumber, parse_id_number
from zhijia.kernel.text import fold_name
from zhijia.registry.bulk import Intake, RowError, RowErrors, add_entries, add_many, in_lots
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.distinct import among
from zhijia.registry.pickers import orgs_for_adding
from zhijia.registry.register import Register
from zhijia.sheets.columns import Sheet, SheetColumn, columns_of, declare
from zhijia.tree.actor import Actor

Rows = Sequence[Mapping[str, Any]]
PERSON = ("name", "id_kind", "id_number", "no_id_reason", "birth_on", "sex", "phone")
FACTS = ("staff", "women", "migrant", "payroll", "ownership", "above_scale", "source")


def register_of(model: Any) -> type[Register]:
    """The register of a model of this room."""
    return model.register  # type: ignore[no-any-return]


def part(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values of a line that belong to one register."""
    return {name: row[name] for name in names if name in row}


def make_members(rows: Rows, *, by: Actor, source: str, source_digest: str, numbers: list[int]) -> int:
    """Members from lines: the person put on file where not known, and the membership. Raises RowErrors."""
    about: dict[str, Any] = {"by": by, "source": source, "source_digest": source_digest}
    with transaction.atomic():
        made = Members(about)
        in_lots(rows, numbers, made.take)
        return made.close()


class Members:
    """A list of members on its way into the registers of people, memberships and facts."""

    def __init__(self, about: dict[str, Any]):
        self.about = about
        self.people, self.memberships = (Intake(register_of(one), **about) for one in (Person, Membership))
        self.facts = Facts(about)

    def take(self, rows: Rows, numbers: Sequence[int]) -> None:
        """The lines of one lot; raises RowErrors."""
        people = people_of(rows, numbers, self.people)
        memberships = [
            {**part(row, "org", "valid_from", "join_kind"), "person": person}
            for row, person in zip(rows, people, strict=True)
        ]
        self.memberships.take(memberships, numbers)
        self.facts.take(rows, people, numbers)

    def close(self) -> int:
        """The acts of the list itself; the number of memberships made."""
        for one in (self.people, self.memberships, *self.facts.intakes()):
            one.close()
        return self.memberships.count


def people_of(rows: Rows, numbers: Sequence[int], taken: Intake) -> list[Person]:
    """The person of each line: the one on file within sight with this number, else a new one."""
    hashes = [_hash(row) for row in rows]
    known = _on_file(hashes, taken.by)
    wrong, new, people = [], [], []
    for number, row, digest in zip(numbers, rows, hashes, strict=True):
        person = known.get(digest)
        if person is not None and fold_name(person.name) != fold_name(row.get("name", "")):
            text = _("The number belongs to %(name)s, who is on file already.") % {"name": person.name}
            wrong.append(RowError(number, "name", text))
        if person is None:
            new.append((number, {**part(row, "org", *PERSON)}))
        people.append(person)
    if wrong:
        raise RowErrors(wrong)
    made = iter(taken.take([row for _number, row in new], [number for number, _row in new]))
    return [person or next(made) for person in people]


def _hash(row: Mapping[str, Any]) -> str:
    if row.get("id_kind", "resident") != "resident":
        return ""
    try:
        return keyed_hash(f"resident|{parse_id_number(row.get('id_number', '')).number}")
    except BadIdNumber:
        return ""


def _on_file(numbers: Sequence[str], by: Actor) -> dict[str, Person]:
    hashes = set(numbers) - {""}
    some = {"id_kind": "resident", "id_hash__in": among(Person, "id_hash", hashes)}
    seen = register_of(Person).visible(by).filter(**some).exclude(id_hash="") if hashes else ()
    return {person.id_hash: person for person in seen}


def make_unions(rows: Rows, *, by: Actor, source: str, source_digest: str, numbers: list[int]) -> int:
    """Unions from lines, those that lead others first, wherever they stand in the list. Raises RowErrors."""
    about: dict[str, Any] = {"by": by, "source": source, "source_digest": source_digest}
    waiting, made = list(zip(numbers, rows, strict=True)), 0
    errors: list[RowError] = []
    with transaction.atomic():
        while ready := _ready(waiting, by):
            done = {number for number, _row in ready}
            waiting = [pair for pair in waiting if pair[0] not in done]
            made += _found(ready, about, errors)
        # whose leader stands in the list with a fault of its own is right as far as can be seen
        listed = {row.get("code") for row in rows}
        lost = [pair for pair in waiting if pair[1].get("approved_by") not in listed]
        errors += [RowError(number, "approved_by", _no_leader(row)) for number, row in lost]
        if waiting and not errors:
            errors = [RowError(number, "approved_by", _no_leader(row)) for number, row in waiting]
        if errors:
            raise RowErrors(sorted(errors, key=lambda error: error.row))
    return made


def _found(ready: list[tuple[int, dict[str, Any]]], about: dict[str, Any], errors: list[RowError]) -> int:
    """How many of these lines were stored: all, or those without a fault so that the lines below them are seen too."""
    while ready:
        places = [number for number, _row in ready]
        try:
            with transaction.atomic():
                return add_many(register_of(Union), [row for _number, row in ready], numbers=places, **about)
        except RowErrors as found:
            errors += found.errors
            bad = {error.row for error in found.errors}
            ready = [pair for pair in ready if pair[0] not in bad and 0 not in bad]
    return 0


def _no_leader(row: Mapping[str, Any]) -> str:
    return _("No union within your reach has the code %(code)s.") % {"code": row.get("approved_by", "")}


def _ready(waiting: list[tuple[int, Mapping[str, Any]]], by: Actor) -> list[tuple[int, dict[str, Any]]]:
    """The lines whose leading union stands, with it in place of its code."""
    codes = {row["approved_by"] for _number, row in waiting if row.get("approved_by")}
    orgs = orgs_for_adding(register_of(Union), by)
    standing = {org.code: org for org in orgs.filter(code__in=codes)}
    return [
        (number, {**row, "approved_by": standing.get(row.get("approved_by", ""))})
        for number, row in waiting
        if not row.get("approved_by") or row["approved_by"] in standing
    ]


def make_units(rows: Rows, *, by: Actor, source: str, source_digest: str, numbers: list[int]) -> int:
    """Employers from lines, with what is known of staff and ownership and which union covers them."""
    about: dict[str, Any] = {"by": by, "source": source, "source_digest": source_digest}
    own = [name for name in register_of(Unit).fields if name != "uid"]
    with transaction.atomic():
        plain = [part(row, *own) for row in rows]
        made = add_entries(register_of(Unit), plain, numbers=numbers, **about)
        lines = list(zip(numbers, rows, made, strict=True))
        facts = [(number, _fact(row, unit)) for number, row, unit in lines if row.get("staff") is not None]
        covers = [(number, _cover(row, unit)) for number, row, unit in lines if row.get("covered_by")]
        for model, some in ((UnitFact, facts), (Coverage, covers)):
            if some:
                places = [number for number, _row in some]
                add_many(register_of(model), [row for _number, row in some], numbers=places, **about)
    return len(made)


def _fact(row: Mapping[str, Any], unit: Unit) -> dict[str, Any]:
    return {**part(row, "valid_from", *FACTS), "unit": unit}


def _cover(row: Mapping[str, Any], unit: Unit) -> dict[str, Any]:
    since = row.get("covered_from") or row.get("valid_from")
    return {"unit": unit, "org": row["covered_by"], "valid_from": since}


def _members() -> Sheet:
    joined, kind = columns_of(register_of(Membership), "valid_from", "join_kind")
    joined = replace(
        joined, label=pgettext_lazy("member list", "member since"), synonyms=("入会日期", "入会时间")
    )
    synonyms = {
        "name": ("会员姓名",),
        "id_kind": ("证件类型", "证件类别", "证件种类"),
        "id_number": ("身份证号", "身份证号码", "身份证", "证件号"),
        "phone": ("手机", "手机号", "手机号码", "联系电话", "电话"),
        "birth_on": ("出生年月日", "出生日期"),
    }
    union = [
        replace(one, synonyms=("所属工会", "所在工会", "工会", "工会名称"))
        for one in columns_of(register_of(Person), "org")[:1]
    ]
    person = [
        replace(one, synonyms=synonyms.get(one.name, ())) for one in columns_of(register_of(Person), *PERSON)
    ]
    title = register_of(Membership).model._meta.verbose_name_plural or ""
    columns = (*union, *person, *fact_columns(), joined, kind)
    return Sheet("members", title, register_of(Membership), columns, make_members)


def _unions() -> Sheet:
    columns = []
    for column in columns_of(register_of(Union)):
        if column.name == "approved_by":
            column = replace(column, kind="text", synonyms=("上级工会", "上级工会代码"))
        if column.kind not in ("shown", "uid"):
            columns.append(column)
    title = register_of(Union).model._meta.verbose_name_plural or ""
    return Sheet("unions", title, register_of(Union), tuple(columns), make_unions, whole=True, complete=True)


def _units() -> Sheet:
    own = [column for column in columns_of(register_of(Unit)) if column.kind not in ("shown", "uid")]
    facts = [replace(column, required=False) for column in columns_of(register_of(UnitFact), *FACTS)]
    (since,) = columns_of(register_of(UnitFact), "valid_from")
    since = replace(since, label=pgettext_lazy("employer list", "numbers as of"), required=False)
    label = pgettext_lazy("employer list", "covering union")
    cover = SheetColumn("covered_by", label, "org", synonyms=("覆盖工会",))
    began = SheetColumn("covered_from", pgettext_lazy("employer list", "covered since"), "day")
    title = register_of(Unit).model._meta.verbose_name_plural or ""
    return Sheet("units", title, register_of(Unit), (*own, *facts, since, cover, began), make_units)


for sheet in (_members(), _unions(), _units()):
    declare(sheet)


def _declare_posts() -> None:
    """The list of cadres builds on this one, so it is read once this one stands."""
    from zhijia.directory.sheets_posts import posts

    declare(posts())


_declare_posts()
