"""The chain as it stands: rows against their digests, seals against rows, anchors against seals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.journal import anchor
from zhijia.journal.digest import MARK, Fold, of_event, of_seal
from zhijia.journal.models import JournalEvent, Seal, Witness
from zhijia.journal.problems import Problem
from zhijia.journal.sealer import GENESIS, add_rows

#: how long a seal may stand without its anchor: a sealer between commit and file
ANCHORED_WITHIN = timedelta(minutes=5)


def events() -> Iterator[Problem]:
    """Events whose columns are not what their digest was made of."""
    for event in JournalEvent.objects.order_by("id").iterator(chunk_size=2000):
        if of_event(event) != event.digest:
            yield Problem("events", _row(f"e{event.pk}"), _("its content is not what was written"))


def seals() -> Iterator[Problem]:
    """Links that do not hold: out of order, changed, or over other rows than they sealed."""
    expected, head = 1, GENESIS
    next_event = next_witness = 1
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        where = _("seal %(number)s") % {"number": seal.number}
        if seal.number != expected:
            yield Problem("seals", where, _("seals before it are missing"))
        elif seal.previous != head or (seal.first_event, seal.first_witness) != (next_event, next_witness):
            yield Problem("seals", where, _("does not continue the seal before it"))
        if of_seal(seal) != seal.head:
            yield Problem("seals", where, _("the seal itself was changed"))
        yield from _rows(seal, where)
        expected, head = seal.number + 1, seal.head
        next_event, next_witness = seal.last_event + 1, seal.last_witness + 1
    yield from _before_the_first()


def _before_the_first() -> Iterator[Problem]:
    """Numbers start at 1: a row slipped in below would lie in no seal."""
    for letter, model in (("e", JournalEvent), ("w", Witness)):
        for pk in model.objects.filter(id__lt=1).order_by("id").values_list("id", flat=True)[:10]:
            yield Problem("seals", _row(f"{letter}{pk}"), _("was inserted after sealing"))


def _rows(seal: Seal, where: str) -> Iterator[Problem]:
    fold = Fold()
    counted = add_rows(fold, seal)
    if fold.digest == seal.digest and counted == (seal.events, seal.witnesses):
        return
    sealed = dict(mark.rsplit(":", 1) for mark in seal.marks.split())
    found = list(_differences(fold.marks, sealed))
    yield from found
    if not found:
        yield Problem("seals", where, _("does not fit the rows it covers"))


def _differences(standing: dict[str, str], sealed: dict[str, str]) -> Iterator[Problem]:
    """Row by row: gone, slipped in, in the place of another, changed."""
    place = {mark: name for name, mark in sealed.items()}
    for name in [*sealed, *(name for name in standing if name not in sealed)]:
        if name not in standing:
            yield Problem("seals", _row(name), _("was deleted after sealing"))
        elif name not in sealed:
            yield Problem("seals", _row(name), _("was inserted after sealing"))
        elif standing[name] != sealed[name]:
            other = place.get(standing[name][:MARK])
            text = _("was changed after sealing")
            if other is not None:
                text = _("stands in the place of another row: %(row)s") % {"row": _row(other)}
            yield Problem("seals", _row(name), text)


def _row(name: str) -> str:
    number = {"number": name[1:]}
    return _("journal event %(number)s") % number if name[0] == "e" else _("witness %(number)s") % number


def anchors() -> Iterator[Problem]:
    """Seals against the heads kept outside the database."""
    heads: dict[int, set[str]] = {}
    for line in anchor.heads():
        heads.setdefault(line["number"], set()).add(line["head"])
    stored = dict(Seal.objects.values_list("number", "head"))
    for number in sorted(heads.keys() | stored.keys()):
        yield from _anchored(
            number, stored.get(number), heads.get(number, set()), newest=max(heads, default=0)
        )


def _anchored(number: int, head: str | None, anchored: set[str], *, newest: int) -> Iterator[Problem]:
    where = _("seal %(number)s") % {"number": number}
    if head is None:
        yield Problem(
            "anchors", where, _("was anchored, but is not in the database: the journal's end is cut off")
        )
    elif anchored and anchored != {head}:
        yield Problem("anchors", where, _("is not the one anchored: the chain was written anew"))
    elif not anchored:
        at = Seal.objects.values_list("at", flat=True).get(pk=number)
        fresh = number > newest and timezone.now() - at < ANCHORED_WITHIN
        yield Problem("anchors", where, _("has no line in the file of anchors"), information=fresh)


def tail() -> Iterator[Problem]:
    """What no seal covers yet: known, but not yet protected."""
    last = Seal.objects.aggregate(event=Max("last_event"), witness=Max("last_witness"))
    count = JournalEvent.objects.filter(id__gt=last["event"] or 0).count()
    rows = Witness.objects.filter(id__gt=last["witness"] or 0).count()
    if count or rows:
        where = _("after event %(event)s") % {"event": last["event"] or 0}
        text = _("%(events)s events and %(witnesses)s witnesses are not sealed yet")
        yield Problem("tail", where, text % {"events": count, "witnesses": rows}, information=True)
