from django.urls import path

from zhijia.desks import views
from zhijia.desks.scoreboard import views as scoreboard

app_name = "desks"
urlpatterns = [
    path("", views.home, name="home"),
    path("board/", scoreboard.scoreboard, name="board"),
    path("board/<uuid:uid>/", scoreboard.target, name="target"),
    path("board/<uuid:uid>/entries/", scoreboard.entries, name="entries"),
]
