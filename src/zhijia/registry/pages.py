"""What the register pages need between a request and a template."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.journal import services as journal
from zhijia.registry import cells, services
from zhijia.registry.beside import gates_asked, related
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.flow import Move
from zhijia.registry.forms import EntryForm
from zhijia.registry.listing import Listing
from zhijia.registry.models import Event
from zhijia.registry.moments import timeline
from zhijia.registry.pickers import SHOWN, orgs_for_adding
from zhijia.registry.policy import Rule
from zhijia.registry.register import REGISTERS, Register
from zhijia.registry.search import matching
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


def register_or_404(request: Request, room: str, noun: str) -> type[Register]:
    """The register of an address, when the actor could see any of its rows."""
    register = REGISTERS.get(f"{room}.{noun}")
    if register is None or not register.policy.view.ever(request.actor):
        raise Http404
    return register


def entry_or_404(request: Request, room: str, noun: str, uid: uuid.UUID) -> tuple[type[Register], Any]:
    """The entry of an address within the actor's sight; beyond it the answer is the same as for none."""
    register = register_or_404(request, room, noun)
    entry = register.visible(request.actor).filter(uid=uid).first()
    if entry is None:
        raise Http404
    return register, entry


def step_or_404(register: type[Register], key: str) -> Move:
    if register.flow is None:
        raise Http404
    try:
        return register.flow.move(key)
    except KeyError:
        raise Http404 from None


def allow(rule: Rule, actor: Actor, entry: Any) -> None:
    """Answers 403 with the rule's reason when the actor may not."""
    verdict = rule.test(actor, entry)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})


def names(register: type[Register]) -> dict[str, Any]:
    """What every page of a register says about it."""
    meta = register.model._meta
    return {
        "register": register,
        "one": capfirst(meta.verbose_name),
        "many": capfirst(meta.verbose_name_plural),
        "list_url": reverse("registry:list", args=[register.room, register.noun]),
    }


def list_context(register: type[Register], found: Listing, actor: Actor) -> dict[str, Any]:
    """Rows, headings, filters and buttons of a list; raises BadQuery."""
    rows = found.table()
    query = found.asked.copy()
    query.pop("page", None)
    return {
        **names(register),
        "listing": found,
        "page": found.page,
        "rows": rows,
        "headings": found.headings(),
        "filters": found.controls(),
        "words": found.asked.get("q", ""),
        "narrowed": any(found.asked.get(name) for name in [*found.allowed, "q"]),
        "may_add": may_add(register, actor),
        "may_export": register.policy.rule("export").ever(actor),
        "may_unmask": bool(register.levels) and register.policy.unmask.ever(actor),
        "query": query.urlencode(),
    }


def may_add(register: type[Register], actor: Actor) -> bool:
    """Whether the actor's post allows it and there is a union to record at: a leaf has none below."""
    at_home = "org" in register.fields
    return register.policy.add.ever(actor) and (not at_home or orgs_for_adding(register, actor).exists())


def initial(register: type[Register], request: Request) -> dict[str, Any]:
    """Values an address brings along for a new entry: a person's page opens relief for that person."""
    found: dict[str, Any] = {}
    for name, other in register.related().items():
        if text := request.GET.get(name, ""):
            try:
                found[name] = other.visible(request.actor).filter(uid=uuid.UUID(text)).first()
            except ValueError:
                continue
    return found


def form_for(
    register: type[Register],
    request: Request,
    *,
    entry: Any = None,
    initial: dict[str, Any] | None = None,
) -> Any:
    """The register's form, its own class where it names one."""
    made: Any = register.form_class or EntryForm
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return made(register, request.actor, *data, entry=entry, initial=initial)


def saved(form: Any) -> Any | None:
    """The entry of a form for a new one, or None with what is wrong put beside the fields."""
    try:
        return form.save()
    except Stale:
        form.add_error(None, _("This form was sent before with other values; open a new one."))
        return None


def tell_notices(request: Request, entry: Any) -> None:
    """Says what was put in order in the typed text: digits, letters, characters that cannot be seen."""
    for notice in getattr(entry, "notices", ()):
        messages.info(request, _(notice.text) % notice.params)


def after_save(request: Request, register: type[Register], entry: Any) -> str:
    """Where a saved form leads: back where it was opened from, or to the entry."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("registry:detail", args=[register.room, register.noun, entry.uid])


def form_page(
    request: Request, register: type[Register], form: Any, *, title: str, entry: Any = None
) -> HttpResponse:
    """A form; one sent with errors answers 422 and keeps all that was typed."""
    context = {**names(register), "form": form, "title": title, "entry": entry}
    context["next"] = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "registry/form.html", context, status=422 if form.is_bound else 200)


def detail_context(request: Request, register: type[Register], entry: Any) -> dict[str, Any]:
    """Facts, state, steps and timeline of an entry."""
    actor = request.actor
    state = getattr(entry, "state", "")
    return {
        **names(register),
        "entry": entry,
        "facts": cells.facts(register, entry, actor),
        "state": state,
        "state_label": cells.text_of(register, entry, "state") if state else "",
        "moves": register.moves_for(entry, actor),
        "apart": register.moves_for(entry, actor, apart=True),
        "may_change": bool(register.policy.change.test(actor, entry)),
        "may_remove": bool(register.policy.remove.test(actor, entry)),
        "may_unmask": bool(register.policy.unmask.test(actor, entry)),
        "moments": timeline(register, entry, actor),
        "related": related(register, entry, actor),
        "asked": gates_asked(register, entry),
    }


def both_texts(request: Request, register: type[Register], form: Any, current: Any) -> HttpResponse:
    """409: somebody else saved first; what was typed stands beside what they saved."""
    rows = []
    for name in form.fields:
        if name in ("version", "uid") or name not in register.fields:
            continue
        typed = form.cleaned_data.get(name)
        if typed in (None, "") and name in getattr(form, "kept", ()):
            continue
        theirs = cells.cell(register, current, name, request.actor)
        mine = cells.plain_text(register.field(name), typed) if typed not in (None, "") else ""
        rows.append((theirs.label, mine, theirs.text, mine != theirs.text))
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    context = {**names(register), "form": form, "entry": current, "rows": rows, "title": _("Change")}
    return render(request, "registry/conflict.html", context, status=409)


def step_page(request: Request, register: type[Register], entry: Any, step: Move, form: Any) -> HttpResponse:
    context = {**names(register), "entry": entry, "step": step, "form": form}
    return render(request, "registry/step.html", context, status=422 if form.is_bound else 200)


def remove_page(request: Request, register: type[Register], entry: Any, form: Any) -> HttpResponse:
    context = {**names(register), "entry": entry, "form": form}
    return render(request, "registry/remove.html", context, status=422 if form.is_bound else 200)


def show_refusal(form: Any, refusal: Refused) -> None:
    """Puts what a service refused beside its fields."""
    for name, said in refusal.messages.items():
        for message in said:
            form.add_error(name if name in form.fields else None, message)


def removed(request: Request, entry: Any, form: Any) -> bool:
    """Removes an entry; False with the reason in the form when it cannot be."""
    try:
        sent = form.cleaned_data
        services.remove(entry, by=request.actor, reason=sent["reason"], version=sent["version"])
    except Refused as refusal:
        show_refusal(form, refusal)
    except Forbidden as refusal:
        form.add_error(None, str(refusal.reason))
    except Stale:
        form.add_error(None, _("Somebody changed this entry meanwhile; look at it again first."))
    else:
        return True
    return False


def choices(register: type[Register], name: str, typed: str, actor: Actor) -> list[Any]:
    """The related entries that fit what was typed, only within the actor's sight."""
    other = register.related()[name]
    words = typed.replace("\0", "").strip()[:60]
    if not words:
        return []
    order = other.order if issubclass(other.model, Event) else ("pk",)
    rows = other.visible(actor).filter(matching(other, words)).order_by(*order)[:SHOWN]
    return [(row, _hint(other, row, actor)) for row in rows]


def _hint(register: type[Register], row: Any, actor: Actor) -> str:
    """What tells two of the same name apart: the union, the day and the masked protected values."""
    parts = [row.org.name, row.happened_on.isoformat() if isinstance(row, Event) else ""]
    parts += [
        cells.cell(register, row, name, actor).text for name in register.levels if name in register.fields
    ]
    return " · ".join(part for part in parts if part)


def revealed(register: type[Register], entry: Any, name: str, actor: Actor, reason: str) -> str:
    """A protected value in clear; the look is written in the journal with its reason."""
    journal.look(
        actor,
        kind=register.key,
        uid=entry.uid,
        field=name,
        reason=reason,
        org_id=entry.org_id,
        path=entry.path,
    )
    return cells.text_of(register, entry, name)
