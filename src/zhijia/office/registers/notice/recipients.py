"""To which unions a notice goes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from zhijia.tree.models import Org
from zhijia.tree.paths import under


class Reach(models.TextChoices):
    CHILDREN = "children", pgettext_lazy("reach of a notice", "all unions directly below")
    LEAVES = "leaves", pgettext_lazy("reach of a notice", "all unions at the base")
    KIND = "kind", pgettext_lazy("reach of a notice", "all unions below of one kind")
    CHOSEN = "chosen", pgettext_lazy("reach of a notice", "unions named one by one")


def below(org: Org) -> QuerySet[Org]:
    """The open unions below one."""
    return Org.objects.filter(under(org.path), closed_on=None).exclude(pk=org.pk).order_by("path")


def lines(text: str) -> list[str]:
    """What stands on the lines of a list, each once."""
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


def recipients(notice: Any) -> QuerySet[Org]:
    """The unions a notice goes to as it is addressed."""
    rows = below(notice.org)
    if notice.reach == Reach.CHILDREN:
        return rows.filter(parent_id=notice.org_id)
    if notice.reach == Reach.LEAVES:
        led = Org.objects.filter(parent=OuterRef("pk"), closed_on=None)
        return rows.filter(~Exists(led))
    if notice.reach == Reach.KIND:
        return rows.filter(kind=notice.to_kind)
    named = lines(notice.chosen)
    return rows.filter(Q(code__in=named) | Q(name__in=named))


def unknown(notice: Any) -> list[str]:
    """The lines that name no open union below the one that writes."""
    named = lines(notice.chosen)
    known = {text for pair in recipients(notice).values_list("code", "name") for text in pair}
    return [line for line in named if line not in known]
