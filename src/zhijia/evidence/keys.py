"""Tokens and codes: made here, told once, kept only as keyed hashes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from zhijia.directory.models import Person
from zhijia.evidence.models import Channel, Request
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.distinct import chunks

#: 128 random bits
TOKEN_BYTES = 16
CODE_DIGITS = 8
LAST = 4


@dataclass(frozen=True)
class Keys:
    """What lets a person answer; lives only in a message or on a slip."""

    token: str
    code: str

    def kept(self, channel: str) -> dict[str, str | None]:
        """What of it is kept for a way of asking: a message carries one of the two, a slip both."""
        token = None if channel == Channel.CODE else hash_of_token(self.token)
        code = None if channel == Channel.LINK else hash_of_code(self.code)
        return {"token_hash": token, "code_hash": code}

    @property
    def url(self) -> str:
        """The whole address of the person's page."""
        return public_address(reverse("evidence:link", args=[self.token]))

    @property
    def spaced_code(self) -> str:
        """The code in two groups, as people read numbers."""
        return f"{self.code[:4]} {self.code[4:]}"


def hash_of_token(token: str) -> str:
    return keyed_hash(f"confirmation token|{token}")


def hash_of_code(code: str) -> str:
    return keyed_hash(f"confirmation code|{code}")


def make() -> Keys:
    """A token of 128 random bits and a code of eight digits that no other request has."""
    return make_many(1)[0]


def make_many(count: int) -> list[Keys]:
    """So many keys, all different."""
    made: dict[str, Keys] = {}
    while len(made) < count:
        drawn = (f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}" for _try in range(count - len(made)))
        codes = {hash_of_code(code): code for code in drawn}
        for some in chunks(sorted(codes)):
            taken = Request.objects.filter(code_hash__in=some).values_list("code_hash", flat=True)
            for known in taken:
                codes.pop(str(known))
        made |= {code: Keys(secrets.token_urlsafe(TOKEN_BYTES), code) for code in codes.values()}
    return list(made.values())


def public_address(path: str) -> str:
    """A whole address under which people outside reach this house."""
    base: str = getattr(settings, "PUBLIC_URL", "") or "http://127.0.0.1:8000"
    return base.rstrip("/") + path


def ends_with(person: Person, typed: str) -> bool:
    """Whether the typed characters are the last four of the person's document or telephone number."""
    wanted = typed.strip().upper()
    known = [
        number[-LAST:].upper() for number in (person.id_number, person.phone) if len(number or "") >= LAST
    ]
    # all are compared, so that time tells nothing
    matches = [secrets.compare_digest(wanted.encode(), number.encode()) for number in known]
    return len(wanted) == LAST and any(matches)


def fits(request: Request, secret: Any) -> bool:
    """Whether a token or a code belongs to a request."""
    given = str(secret or "")
    pairs = ((hash_of_token(given), request.token_hash), (hash_of_code(given), request.code_hash))
    matches = [kept is not None and secrets.compare_digest(found, kept) for found, kept in pairs]
    return any(matches)
