"""Work on long lists that goes on while the one who asked for it does something else; one after the other."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhijia.registry.bulk import RowErrors
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.listing import Listing
from zhijia.registry.progress import Watch, watched
from zhijia.registry.register import REGISTERS, Register
from zhijia.sheets import beats, out, services, undoing
from zhijia.sheets.columns import sheet_called
from zhijia.sheets.load import load, tried
from zhijia.sheets.look import Look
from zhijia.sheets.models import LIFE, OPEN, Draft, Errand, Load
from zhijia.sheets.read import BadFile
from zhijia.tree.actor import Actor, actor_of

logger = logging.getLogger(__name__)
#: an errand that nobody has heard of for so long is taken up again, so often
SILENCE, TRIES = timedelta(minutes=10), 3


def ask(
    kind: str,
    register: type[Register],
    title: str,
    *,
    by: Actor,
    draft: Draft | None = None,
    load: Load | None = None,
    rows: int = 0,
    **asked: Any,
) -> Errand:
    """An errand for the worker, in the language of now; the open one when the same was asked before."""
    about: dict[str, Any] = {"user_id": by.user_id, "kind": kind, "register": register.key}
    same = {"draft": draft} if draft else {"load": load} if load else {}
    told = {**asked, "language": translation.get_language(), "request": by.request_id}
    try:
        with transaction.atomic():
            return Errand.objects.create(
                **about, draft=draft, load=load, title=title[:255], asked=told, rows=rows
            )
    except IntegrityError:
        return Errand.objects.defer("result").get(**about, **same, state__in=OPEN)


def errand_of(register: type[Register], uid: UUID, *, by: Actor) -> Errand | None:
    """The asker's own errand, or None."""
    mine = Errand.objects.defer("result").filter(user_id=by.user_id, register=register.key)
    return mine.filter(uid=uid).first()


def stop(errand: Errand) -> None:
    """Ends an errand that has not begun; has one at work end as soon as it may."""
    waiting = Errand.objects.filter(pk=errand.pk, state=Errand.State.WAITING)
    if not waiting.update(state=Errand.State.CANCELLED, ended_at=timezone.now()):
        beats.stop(errand.uid)


def run_waiting() -> int:
    """Does everything that waits, the oldest first; gives how many were done."""
    _take_up_again()
    Errand.objects.filter(ended_at__lt=timezone.now() - LIFE).delete()
    done = 0
    while errand := _next():
        _run(errand)
        done += 1
    return done


def _next() -> Errand | None:
    waiting = Errand.objects.filter(state=Errand.State.WAITING).order_by("at", "pk").first()
    if waiting is None:
        return None
    mine = Errand.objects.filter(pk=waiting.pk, state=Errand.State.WAITING)
    beats.begin(waiting.uid)
    taken = mine.update(state=Errand.State.RUNNING, tries=F("tries") + 1)
    return Errand.objects.get(pk=waiting.pk) if taken else _next()


def _take_up_again() -> None:
    """Work whose process died waits again; a list that ends its process again and again is given up."""
    for errand in Errand.objects.filter(state=Errand.State.RUNNING).defer("result"):
        if beats.silent_for(errand.uid) < SILENCE:
            continue
        given_up = errand.tries >= TRIES
        state = Errand.State.FAILED if given_up else Errand.State.WAITING
        Errand.objects.filter(pk=errand.pk, state=Errand.State.RUNNING, tries=errand.tries).update(
            state=state, ended_at=timezone.now() if given_up else None
        )


def _run(errand: Errand) -> None:
    """Does one errand as the one who asked for it, with the rights of today, and writes down what came of it."""
    said, result, state = "", "", Errand.State.DONE
    beat = beats.Beat(errand.uid)
    with translation.override(errand.asked.get("language")), watched(Watch(beat)):
        try:
            by = actor_of(errand.user, request_id=errand.asked.get("request", ""))
            result = WORK[errand.kind](errand, by)
        except beats.Stopped:
            state = Errand.State.CANCELLED
        except (BadFile, Forbidden, Refused, RowErrors) as refusal:
            state, said = Errand.State.REFUSED, _reason(refusal)
        except Exception:
            logger.exception("a list could not be worked through")
            state = Errand.State.FAILED
    now = timezone.now()
    mine = Errand.objects.filter(pk=errand.pk, state=Errand.State.RUNNING)
    if mine.update(state=state, said=said, result=result, ended_at=now) and errand.draft_id:
        Draft.objects.filter(pk=errand.draft_id).update(at=now)
    beats.end(errand.uid)


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, RowErrors):
        count = len({error.row for error in refusal.errors})
        first = refusal.errors[0]
        said = {"count": count, "row": first.row, "reason": first.reason}
        return _("%(count)s rows have a fault, the first in row %(row)s: %(reason)s") % said
    return str(refusal.reason) if isinstance(refusal, Forbidden) else str(refusal).lstrip(": ")


def _draft(errand: Errand) -> Draft:
    if errand.draft is None:
        raise BadFile(_("The list is no longer there; send it again."))
    return errand.draft


def _look(errand: Errand, by: Actor) -> str:
    draft = _draft(errand)
    found = services.read_again(sheet_called(draft.sheet), draft, by=by)
    return Look.of(tried(found)).text


def _take(errand: Errand, by: Actor) -> str:
    draft = _draft(errand)
    found = services.read_again(sheet_called(draft.sheet), draft, by=by)
    only_good = bool(errand.asked.get("only_good"))
    looked = draft.errands.filter(kind=Errand.Kind.LOOK, state=Errand.State.DONE).first()
    if only_good and looked is not None:
        # what was shown as faulty stays out, without a trial of all rows for each fault
        found.errors += Look.kept(looked.result).errors
    result = load(found, source=draft.source, only_good=only_good)
    services.discard(draft)
    day = timezone.localtime(result.before.at).date().isoformat() if result.before else ""
    told = {"added": result.added, "known": result.known, "left_out": result.left_out, "day": day}
    return json.dumps(told)


def _undo(errand: Errand, by: Actor) -> str:
    if errand.load is None:
        raise BadFile(_("The list is no longer there; send it again."))
    undoing.undo(errand.load, by=by, reason=errand.asked.get("reason", ""))
    return ""


def _export(errand: Errand, by: Actor) -> str:
    register = REGISTERS[errand.register]
    listing = Listing(register, by, QueryDict(errand.asked.get("query", "")))
    with out.export(register, listing, by, reason=errand.asked.get("reason", "")) as file:
        return base64.b64encode(file.read()).decode()


WORK: dict[str, Callable[[Errand, Actor], str]] = {
    Errand.Kind.LOOK: _look,
    Errand.Kind.TAKE: _take,
    Errand.Kind.UNDO: _undo,
    Errand.Kind.EXPORT: _export,
}
