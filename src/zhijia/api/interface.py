"""The interface for programs: one address space made from the registers, at /api/v1/."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Router
from ninja.security import HttpBearer, SessionAuth

from zhijia.api import faults, figures
from zhijia.api.endpoints import add_register
from zhijia.api.schemas import label
from zhijia.registry.register import registers

DESCRIPTION = (
    "Every register and every figure, with the rights of whoever asks. Money is text in yuan, days are ISO dates, "
    "unions are named by their statistical code, other entries by their uid."
)


class Token(HttpBearer):
    """A personal token; the middleware has looked at it already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return _as_program(request) if hasattr(request, "token") else None


class LoggedIn(SessionAuth):
    """The session of a browser; writing needs its CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return _as_program(request) if super().authenticate(request, key) else None


def _as_program(request: HttpRequest) -> Any:
    request.actor = replace(request.actor, channel="api")  # type: ignore[attr-defined]
    return request.user


def build() -> NinjaAPI:
    """The interface over all registers there are."""
    api = NinjaAPI(
        title="Zhijia 职家",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        auth=[Token(), LoggedIn()],
        parser=faults.StrictParser(),
        openapi_extra={
            "tags": [
                {"name": one.key, "description": label(one.model._meta.verbose_name)} for one in registers()
            ]
        },
    )
    faults.handle(api)
    router = Router()
    for register in registers():
        add_register(router, register)
    api.add_router("", router)
    api.add_router("", figures.router)

    @api.get("/openapi.json", include_in_schema=False, url_name="openapi")
    def openapi(request: HttpRequest) -> Any:
        return api.get_openapi_schema()

    return api


api = build()
