"""Every address of the house."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhijia.site.accounts.urls")),
    path("", include("zhijia.desks.urls")),
    path("", include("zhijia.evidence.urls")),
    path("plans/", include("zhijia.plans.urls")),
    path("r/", include("zhijia.registry.urls")),
]
for room in ("sheets", "api"):
    if find_spec(f"zhijia.{room}.views") and find_spec(f"zhijia.{room}.urls"):
        urlpatterns.append(path("", include(f"zhijia.{room}.urls")))

handler400 = "zhijia.ui.errors.bad_request"
handler403 = "zhijia.ui.errors.forbidden"
handler404 = "zhijia.ui.errors.not_found"
handler500 = "zhijia.ui.errors.server_error"
