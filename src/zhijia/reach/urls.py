from django.urls import path, register_converter

from zhijia.reach import views
from zhijia.reach.lists import views as lists


class Form:
    """How a list is printed."""

    regex = "sign|board"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "paper_form")

app_name = "reach"
urlpatterns = [
    path("", views.sent, name="sent"),
    path("<uuid:uid>/again/", views.again, name="again"),
    path("wordings/", views.wordings, name="wordings"),
    path("wordings/<str:code>/<slug:key>/<slug:form>/", views.wording, name="wording"),
    path("wordings/<str:code>/<slug:key>/<slug:form>/preview/", views.preview, name="preview"),
    path("limits/<str:code>/", views.limits, name="limits"),
    path("lists/", lists.overview, name="lists"),
    path("lists/sent/<uuid:uid>/", lists.mailing, name="mailing"),
    path("lists/sent/<uuid:uid>/again/", lists.again, name="mailing_again"),
    path("lists/sent/<uuid:uid>/unreached/", lists.unreached, name="unreached"),
    path("lists/wall/", lists.wall, name="wall"),
    path("lists/<str:source>/to-<slug:key>/", lists.write, name="write"),
    path("lists/<str:source>/paper/<paper_form:form>/", lists.paper, name="paper"),
    path("mine/", views.mine, name="mine"),
]
