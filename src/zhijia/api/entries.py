"""Between JSON and a register's values: codes and uids become entries within sight, protected values masks."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.api.faults import Fault, Many, not_found
from zhijia.api.models import Answered
from zhijia.kernel import money
from zhijia.registry import cells, services
from zhijia.registry.errors import NotFound, Stale
from zhijia.registry.fields import MoneyField
from zhijia.registry.pickers import orgs_for_adding
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: how long a key is known
KEPT = timedelta(days=7)


def found(register: type[Register], uid: str, actor: Actor) -> Any:
    """The entry of a uid within sight; absent, forbidden and senseless ones give the same answer."""
    try:
        wanted = UUID(uid)
    except ValueError:
        raise not_found() from None
    entry = register.visible(actor).filter(uid=wanted).first()
    if entry is None:
        raise not_found()
    return entry


def values_in(register: type[Register], sent: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Field values of what a client sent; raises Fault for what names nothing within sight."""
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for name, value in sent.items():
        field: Any = register.field(name)
        try:
            values[name] = _value_in(register, field, value, actor)
        except (LookupError, money.BadAmount) as error:
            faults.append((name, str(error.args[0]) if isinstance(error, LookupError) else _said(error)))
    if faults:
        raise Many(422, [(("body", name), text, "value_error") for name, text in faults])
    return values


def _said(error: money.BadAmount) -> str:
    return _(error.text) % error.params


def _value_in(register: type[Register], field: Any, value: Any, actor: Actor) -> Any:
    if value is None:
        return None if field.null else ""
    if field.related_model is Org:
        return _only(
            orgs_for_adding(register, actor).filter(code=value),
            _("No union of this code is within your reach."),
        )
    if field.is_relation:
        other = register.related()[field.name]
        return _only(other.visible(actor).filter(uid=value), _("Nothing within your sight has this uid."))
    if isinstance(field, models.DecimalField):
        return Decimal(value)
    return money.parse(value) if isinstance(field, MoneyField) else value


def _only(rows: models.QuerySet[Any], text: str) -> Any:
    entry = rows.first()
    if entry is None:
        raise LookupError(text)
    return entry


def answer(register: type[Register], entry: Any, actor: Actor, *, steps: bool = False) -> dict[str, Any]:
    """An entry as the actor sees it; `steps` asks the database which could be taken now."""
    given: dict[str, Any] = {
        "uid": entry.uid,
        "version": entry.version,
        "org": _value_out(entry, register, "org"),
    }
    masked = []
    for name in register.fields:
        if register.levels.get(name):
            cell = cells.cell(register, entry, name, actor)
            given[name] = cell.text if cell.masked else _plain(getattr(entry, name))
            masked += [name] if cell.masked else []
        else:
            given[name] = _value_out(entry, register, name)
    if register.flow is not None:
        given["state"] = entry.state
        given["moves"] = [move.key for move in register.moves_for(entry, actor)] if steps else None
    for gate in ("evidenced", "confirmed", "verified"):
        given[gate] = getattr(entry, f"{gate}_at") is not None
    return {**given, "masked": masked}


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _value_out(entry: Any, register: type[Register], name: str) -> Any:
    value = getattr(entry, name)
    if isinstance(value, Org):
        return {"code": value.code, "name": value.name}
    if isinstance(value, models.Model):
        return {"uid": value.uid, "name": str(value)}  # type: ignore[attr-defined]
    if isinstance(register.field(name), MoneyField) and value is not None:
        return money.text(value).replace(",", "")
    return str(value) if isinstance(value, Decimal) else value


def add(register: type[Register], sent: dict[str, Any], actor: Actor, key: str) -> tuple[Any, bool]:
    """The entry made, and whether it is new; a key heard before gives what it gave then. Raises Fault."""
    digest = hashlib.sha256(
        json.dumps([register.key, sent], sort_keys=True, default=str).encode()
    ).hexdigest()
    if key and (entry := _again(register, actor, key, digest)):
        return entry, False
    values = dict(sent)
    uid = values.pop("uid", None)
    known = uid is not None and register.visible(actor).filter(uid=uid).exists()
    try:
        with transaction.atomic():
            entry = services.add(register, values_in(register, values, actor), by=actor, uid=uid)
            if key:
                Answered.objects.filter(at__lt=timezone.now() - KEPT).delete()
                Answered.objects.create(user_id=actor.user_id, key=key, digest=digest, uid=entry.uid)
    except IntegrityError:
        if key and (entry := _again(register, actor, key, digest)):
            return entry, False
        raise
    except (Stale, NotFound) as error:
        raise Fault(422, ("body", "uid"), _("This uid stands for another entry."), "reused") from error
    return entry, not known


def _again(register: type[Register], actor: Actor, key: str, digest: str) -> Any | None:
    """The entry a key made before; raises Fault when the request is another one now."""
    known = Answered.objects.filter(user_id=actor.user_id, key=key).first()
    if known is None:
        return None
    if known.digest != digest:
        text = _("This key came with another request before: use a new one.")
        raise Fault(422, ("header", "Idempotency-Key"), text, "reused")
    return found(register, str(known.uid), actor)
