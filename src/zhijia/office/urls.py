from django.urls import path

from zhijia.office import views

app_name = "office"
urlpatterns = [
    path("burden/", views.burden, name="burden"),
    path("notice/<uuid:uid>/", views.notice, name="notice"),
    path("notice/<uuid:uid>/chase/", views.chase, name="chase"),
    path("notice/<uuid:uid>/accept/", views.accept_all, name="accept_all"),
    path("notice/<uuid:uid>/replies.xlsx", views.workbook, name="workbook"),
    path("reply/<uuid:uid>/", views.reply, name="reply"),
    path("reply/<uuid:uid>/pass/", views.pass_on, name="pass_on"),
]
