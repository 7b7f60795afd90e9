"""A request as every view gets it: with its actor."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhijia.tree.actor import Actor


class Request(HttpRequest):
    """What the middleware adds: who asks, the request's own id, and whether htmx asks."""

    actor: Actor
    id: str
    htmx: HtmxDetails
