"""A tree as tests grow it, and what a refused change must leave."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from zhijia.tree import moves, services, spans
from zhijia.tree.errors import TreeError
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org, OrgSpan, Post, Relation

TODAY = date(2011, 7, 1)


FOUNDED = date(2005, 1, 1)


def org(code: str, parent: Org | None, *, kind: str = OrgKind.GRASSROOTS, opened_on: date = FOUNDED) -> Org:
    return services.found(code=code, name=f"单位{code}", kind=kind, parent=parent, opened_on=opened_on)


def refused(code: str, call, /, *args, **kwargs) -> TreeError:
    """The TreeError a call ends in; nothing may have changed."""
    before = snapshot()
    with pytest.raises(TreeError) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    assert snapshot() == before
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert "%(" not in str(caught.value)
    return caught.value


def snapshot() -> list[object]:
    tables = (Org, Relation, OrgSpan, Post)
    return [list(table.objects.order_by("id").values_list()) for table in tables]


def in_order() -> None:
    assert spans.wrong() == []
    assert moves.astray() == []
    for one in Org.objects.select_related("parent"):
        assert one.path[:-4] == (one.parent.path if one.parent else "")
