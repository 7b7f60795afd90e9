"""The addresses of every register: list, one, new, change, steps."""

# The annotations of these functions stay objects: ninja reads them, and some are made at run time.

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Router, Status

from zhijia.api import entries, schemas
from zhijia.api.faults import Fault, check_text, not_found
from zhijia.api.schemas import Faults
from zhijia.registry import services
from zhijia.registry.errors import Forbidden
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.register import Register
from zhijia.tree.requests import Request

SIZE, MOST = 50, 200
PAGES = 1_000_000
COMMON = dict.fromkeys((400, 401, 403, 404, 429), Faults)


def add_register(router: Router, register: type[Register]) -> None:
    """Adds the five addresses of a register to a router."""
    out = schemas.out_schema(register)
    base, tag = f"/{register.room}/{register.noun}", [register.key]
    name = register.key.replace(".", "_")
    asked = {"parameters": schemas.query_parameters(register)}
    page = schemas.page_schema(register, out)
    about: dict[str, Any] = {"tags": tag, "by_alias": True}
    router.get(
        base, response={200: page, **COMMON}, operation_id=f"{name}_list", openapi_extra=asked, **about
    )(_list(register))
    router.get(base + "/{uid}", response={200: out, **COMMON}, operation_id=f"{name}_get", **about)(
        _get(register)
    )
    more = COMMON | {422: Faults}
    router.post(base, response={201: out, 200: out, **more}, operation_id=f"{name}_add", **about)(
        _add(register)
    )
    checked = more | {412: Faults, 428: Faults}
    router.patch(base + "/{uid}", response={200: out, **checked}, operation_id=f"{name}_change", **about)(
        _change(register)
    )
    for step in register.flow.moves if register.flow else ():
        router.post(
            base + "/{uid}/moves/" + step.key,
            response={200: out, **checked},
            operation_id=f"{name}_{step.key}",
            **about,
        )(_step(register, step))


def checked_query(request: Request) -> None:
    """Raises Fault for text in the address that no database can hold."""
    for name, values in request.GET.lists():
        try:
            check_text([name, *values])
        except ValueError:
            raise Fault(
                400, ("query",), _("The address has a character that is none."), "bad_query"
            ) from None


def number(request: Request, name: str, usual: int, most: int) -> int:
    """A whole number of the address from 1 on; raises BadQuery."""
    text = request.GET.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise BadQuery(_("“%(name)s” is a whole number from 1 to %(most)s.") % {"name": name, "most": most})
    return int(text)


def _seen(register: type[Register], actor: Any) -> None:
    if not register.policy.view.ever(actor):
        raise not_found()


def _list(register: type[Register]) -> Any:
    def listed(request: Request) -> Any:
        actor = request.actor
        _seen(register, actor)
        checked_query(request)
        page, size = number(request, "page", 1, PAGES), number(request, "size", SIZE, MOST)
        rows = Listing(register, actor, request.GET).rows
        start = (page - 1) * size
        items = [entries.answer(register, entry, actor) for entry in rows[start : start + size]]
        return Status(200, {"items": items, "count": rows.count(), "page": page, "size": size})

    return listed


def _get(register: type[Register]) -> Any:
    def one(request: Request, response: HttpResponse, uid: str) -> Any:
        return _answer(register, entries.found(register, uid, request.actor), request, response)

    return one


def _answer(
    register: type[Register], entry: Any, request: Request, response: HttpResponse, status: int = 200
) -> Any:
    response["ETag"] = f'"{entry.version}"'
    return Status(status, entries.answer(register, entry, request.actor, steps=True))


def _add(register: type[Register]) -> Any:
    def add(
        request: Request,
        response: HttpResponse,
        sent: Any,
        key: str = Header("", alias="Idempotency-Key", max_length=100),
    ) -> Any:
        _seen(register, request.actor)
        if not register.policy.add.ever(request.actor):
            raise Forbidden(register.policy.add.reason)
        if not key.isascii() or not (key.isprintable()):
            text = _("A key has up to 100 plain characters.")
            raise Fault(400, ("header", "Idempotency-Key"), text, "bad_header")
        values = sent.model_dump(exclude_unset=True)
        entry, fresh = entries.add(register, values, request.actor, key)
        return _answer(register, entry, request, response, 201 if fresh else 200)

    add.__annotations__["sent"] = schemas.new_schema(register)
    return add


def version_in(text: str) -> int:
    """The version of an If-Match header; raises Fault."""
    if not text.strip():
        wanted = _("Send the version you know as If-Match.")
        raise Fault(428, ("header", "If-Match"), wanted, "precondition_required")
    plain = text.strip().removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise Fault(
            400, ("header", "If-Match"), _('The version is a whole number, such as "3".'), "bad_header"
        )
    return int(plain)


def _change(register: type[Register]) -> Any:
    def change(
        request: Request,
        response: HttpResponse,
        uid: str,
        sent: Any,
        version: str = Header("", alias="If-Match", max_length=20),
    ) -> Any:
        entry = entries.found(register, uid, request.actor)
        known = version_in(version)
        values = entries.values_in(register, sent.model_dump(exclude_unset=True), request.actor)
        changed = services.change(entry, values, by=request.actor, version=known)
        return _answer(register, changed, request, response)

    change.__annotations__["sent"] = schemas.change_schema(register)
    return change


def _step(register: type[Register], step: Any) -> Any:
    def take(
        request: Request,
        response: HttpResponse,
        uid: str,
        sent: Any,
        version: str = Header("", alias="If-Match", max_length=20),
    ) -> Any:
        entry = entries.found(register, uid, request.actor)
        known = version_in(version)
        values = sent.model_dump(exclude_unset=True)
        reason = values.pop("reason", "")
        values = entries.values_in(register, values, request.actor)
        services.move(entry, step.key, by=request.actor, version=known, values=values, reason=reason)
        return _answer(register, entries.found(register, uid, request.actor), request, response)

    take.__annotations__["sent"] = schemas.step_schema(register, step)
    return take
