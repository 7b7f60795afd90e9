"""The journal of the tree: it stands below and cannot write here itself, so the journal listens."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhijia.journal.models import JournalEvent
from zhijia.journal.services import Act, record_many
from zhijia.tree.announcing import Change, facts
from zhijia.tree.models import Org

KIND = "tree.org"
#: a relation is told in the timeline of its organisation, under a kind of its own
RELATION_KIND = "tree.relation"


def record_changes(changes: list[Change]) -> None:
    """Writes what the tree announces; all changes of a batch are one actor's."""
    acts = [
        Act(
            verb=change.verb,
            kind=RELATION_KIND if change.verb in ("relate", "end") else KIND,
            uid=change.org.uid,
            org_id=change.org.pk,
            path=change.org.path,
            before=change.before,
            after=change.after,
            reason=change.reason,
        )
        for change in changes
    ]
    if acts:
        record_many(changes[0].by, acts)


def differences() -> Iterator[tuple[str, str]]:
    """(where, what) of organisations that are not as the journal last told."""
    told = {
        event.entry_uid: event.after or {}
        for event in JournalEvent.objects.filter(kind=KIND).order_by("id").iterator(chunk_size=2000)
    }
    for org in Org.objects.select_related("parent").order_by("pk").iterator(chunk_size=2000):
        if org.uid not in told:
            yield f"{org.code} {org.name}", _("the journal has never heard of this organisation")
            continue
        known = told[org.uid]
        wrong = [name for name, value in facts(org).items() if known.get(name) != value]
        if wrong:
            text = _("is not as the journal tells: %(names)s") % {"names": ", ".join(wrong)}
            yield f"{org.code} {org.name}", text
