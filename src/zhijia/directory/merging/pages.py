"""What the pages of likely duplicates and mergings need between a request and a template."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.directory.merging import choices, forms, keys, likeness
from zhijia.directory.merging.records import Apart, Merger
from zhijia.directory.merging.undoing import in_the_way
from zhijia.directory.models import Person
from zhijia.journal import services as journal
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.requests import Request

A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A pair as the queue shows it: both records in masked words."""

    pair: likeness.Pair
    url: str
    sides: list[dict[str, str]]


def allow(actor: Actor) -> None:
    """Answers 403 to whoever could merge nowhere."""
    if not keys.merging.ever(actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": keys.merging.reason})


def both_or_404(actor: Actor, one: uuid.UUID, other: uuid.UUID) -> tuple[Person, Person]:
    """Two records the actor could merge, the older first; one of them out of reach answers like none."""
    rows = keys.within(actor).select_related("org", "user").filter(uid__in=[one, other]).order_by("pk")
    found = list(rows)
    if len(found) != 2:
        raise Http404
    return found[0], found[1]


def address(first: Person, second: Person) -> str:
    return reverse("directory:pair", args=[first.uid, second.uid])


def queue(request: Request) -> dict[str, Any]:
    """The likeliest pairs, a page of them, what was told apart and what was merged."""
    allow(request.actor)
    tab = request.GET.get("shown", "")
    numbers = {"page": request.GET.get("page", "1")}
    context: dict[str, Any] = {"tabs": _tabs(tab), "tab": tab, "most": keys.MOST}
    if tab == "apart":
        return context | {"page": _apart(request.actor, numbers["page"])}
    if tab == "merged":
        return context | {"page": _merged(request.actor, numbers["page"])}
    page = Paginator(likeness.queue(request.actor), A_PAGE).get_page(numbers["page"])
    return context | {"page": page, "lines": [line(pair, request.actor) for pair in page.object_list]}


def _tabs(tab: str) -> list[tuple[str, str, bool]]:
    base = reverse("directory:alike")
    named = (("", _("To look at")), ("apart", _("Told apart")), ("merged", pgettext("people", "Merged")))
    return [(text, f"{base}?shown={key}" if key else base, key == tab) for key, text in named]


def line(pair: likeness.Pair, actor: Actor) -> Line:
    shown = [
        {
            question: forms.said(person, question, actor)
            for question in ("name", "org", "number", "birth_on", "phone")
        }
        for person in (pair.first, pair.second)
    ]
    return Line(pair, address(pair.first, pair.second), shown)


def _apart(actor: Actor, number: str) -> Page[Any]:
    """Decisions about two records both within reach."""
    mine = keys.within(actor).values("uid")
    rows = Apart.objects.filter(one_uid__in=mine, other_uid__in=mine).select_related("decided_by")
    page = Paginator(rows.order_by("-pk"), A_PAGE).get_page(number)
    uids = [uid for row in page.object_list for uid in (row.one_uid, row.other_uid)]
    people = {one.uid: one for one in Person.objects.filter(uid__in=uids).select_related("org")}
    page.object_list = [(row, people[row.one_uid], people[row.other_uid]) for row in page.object_list]
    return page


def _merged(actor: Actor, number: str) -> Page[Any]:
    rows = mergers(actor).select_related("org", "merged_by").order_by("-pk")
    return Paginator(rows, A_PAGE).get_page(number)


def mergers(actor: Actor) -> Any:
    return keys.merging.filter(actor, Merger.objects.all())


def merger_or_404(actor: Actor, uid: uuid.UUID) -> Merger:
    found: Merger | None = (
        mergers(actor).select_related("org", "merged_by", "undone_by").filter(uid=uid).first()
    )
    if found is None:
        raise Http404
    return found


def merged_already(actor: Actor, one: uuid.UUID, other: uuid.UUID) -> Merger | None:
    """The merging of two records that was done before: a second click, or a page kept open."""
    both = Q(kept_uid=one, gone_uid=other) | Q(kept_uid=other, gone_uid=one)
    found: Merger | None = mergers(actor).filter(both, undone_at=None).first()
    return found


def side_by_side(first: Person, second: Person, actor: Actor) -> list[tuple[str, str, str, bool]]:
    """Every question with both answers, and whether they differ."""
    rows = []
    for question in choices.QUESTIONS:
        left, right = (forms.said(person, question, actor) for person in (first, second))
        differs = choices.value(first, question) != choices.value(second, question)
        rows.append((capfirst(forms.label(question)), left, right, differs))
    return rows


def pair_context(request: Request, first: Person, second: Person, form: forms.MergeForm) -> dict[str, Any]:
    return {
        "first": first,
        "second": second,
        "pair": likeness.compare(first, second),
        "rows": side_by_side(first, second, request.actor),
        "form": form,
        "apart": likeness.names_of(first, second) in likeness.told_apart([first, second]),
        "apart_url": reverse("directory:apart", args=[first.uid, second.uid]),
    }


def merger_context(request: Request, merger: Merger, form: forms.ReasonForm) -> dict[str, Any]:
    """A merging with the record that goes on, and what keeps it from being taken back."""
    kept = Person.objects.filter(uid=merger.kept_uid).first()
    seen = kept is not None and Person.register.policy.view.test(request.actor, kept)  # type: ignore[attr-defined]
    way = [] if merger.undone_at else in_the_way(merger)
    return {"merger": merger, "kept": kept if seen else None, "in_the_way": way, "form": form}


def tell_apart(first: Person, second: Person, *, by: Actor, reason: str) -> None:
    """Remembers that the two are two people; said twice it stands once. Both records' stories tell of it."""
    one, other = likeness.names_of(first, second)
    with transaction.atomic():
        values = {"decided_by_id": by.user_id, "reason": reason}
        _row, made = Apart.objects.get_or_create(one_uid=one, other_uid=other, defaults=values)
        if made:
            _record(first, second, by, verb="apart", reason=reason)


def join_again(first: Person, second: Person, *, by: Actor) -> None:
    """Takes back that the two are two people."""
    one, other = likeness.names_of(first, second)
    with transaction.atomic():
        if Apart.objects.filter(one_uid=one, other_uid=other).delete()[0]:
            _record(first, second, by, verb="not_apart", reason="")


def _record(first: Person, second: Person, by: Actor, *, verb: str, reason: str) -> None:
    kind = Person.register.key  # type: ignore[attr-defined]
    for person, other in ((first, second), (second, first)):
        org = Org.objects.get(pk=person.org_id)
        after = {"other": f"{other.name} · {other.org}"}
        journal.record(
            by, verb=verb, kind=kind, uid=person.uid, org_id=org.pk, path=org.path, after=after, reason=reason
        )
