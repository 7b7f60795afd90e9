"""What goes in and comes out, as types made from a register's declaration."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import translation
from ninja import Schema
from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
    create_model,
)

from zhijia.registry.fields import MoneyField
from zhijia.registry.flow import Move
from zhijia.registry.listing import Listing
from zhijia.registry.register import Register
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Org

ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
MONEY = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"
LONGEST = 10_000


def _iso(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10:
        return date.fromisoformat(value)
    raise ValueError("a day as text, such as 2026-03-31")


def _uid(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 36:
        return UUID(value)
    raise ValueError("a uid as text")


Day = Annotated[
    date, BeforeValidator(_iso), WithJsonSchema({"type": "string", "format": "date", "pattern": ISO_DAY})
]
Uid = Annotated[UUID, BeforeValidator(_uid), WithJsonSchema({"type": "string", "format": "uuid"})]
Money = Annotated[StrictStr, Field(pattern=MONEY, max_length=16)]
Number = Annotated[StrictStr, Field(pattern=NUMBER, max_length=23)]
Code = Annotated[StrictStr, Field(min_length=1, max_length=20)]


class Strict(Schema):
    """A body without any field but those named."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    """One thing that is wrong: where, in words, and of which kind."""

    loc: list[str | int]
    msg: str
    type: str


class Faults(Schema):
    detail: list[Fault]


class Place(Schema):
    """A union by its statistical code."""

    code: str
    name: str


class Related(Schema):
    """Another entry by its uid."""

    uid: UUID
    name: str


def label(text: Any) -> str:
    """A label in every language of the house: a schema is read by people of both."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(text))
    return " / ".join(dict.fromkeys(found))


def type_in(field: Any) -> Any:
    """The type a client sends for a column."""
    if field.related_model is Org:
        return Code
    if field.is_relation:
        return Uid
    if field.choices:
        codes = tuple(code for code, _label in field.flatchoices)
        return Literal[(*codes, "")] if field.blank and not field.null else Literal[codes]
    if isinstance(field, MoneyField):
        return Money
    if isinstance(field, models.DecimalField):
        return Number
    if isinstance(field, models.DateField):
        return Day
    if isinstance(field, models.BooleanField):
        return StrictBool
    if isinstance(field, models.IntegerField):
        high = 2**53 - 1 if "Big" in type(field).__name__ else 2**31 - 1
        return Annotated[StrictInt, Field(ge=0 if "Positive" in type(field).__name__ else -high, le=high)]
    return Annotated[StrictStr, Field(max_length=min(field.max_length or LONGEST, LONGEST))]


def type_out(register: type[Register], name: str) -> Any:
    """The type of a column in an answer; a protected one may be a masked text."""
    field: Any = register.field(name)
    if register.levels.get(name):
        return str | None
    if field.related_model is Org:
        return Place | None
    if field.is_relation:
        return Related | None
    kinds = {MoneyField: str, models.DateField: date, models.BooleanField: bool, models.IntegerField: int}
    found = next((kind for model, kind in kinds.items() if isinstance(field, model)), str)
    return found | None


def _name(register: type[Register], what: str) -> str:
    return f"{register.room.title()}{register.noun.title()}{what}"


def new_schema(register: type[Register]) -> Any:
    """The body of a new entry."""
    fields: dict[str, Any] = {"uid": (Uid | None, Field(None, title="uid"))}
    for name in register.fields:
        field: Any = register.field(name)
        needed = not (field.blank or field.null or field.has_default())
        kind = type_in(field)
        kind = kind | None if field.null else kind
        fields[name] = (kind, Field(... if needed else None, title=label(field.verbose_name)))
    return create_model(_name(register, "New"), __base__=Strict, **fields)


def change_schema(register: type[Register]) -> Any:
    """The body of a change: any of the fields that may change."""
    fields: dict[str, Any] = {}
    for name in register.fields:
        if name in register.fixed:
            continue
        field: Any = register.field(name)
        kind = type_in(field)
        fields[name] = (kind | None if field.null else kind, Field(None, title=label(field.verbose_name)))
    return create_model(_name(register, "Change"), __base__=Strict, **fields)


def step_schema(register: type[Register], step: Move) -> Any:
    """The body of a step: what it asks for."""
    fields: dict[str, Any] = {
        name: (type_in(register.field(name)), Field(..., title=label(register.field(name).verbose_name)))  # type: ignore[union-attr]
        for name in step.form
    }
    if step.reason:
        fields["reason"] = (Annotated[StrictStr, Field(min_length=1, max_length=500)], Field(...))
    return create_model(_name(register, step.key.title()), __base__=Strict, **fields)


def out_schema(register: type[Register]) -> Any:
    """An entry as it is answered."""
    fields: dict[str, Any] = {"uid": (UUID, ...), "version": (int, ...), "org": (Place | None, None)}
    for name in register.fields:
        fields[name] = (type_out(register, name), Field(None, title=label(register.field(name).verbose_name)))  # type: ignore[union-attr]
    if register.flow is not None:
        fields["state"] = (Literal[tuple(register.flow.states)], ...)
        fields["moves"] = (list[str] | None, Field(None, description="only when one entry is asked for"))
    for gate in ("evidenced", "confirmed", "verified"):
        fields[gate] = (bool, ...)
    fields["masked"] = (list[str], ...)
    return create_model(_name(register, ""), __base__=Schema, **fields)


def page_schema(register: type[Register], out: Any) -> Any:
    """One page of a list."""
    return create_model(
        _name(register, "Page"),
        __base__=Schema,
        items=(list[out], ...),
        count=(int, ...),
        page=(int, ...),
        size=(int, ...),
    )


def query_parameters(register: type[Register]) -> list[dict[str, Any]]:
    """What may follow the question mark, for the schema; the listing itself checks it."""
    listing = Listing(register, SYSTEM, None)  # type: ignore[arg-type]
    found: dict[str, dict[str, Any]] = {
        "page": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "size": {"type": "integer", "minimum": 1, "maximum": 200},
        "q": {"type": "string", "maxLength": 100},
    }
    if listing.sortable:
        found["sort"] = {
            "type": "string",
            "enum": [way + name for name in listing.sortable for way in ("", "-")],
        }
    for name, kind in listing.allowed.items():
        found[name] = _filter(listing, name, kind)
    return [
        {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in found.items()
    ]


def _filter(listing: Listing, name: str, kind: str) -> dict[str, Any]:
    if kind in ("from", "to"):
        return {"type": "string", "format": "date"}
    if kind == "truth":
        return {"type": "string", "enum": ["1", "0"]}
    if kind == "choice":
        return {"type": "string", "enum": [code for code, _label in listing._choices(name)]}
    return {"type": "string", "maxLength": 20}
