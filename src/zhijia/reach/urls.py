from django.urls import path

from zhijia.reach import views

app_name = "reach"
urlpatterns = [
    path("", views.sent, name="sent"),
    path("<uuid:uid>/again/", views.again, name="again"),
    path("wordings/", views.wordings, name="wordings"),
    path("wordings/<str:code>/<slug:key>/<slug:form>/", views.wording, name="wording"),
    path("wordings/<str:code>/<slug:key>/<slug:form>/preview/", views.preview, name="preview"),
    path("limits/<str:code>/", views.limits, name="limits"),
    path("mine/", views.mine, name="mine"),
]
