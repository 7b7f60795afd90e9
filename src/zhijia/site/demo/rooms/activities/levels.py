"""Skill grades and degrees raised in the demonstration: by the issuers' lists, a few by single certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhijia.activities.models import Advancement, Certification
from zhijia.directory.models import Person
from zhijia.kernel.uid import uuid7
from zhijia.site.demo import words
from zhijia.site.demo.rooms.activities.pool import Branch, Pool

#: women raised over the programme's three years, and how far the first stands; men beside them
WOMEN = {"skill": 2000 / 3, "degree": 1000 / 3}
REACHED = {"skill": 0.5, "degree": 0.62}
MEN = 0.2
STEPS = {
    "skill": (
        ("no_grade", "junior"),
        ("junior", "intermediate"),
        ("intermediate", "senior"),
        ("senior", "technician"),
    ),
    "degree": (("middle_school", "college"), ("college", "bachelor"), ("lower_school", "middle_school")),
}
ISSUERS = {"skill": "云川市职业技能鉴定指导中心", "degree": "云川广播电视大学"}
TITLES = {"skill": "职业技能等级证书发放名册", "degree": "成人教育毕业生名册"}


def load(pool: Pool) -> None:
    """Each county's lists with everybody on them; then a few who bring their own certificate."""
    for number, (code, _name, _vigour) in enumerate(words.COUNTIES):
        branch = pool.branches[code]
        for kind in list(STEPS)[number % 2 :: 2] if pool.is_small else STEPS:
            _take_in(pool, branch, kind, number)
    _single(pool)


def _take_in(pool: Pool, branch: Branch, kind: str, number: int) -> None:
    women = max(2, round(WOMEN[kind] * REACHED[kind] * pool.pace / len(words.COUNTIES)))
    people = [*_some(pool, branch, women, "female"), *_some(pool, branch, round(women * MEN), "male")]
    values = {
        "org": branch.org,
        "kind": kind,
        "title": f"{branch.org.name.removesuffix('总工会')}{TITLES[kind]}",
        "issuer": ISSUERS[kind],
        "happened_on": pool.day(),
        "document_number": f"云{'技鉴' if kind == 'skill' else '电大'}〔{pool.days.year}〕{number + 11}号",
        "people": len(people) + pool.draw.randint(0, 12),
    }
    uid = uuid7()
    pool.listed(Certification, [{**values, "uid": uid}], branch.by, f"发证名册-{branch.code}-{kind}")
    listed = Certification.objects.select_related("org").get(uid=uid)
    rows = [{"certification": listed, "person": person, **_step(pool, kind)} for person in people]
    pool.listed(Advancement, rows, branch.by, f"等级学历提升-{branch.code}-{kind}")
    # one county's list of degrees waits for its stamp: nobody on it counts yet
    if (branch.code, kind) != ("YC06", "degree"):
        lines = [values["issuer"], values["title"], f"{values['happened_on']}", f"共 {values['people']} 人"]
        pool.prove(listed, "发证名册", lines, branch.by, roster=True)
    entries = Advancement.objects.filter(certification=listed).select_related(
        "org", "person", "certification"
    )
    pool.hear(list(entries.order_by("pk")), branch.by)


def _some(pool: Pool, branch: Branch, count: int, sex: str) -> list[Person]:
    fitting = [person for person in branch.people if person.sex == sex]
    return pool.draw.sample(fitting, min(count, len(fitting)))


def _step(pool: Pool, kind: str) -> dict[str, str]:
    """Where somebody stood and what was reached."""
    low, high = pool.draw.choice(STEPS[kind])
    return {"from_level": low, "to_level": high}


def _single(pool: Pool) -> None:
    """People with a certificate of their own: some with its photo, some without."""
    branch = pool.branches["YC01"]
    people = list(_unlisted(branch))[:5]
    rows: list[dict[str, Any]] = [
        {
            "org": branch.org,
            "person": person,
            "kind": "skill",
            "from_level": "intermediate",
            "to_level": "senior",
            "happened_on": pool.day(),
            "issuer": ISSUERS["skill"],
            "certificate_number": f"YC{pool.days.year}{number:05d}",
        }
        for number, person in enumerate(people)
    ]
    pool.listed(Advancement, rows, branch.by, "个人取证")
    held = Advancement.objects.filter(certification=None, org=branch.org)
    entries = list(held.select_related("org", "person", "certification").order_by("pk"))
    for entry in entries[:3]:
        lines = [entry.issuer, f"证书编号 {entry.certificate_number}", f"{entry.happened_on}"]
        pool.prove(entry, "技能等级证书", lines, branch.by, roster=True)
    pool.hear(entries, branch.by)


def _unlisted(branch: Branch) -> Iterator[Person]:
    """People of a branch who are on no issuer's list yet."""
    raised = set(
        Advancement.objects.filter(path__startswith=branch.org.path).values_list("person_id", flat=True)
    )
    return (person for person in branch.people if person.pk not in raised)
