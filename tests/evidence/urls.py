"""The addresses these tests need: this room, the registers' pages and the log-in."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhijia.site.accounts.urls")),
    path("", include("zhijia.evidence.urls")),
    path("r/", include("zhijia.registry.urls")),
]
handler400 = "zhijia.ui.errors.bad_request"
handler403 = "zhijia.ui.errors.forbidden"
handler404 = "zhijia.ui.errors.not_found"
handler500 = "zhijia.ui.errors.server_error"
