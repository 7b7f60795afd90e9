"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhijia.site.accounts.urls")),
    path("", include("zhijia.desks.urls")),
    path("", include("zhijia.evidence.urls")),
    path("", include("zhijia.directory.urls")),
    path("messages/", include("zhijia.reach.urls")),
    path("office/", include("zhijia.office.urls")),
    path("", include("zhijia.sheets.urls")),
    path("", include("zhijia.api.urls")),
    path("meetings/", include("zhijia.activities.meetings.urls")),
    path("plans/", include("zhijia.plans.urls")),
    path("r/", include("zhijia.registry.urls")),
]

handler400 = "zhijia.ui.errors.bad_request"
handler403 = "zhijia.ui.errors.forbidden"
handler404 = "zhijia.ui.errors.not_found"
handler500 = "zhijia.ui.errors.server_error"
handler429 = "zhijia.site.accounts.views.too_many"
