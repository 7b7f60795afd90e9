"""A row of a list becomes what a form makes of the same values: the row stored, and the act that tells of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction

from tests.cast import Cast
from tests.contract.every import every
from tests.contract.factories import Example
from zhijia.journal import digest, seal
from zhijia.journal.models import JournalEvent
from zhijia.kernel.uid import uuid7
from zhijia.registry import services, writing
from zhijia.registry.bulk import add_many
from zhijia.registry.models import Entry

pytestmark = pytest.mark.django_db


def made(
    example: Example, cast: Cast, values: dict[str, Any], *, listed: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row stored and what its act says, nulls left out; nothing of it stays."""
    uid, by, register = uuid7(), cast.actor(example.by), example.register
    with transaction.atomic():
        if listed:
            rows = [{**values, "uid": uid}]
            add_many(register, rows, by=by, source="list.xlsx", source_digest="d" * 64)
        else:
            services.add(register, values, by=by, uid=uid)
        stored = register.model._default_manager.get(uid=uid)
        act = JournalEvent.objects.get(entry_uid=uid, version=stored.version)
        assert act.digest == digest.of_event(act) and act.verb == ("import" if listed else "add")
        assert act.row_digest == writing.row_digest(register, stored)
        assert (act.org_id, act.path, act.user_id) == (stored.org_id, stored.path, by.user_id)
        transaction.set_rollback(True)
    said = {
        name: seal.opened(value, kind=register.key, uid=uid, field=name)
        for name, value in (act.after or {}).items()
        if value is not None
    }
    assert {name for name in said if seal.is_sealed((act.after or {})[name])} == {
        name for name in writing.sensitive_of(register) if name in said
    }
    told = {field.attname: getattr(stored, field.attname) for field in register.model._meta.concrete_fields}
    return told, said


def apart(example: Example) -> set[str]:
    """Columns that differ between any two entries: numbers, and the moment they were written."""
    fields = example.register.model._meta.concrete_fields
    moments = {field.name for field in fields if isinstance(field, models.DateTimeField)}
    own = set() if example.register.model.save is Entry.save else {"org", "org_id", "path"}
    return {"id", "uid"} | moments | own


@every
def test_a_row_of_a_list_is_what_a_form_makes_of_it(cast: Cast, example: Example) -> None:
    values = example.values(cast, 0)
    typed, listed = (made(example, cast, values, listed=one) for one in (False, True))
    for one, other in zip(typed, listed, strict=True):
        assert one.keys() == other.keys()
        kept = one.keys() - apart(example)
        assert {name: one[name] for name in kept} == {name: other[name] for name in kept}
