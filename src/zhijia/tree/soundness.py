"""Whether what is derived from the lines of the tree still fits them: paths, their copies, spans."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhijia.tree import moves, spans
from zhijia.tree.models import Org, OrgSpan
from zhijia.tree.paths import STEP


def differences() -> Iterator[tuple[str, str]]:
    """(where, what) of every copy of a path and every span that is astray; nothing when all is well."""
    for org in Org.objects.select_related("parent").order_by("pk").iterator(chunk_size=2000):
        if org.path[:-STEP] != (org.parent.path if org.parent else ""):
            yield f"{org.code} {org.name}", _("its path does not lie below its leading union's")
    for stray in moves.astray():
        text = _("%(count)s rows carry another path than their organisation, for example number %(example)s")
        yield stray.table, text % {"count": stray.count, "example": stray.example}
    for ancestor, below, first, last in spans.wrong():
        text = _(
            "organisation %(org)s under %(ancestor)s from %(first)s to %(last)s: stored and derived differ"
        )
        where = OrgSpan._meta.db_table
        yield where, text % {"org": below, "ancestor": ancestor, "first": first, "last": last}
