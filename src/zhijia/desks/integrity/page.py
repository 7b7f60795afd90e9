"""The checks as a page shows them: how many entries each found, and the entries of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst

from zhijia.desks.scoreboard import places
from zhijia.directory.integrity.check import CHECKS, Check, Severity, faulty, may_look
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

A_PAGE = 50
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.HINT: "quiet"}


@dataclass(frozen=True)
class Result:
    """A check with what it found at and below a union."""

    check: Check
    count: int
    noun: str
    tone: str

    @property
    def label(self) -> str:
        return capfirst(str(self.check.label))


@dataclass(frozen=True)
class Part:
    """The checks of one severity: `results` those that found something, `clean` the others, None not looked at yet."""

    severity: Severity
    label: str
    checks: int
    results: list[Result] | None = None
    clean: list[Result] | None = None

    @property
    def count(self) -> int:
        return sum(result.count for result in self.results or ())


def node(actor: Actor, code: str) -> Org:
    """The union asked for; 404 for whoever has nothing to do with the directory, and for what is out of sight."""
    found = places.node(actor, code) if may_look(actor) else None
    if found is None:
        raise Http404
    return found


def _result(check: Check, org: Org, actor: Actor) -> Result:
    noun = str(check.model._meta.verbose_name_plural or "")
    return Result(check, faulty(check, org, actor, today()).count(), noun, TONES[check.severity])


def summary(actor: Actor, org: Org, asked: str = "") -> dict[str, Any]:
    """The page before anything is counted, the worst first: each part comes by itself, so that it stands at once.

    A part asked for by its severity is counted in it.
    """
    parts = [part(actor, org, one) if one == asked else _uncounted(one) for one in Severity]
    return {
        **places.place(actor, org, today()),
        "below": places.below(org, today()),
        "parts": parts,
        "checks": len(CHECKS),
    }


def _of(severity: Severity) -> list[Check]:
    return [check for check in CHECKS.values() if check.severity == severity]


def _uncounted(severity: Severity) -> Part:
    return Part(severity, capfirst(str(severity.label)), len(_of(severity)))


def part(actor: Actor, org: Org, asked: str) -> Part:
    """What the checks of a severity find at and below a union; 404 for no severity."""
    if asked not in Severity.values:
        raise Http404
    severity = Severity(asked)
    found = [_result(check, org, actor) for check in _of(severity)]
    seen, clean = [one for one in found if one.count], [one for one in found if not one.count]
    return Part(severity, capfirst(str(severity.label)), len(found), seen, clean)


def entries(actor: Actor, org: Org, key: str, number: str) -> dict[str, Any]:
    """The entries a check found, a page of them, each with the way to it."""
    check = CHECKS.get(key)
    if check is None:
        raise Http404
    rows = faulty(check, org, actor, today()).select_related("org")
    page = Paginator(rows, A_PAGE).get_page(number)
    register: Any = check.model.register  # type: ignore[attr-defined]
    listed = [
        (str(row), row.org.name, reverse("registry:detail", args=[register.room, register.noun, row.uid]))
        for row in page.object_list
    ]
    place = places.place(actor, org, today())
    return {
        **place,
        "result": _result(check, org, actor),
        "page": page,
        "rows": listed,
        "severity": check.severity,
    }
