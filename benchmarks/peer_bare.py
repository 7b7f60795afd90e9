"""A bare Django page for `pages.py`: no session, no rights, no layout; one query of 50 memberships in a table."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from zhijia.directory.models import Membership  # noqa: E402

PAGE = engines["django"].from_string(
    "<!doctype html><html><body><h1>{{ title }}</h1><table>{% for row in rows %}<tr><td>{{ row.org.name }}</td>"
    "<td>{{ row.person.name }}</td><td>{{ row.join_kind }}</td><td>{{ row.valid_from|date:'Y-m-d' }}</td></tr>"
    "{% endfor %}</table></body></html>"
)


def rows(_request: HttpRequest) -> HttpResponse:
    found = Membership.objects.select_related("org", "person").order_by("-pk")[:50]
    return HttpResponse(PAGE.render({"title": "memberships", "rows": found}))


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render({"title": "nothing", "rows": ()}))


urlpatterns = [path("", rows), path("empty", empty)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = WSGIHandler()
