from django.urls import path, register_converter

from zhijia.activities.meetings import views


class Ending:
    """How a paper is taken away."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ending, "paper_ending")

app_name = "activities"
urlpatterns = [
    path("<uuid:uid>/invite/", views.invite, name="invite"),
    path("<uuid:uid>/list/", views.paper_list, name="paper_list"),
    path("<uuid:uid>/decide/", views.decide, name="decide"),
    path("<uuid:uid>/sheet/", views.sheet, name="sheet"),
    path("<uuid:uid>/notice.<paper_ending:ending>", views.notice, name="notice"),
    path("<uuid:uid>/minutes.<paper_ending:ending>", views.minutes, name="minutes"),
]
