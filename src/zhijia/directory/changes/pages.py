"""What the pages of a union and its changes need between a request and a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.directory.changes import rights
from zhijia.directory.changes.forms import ChangeForm, CloseForm, MergeForm, MoveForm
from zhijia.directory.changes.split_form import SplitForm
from zhijia.directory.changes.wish import Kind, Wish
from zhijia.directory.models import Union
from zhijia.directory.rules import WITH_MEMBERS
from zhijia.kernel.day import today
from zhijia.registry.pages import detail_context
from zhijia.registry.pickers import SHOWN
from zhijia.registry.search import matching
from zhijia.tree import queries as tree
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.requests import Request

FORMS: dict[str, type[ChangeForm]] = {
    Kind.MOVE: MoveForm,
    Kind.MERGE: MergeForm,
    Kind.SPLIT: SplitForm,
    Kind.CLOSE: CloseForm,
}
TAUGHT: dict[str, Promise] = {
    Kind.MOVE: gettext_lazy(
        "It stays the same union, with its members and everything below it, and is led by another from a day on."
    ),
    Kind.MERGE: gettext_lazy(
        "Another union takes it up: members, employers and unions below go on there, and it is closed."
    ),
    Kind.SPLIT: gettext_lazy(
        "New unions are founded from it; lists say who and what goes to which. It goes on with the rest, or closes."
    ),
    Kind.CLOSE: gettext_lazy(
        "It is gone. Its members go to another union or their membership ends; nobody stays behind."
    ),
}
ICONS = {Kind.MOVE: "arrow-right", Kind.MERGE: "chevrons-right", Kind.SPLIT: "sitemap", Kind.CLOSE: "x"}


@dataclass(frozen=True)
class Choice:
    """One kind of change as the page of choices shows it."""

    kind: str
    label: str
    taught: Promise
    icon: str


def union_or_404(actor: Actor, **asked: Any) -> Union:
    """The sheet of an address within the actor's sight; beyond it the answer is the same as for none."""
    rows: QuerySet[Union] = Union.register.visible(actor)  # type: ignore[attr-defined]
    found = rows.select_related("org__parent", "approved_by").filter(**asked).first()
    if found is None:
        raise Http404
    return found


def is_gone(union: Union) -> bool:
    return union.org.closed_on is not None and union.org.closed_on <= today()


def gone(union: Union, actor: Actor) -> dict[str, Any]:
    """Since when a union is gone and what came after it, as far as the actor sees it."""
    heir = tree.successor_of(union.org)
    rows = Union.register.visible(actor).filter(org=heir) if heir is not None else None  # type: ignore[attr-defined]
    return {**place(union), "heir": heir, "heir_sheet": rows.first() if rows is not None else None}


def place(union: Union) -> dict[str, Any]:
    register = union.register  # type: ignore[attr-defined]
    return {"union": union, "org": union.org, "many": capfirst(register.model._meta.verbose_name_plural)}


def sheet(request: Request, union: Union) -> dict[str, Any]:
    """The page every register has, with the way to change the union's place."""
    context = detail_context(request, union.register, union)  # type: ignore[attr-defined]
    context["may_change_place"] = union.org.closed_on is None and bool(
        rights.may_change(union, request.actor)
    )
    if union.org.closed_on is not None:
        context |= {"may_change": False, "moves": []}
    return {**context, "gone": is_gone(union), "union": union}


def allow_change(union: Union, actor: Actor) -> None:
    """Answers 403 with the reason to whoever may not change the union's place."""
    verdict = rights.may_change(union, actor)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def kinds(union: Union) -> list[Choice]:
    """The changes a union can undergo: only unions with members of their own are split."""
    offered = [kind for kind in Kind if kind != Kind.SPLIT or OrgKind(union.kind) in WITH_MEMBERS]
    return [Choice(kind.value, capfirst(str(kind.label)), TAUGHT[kind], ICONS[kind]) for kind in offered]


def form_of(union: Union, kind: str, request: Request) -> ChangeForm:
    """The form of a kind of change; one that is not offered answers 404."""
    if kind not in [choice.kind for choice in kinds(union)]:
        raise Http404
    form = FORMS[kind](union, request.actor, request.POST if request.method == "POST" else None)
    form.title = capfirst(str(Kind(kind).label))  # type: ignore[attr-defined]
    form.taught = TAUGHT[kind]  # type: ignore[attr-defined]
    return form


def picked(union: Union, kind: str, name: str, request: Request) -> list[tuple[Union, str]]:
    """The unions that fit what was typed, with code and leading union to tell them apart."""
    if kind not in FORMS or name not in ("into", "under"):
        raise Http404
    words = request.GET.get(f"{name}_typed", "").replace("\0", "").strip()[:60]
    if not words:
        return []
    wanted = Kind.MOVE if (name, kind) == ("under", Kind.MOVE) else Kind.MERGE
    rows = rights.receivers(union, wanted, request.actor).select_related("org__parent")
    found = rows.filter(matching(union.register, words))[:SHOWN]  # type: ignore[attr-defined]
    return [(row, f"{row.code} · {row.org.parent or ''}".strip(" ·")) for row in found]


def done(wish: Wish) -> str:
    """What the page says once it is done."""
    said = {"union": wish.union.name, "day": wish.on.isoformat()}
    if wish.kind == Kind.MOVE:
        return _("%(union)s stands under its new leading union from %(day)s on.") % said
    if wish.closes:
        return _("%(union)s is closed from %(day)s on; everything shown went where it was to go.") % said
    return _("%(union)s is split from %(day)s on.") % said
