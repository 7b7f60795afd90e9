from django.urls import path

from zhijia.directory.views import officer, own, public

app_name = "directory"
urlpatterns = [
    path("members/find/", own.find, name="find"),
    path("members/join/<uuid:uid>/", own.join, name="join"),
    path("members/leave/", own.notice, name="notice"),
    path("members/card/", own.card, name="card"),
    path("members/fetch/", officer.fetch, name="fetch"),
    path("m/<str:token>/", public.card_check, name="card_check"),
]
