"""A request as every view gets it: with its actor, and where it comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhijia.kernel.address import caller_address
from zhijia.tree.actor import Actor


class Request(HttpRequest):
    """What the middleware adds: who asks, the request's own id, and whether htmx asks."""

    actor: Actor
    id: str
    htmx: HtmxDetails


def address_of(request: HttpRequest) -> str | None:
    """The caller's address; `ZHIJIA_PROXIES` says how many trusted proxies wrote into X-Forwarded-For."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    remote = request.META.get("REMOTE_ADDR", "")
    return caller_address(remote, forwarded, proxies=getattr(settings, "ZHIJIA_PROXIES", 0))
