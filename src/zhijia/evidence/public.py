"""Keys brought from outside: looked up by their hashes, wrong ones counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhijia.evidence import confirming, entries, keys, throttle
from zhijia.evidence.models import Request
from zhijia.evidence.telling import Told, person_of, told
from zhijia.tree.actor import Actor


class Unusable(Exception):
    """Unknown, expired, replaced or wrong: whoever asks is not told which."""

    def __init__(self, *, too_many: bool = False):
        self.too_many = too_many
        super().__init__()


@dataclass(frozen=True)
class Found:
    """A question somebody holds the key to, and what it says."""

    request: Request
    told: Told
    secret: str
    last: str = ""


def by_token(token: str, *, address: str) -> Found:
    """The question of a link or a slip; raises Unusable."""
    stop_guessing(address)
    request = _rows().filter(token_hash=keys.hash_of_token(token)).first()
    return _found(request, address, secret=token)


def by_code(code: str, last: str, *, address: str) -> Found:
    """The question of a code that was typed with the last four characters of its person; raises Unusable.

    Ten wrong endings lock a request's code for good; the person can be asked again.
    """
    stop_guessing(address)
    request = _rows().filter(code_hash=keys.hash_of_code(code)).first()
    if request is not None:
        mark = f"request|{request.uid}"
        locked = throttle.spent(mark, most=throttle.MOST_ON_REQUEST, for_good=True)
        fits = keys.ends_with(request.person, last)
        if locked or not fits:
            throttle.count(mark, for_good=True)
            request = None
    return _found(request, address, secret=code, last=last)


def opened(secret: str, last: str, *, address: str) -> Found:
    """The question of whichever key a page sent back; raises Unusable."""
    if re.fullmatch(r"\d{8}", secret):
        return by_code(secret, last, address=address)
    return by_token(secret, address=address)


def _rows() -> Any:
    return Request.objects.select_related("org", "person")


def stop_guessing(address: str) -> None:
    """Raises Unusable when too many wrong tries came from an address."""
    if throttle.spent(f"address|{address}", most=throttle.MOST_FROM_ADDRESS):
        raise Unusable(too_many=True)


def _found(request: Request | None, address: str, *, secret: str, last: str = "") -> Found:
    if request is None or not (request.is_open or (request.current and request.answered_at)):
        throttle.count(f"address|{address}")
        raise Unusable
    entry = entries.entry_of(request.kind, request.entry_uid)
    person = person_of(entry) if entry is not None else None
    if entry is None or person is None or person.pk != request.person_id:
        throttle.count(f"address|{address}")
        raise Unusable
    return Found(request, told(entry), secret, last)


def again(found: Found) -> Found:
    """The same question as its entry stands now."""
    entry = entries.entry_of(found.request.kind, found.request.entry_uid)
    if entry is None:
        raise Unusable
    found.request.refresh_from_db()
    return replace(found, told=told(entry))


def answered(found: Found, said: Mapping[str, Any], *, by: Actor) -> Request:
    """The answer kept, or the first one where there is one already; raises Refused or Forbidden."""
    row = found.request
    return confirming.confirm(row.uid, by=by, channel=row.channel, secret=found.secret, **said)
