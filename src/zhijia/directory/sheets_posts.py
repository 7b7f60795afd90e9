"""The list of cadres and posts: a line each for the person and the post, people put on file where not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from zhijia.directory.models import Person, Tenure
from zhijia.directory.sheets import part, people_of, register_of
from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.registry.bulk import Intake, add_many
from zhijia.registry.distinct import chunks
from zhijia.sheets.columns import Sheet, columns_of
from zhijia.tree.actor import Actor

POST = (
    "org",
    "post",
    "chosen",
    "working",
    "valid_from",
    "renewal",
    "term_ends_on",
    "approval",
    "valid_to",
    "left_how",
)
PERSON = ("name", "id_kind", "id_number", "no_id_reason", "birth_on", "sex", "phone")
SYNONYMS = {
    "org": ("所属工会", "工会", "工会名称"),
    "name": ("干部姓名", "姓名"),
    "id_number": ("身份证号", "身份证号码", "证件号"),
    "phone": ("手机", "手机号", "联系电话"),
    "post": ("工会职务", "现任职务"),
    "chosen": ("产生方式",),
    "working": ("专兼职", "专职或兼职"),
    "valid_from": ("任职时间", "任职日期", "任现职时间"),
    "term_ends_on": ("届满时间", "届满日期"),
}


def make_posts(
    rows: Sequence[Mapping[str, Any]], *, by: Actor, source: str, source_digest: str, numbers: list[int]
) -> int:
    """Posts from lines, all or none: the person on file with the number, or put on file. Raises RowErrors."""
    about: dict[str, Any] = {"by": by, "source": source, "source_digest": source_digest}
    with transaction.atomic():
        people = _people(rows, numbers, about)
        posts = [{**part(row, *POST), "person": one} for row, one in zip(rows, people, strict=True)]
        return add_many(register_of(Tenure), posts, numbers=numbers, **about)


def _people(rows: Sequence[Mapping[str, Any]], numbers: list[int], about: dict[str, Any]) -> list[Person]:
    """The person of each line: by the number, without one by name and telephone, else put on file."""
    known = _by_phone(rows, about["by"])
    rest = [place for place, row in enumerate(rows) if _key(row) not in known]
    taken = Intake(register_of(Person), **about)
    found = people_of([rows[place] for place in rest], [numbers[place] for place in rest], taken)
    if taken.count:
        taken.close()
    made = dict(zip(rest, found, strict=True))
    return [made[place] if place in made else known[_key(row)] for place, row in enumerate(rows)]


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    """Name and telephone of a line that has no number; two empty texts for every other."""
    named = not row.get("id_number") and row.get("phone")
    return (str(row.get("name", "")), _plain(row["phone"])) if named else ("", "")


def _plain(typed: str) -> str:
    try:
        return parse_phone(typed)
    except BadPhone:
        return ""


def _by_phone(rows: Sequence[Mapping[str, Any]], by: Actor) -> dict[tuple[str, str], Person]:
    """People within sight by name and telephone, those alone who have both to themselves."""
    wanted = {_key(row) for row in rows} - {("", "")}
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for some in chunks(sorted({phone for _name, phone in wanted if phone})):
        for person in register_of(Person).visible(by).filter(phone__in=some):
            found[person.name, person.phone].append(person)
    return {key: people[0] for key, people in found.items() if key in wanted and len(people) == 1}


def posts() -> Sheet:
    """The list as its columns stand."""
    post = [
        replace(one, synonyms=SYNONYMS.get(one.name, ())) for one in columns_of(register_of(Tenure), *POST)
    ]
    person = [
        replace(one, synonyms=SYNONYMS.get(one.name, ())) for one in columns_of(register_of(Person), *PERSON)
    ]
    title = register_of(Tenure).model._meta.verbose_name_plural or ""
    return Sheet("posts", title, register_of(Tenure), (post[0], *person, *post[1:]), make_posts, whole=True)
