from django.urls import path

from zhijia.desks.calendar import subscribing, views

urlpatterns = [
    path("", views.year, name="calendar"),
    path("month/", views.month, name="calendar_month"),
    path("duty/<uuid:uid>/held/", views.held, name="held"),
    path("feed/", subscribing.feed, name="feed"),
    path("feed/revoke/", subscribing.revoke, name="feed_revoke"),
    path("feed/<str:token>.ics", subscribing.ics, name="feed_ics"),
    path("reminders/<str:code>/", subscribing.reminders, name="reminders"),
]
