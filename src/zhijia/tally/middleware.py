"""Counts again what a request marked before the next page asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from zhijia.tally import services

logger = logging.getLogger(__name__)
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
#: more than this many marks are left to the worker; pages say "being recounted" meanwhile
FEW = 400


class RefreshMiddleware:
    """Refreshes after a request that may have written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in WRITES and response.status_code < 500:
            _refresh()
        return response


def _refresh() -> None:
    """The answer stands whatever happens here: marks that stay are counted by the worker."""
    try:
        if 0 < services.waiting() <= FEW:
            services.refresh()
    except DatabaseError:
        logger.warning("figures could not be refreshed at once; the worker will", exc_info=True)
