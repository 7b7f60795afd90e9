"""Everything that can be wrong with a request, in one shape: where, in words, of which kind."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.listing import BadQuery

Said = tuple[Sequence[str | int], str, str]
DEEPEST = 40


class Many(Exception):
    """Answers with a status and several faults."""

    def __init__(self, status: int, faults: Sequence[Said]):
        self.status, self.faults = status, faults
        super().__init__(status)


class Fault(Many):
    """Answers with a status and one fault."""

    def __init__(self, status: int, where: Sequence[str | int], text: str, kind: str):
        super().__init__(status, [(where, text, kind)])


def not_found() -> Fault:
    """The same for what is absent, out of sight or senseless."""
    return Fault(
        404, ("path",), _("There is nothing here, or it lies outside of what you may see."), "not_found"
    )


def body(faults: Sequence[Said]) -> dict[str, Any]:
    return {"detail": [{"loc": list(where), "msg": str(text), "type": kind} for where, text, kind in faults]}


class StrictParser(Parser):
    """JSON as the standard has it, without text no database can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            sent = json.loads(request.body, parse_constant=_no_constant)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        check_text(sent)
        if not isinstance(sent, dict):
            raise ValueError("an object is wanted")
        return sent


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def check_text(value: Any, depth: int = 0) -> None:
    """Raises ValueError for NUL, half a surrogate pair, an endless number and too deep nesting."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= one <= "\udfff" for one in value)):
        raise ValueError("a character that is none")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number without end")
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    for one in inner:
        check_text(one, depth + 1)


def handle(api: NinjaAPI) -> None:
    """Has every refusal, of the protocol and of the house, answered in this shape."""

    def said(request: HttpRequest, status: int, faults: Sequence[Said]) -> HttpResponse:
        return api.create_response(request, body(faults), status=status)

    _handle_protocol(api, said)
    _handle_house(api, said)


def _handle_protocol(api: NinjaAPI, said: Callable[..., HttpResponse]) -> None:
    @api.exception_handler(Many)
    def many(request: HttpRequest, error: Many) -> HttpResponse:
        return said(request, error.status, error.faults)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return said(request, 422, [(_where(one), one["msg"], one["type"]) for one in error.errors])

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        words = {
            400: _("The body is not the JSON object that is wanted here."),
            401: _("Log in, or send a token."),
            403: _("The request did not come with its CSRF token."),
        }
        return said(request, error.status_code, [((), words.get(error.status_code, str(error)), "http")])

    @api.exception_handler(BadQuery)
    def query(request: HttpRequest, error: BadQuery) -> HttpResponse:
        return said(request, 400, [(("query",), error.message, "bad_query")])


def _handle_house(api: NinjaAPI, said: Callable[..., HttpResponse]) -> None:
    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        faults = [
            (("body", name) if name else ("body",), text, "refused")
            for name, all in error.messages.items()
            for text in all
        ]
        return said(request, 422, faults)

    @api.exception_handler(Forbidden)
    def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
        text = _("Not allowed: this is for %(who)s.") % {"who": error.reason}
        return said(request, 403, [((), text, "forbidden")])

    @api.exception_handler(Stale)
    def stale(request: HttpRequest, error: Stale) -> HttpResponse:
        text = _("Somebody changed the entry meanwhile: it has version %(version)s now.")
        answer = said(
            request, 412, [(("header", "If-Match"), text % {"version": error.current.version}, "stale")]
        )
        answer["ETag"] = f'"{error.current.version}"'
        return answer


def _where(fault: dict[str, Any]) -> list[str | int]:
    """Where, without the name the interface gives the whole body."""
    place = [part for part in fault["loc"] if isinstance(part, str | int)]
    return [part for number, part in enumerate(place) if number != 1 or place[0] != "body" or part != "sent"]
