"""Wrong links and codes are counted in the database: by address in spans of time, by request for good."""

from __future__ import annotations

import time

from django.db.models import F
from django.http import HttpRequest

from zhijia.evidence.models import Guesses
from zhijia.kernel.address import household
from zhijia.registry.crypt import keyed_hash
from zhijia.tree import requests

#: seconds in which the tries of an address are counted together
SPAN = 15 * 60
MOST_FROM_ADDRESS = 20
MOST_ON_REQUEST = 10
#: what is counted for good stands in the span 0
FOR_GOOD = 0


def address_of(request: HttpRequest) -> str:
    """What a caller's tries are counted by: the address, of an IPv6 caller the network; one for all who have none."""
    address = requests.address_of(request)
    return household(address) if address else "unknown"


def spent(source: str, *, most: int, for_good: bool = False) -> bool:
    """Whether a source has used up its wrong tries."""
    row = Guesses.objects.filter(source=keyed_hash(source), span=_span(for_good)).first()
    return row is not None and row.wrong >= most


def count(source: str, *, for_good: bool = False) -> None:
    """One wrong try more; counts of past spans are forgotten."""
    span, name = _span(for_good), keyed_hash(source)
    _row, made = Guesses.objects.get_or_create(source=name, span=span, defaults={"wrong": 1})
    if not made:
        Guesses.objects.filter(source=name, span=span).update(wrong=F("wrong") + 1)
    elif not for_good:
        Guesses.objects.filter(span__gt=FOR_GOOD, span__lt=span - 1).delete()


def _span(for_good: bool) -> int:
    return FOR_GOOD if for_good else int(time.time() // SPAN)
