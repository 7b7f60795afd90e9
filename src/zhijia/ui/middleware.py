"""Bare refusals of Django and its libraries get a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhijia.ui import errors

BARE = (405, 413, 429)


class ErrorPageMiddleware:
    """Puts the error page into an empty 405, 413 or 429 answer; headers such as Allow stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code not in BARE
            or response.streaming
            or response.content
            or request.method == "HEAD"
        ):
            return response
        answer = errors.page(request, response.status_code)
        for name, value in response.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                answer.headers.setdefault(name, value)
        answer.cookies.update(response.cookies)
        return answer
