from django.urls import include, path

from zhijia.desks import views
from zhijia.desks.composition import views as composition
from zhijia.desks.integrity import views as integrity
from zhijia.desks.life import views as life
from zhijia.desks.scoreboard import views as scoreboard

app_name = "desks"
urlpatterns = [
    path("", views.home, name="home"),
    path("late/", views.late, name="late"),
    path("board/", scoreboard.scoreboard, name="board"),
    path("board/unions/", scoreboard.unions, name="unions"),
    path("board/table.xlsx", scoreboard.as_workbook, name="board_xlsx"),
    path("board/table.docx", scoreboard.as_document, name="board_docx"),
    path("board/<uuid:uid>/", scoreboard.target, name="target"),
    path("board/<uuid:uid>/entries/", scoreboard.entries, name="entries"),
    path("composition/", composition.composition, name="composition"),
    path("composition/table.xlsx", composition.as_workbook, name="composition_xlsx"),
    path("integrity/", integrity.integrity, name="integrity"),
    path("integrity/<slug:key>/", integrity.found, name="integrity_found"),
    path("life/", life.life, name="life"),
    path("statistics/", include("zhijia.desks.statistics.urls")),
    path("calendar/", include("zhijia.desks.calendar.urls")),
]
