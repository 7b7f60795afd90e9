from django.urls import path

from zhijia.desks.statistics import views

urlpatterns = [
    path("", views.overview, name="statistics"),
    path("<uuid:uid>/open/", views.opened, name="return_open"),
    path("return/<uuid:uid>/", views.one, name="return"),
    path("return/<uuid:uid>/explain/", views.explain, name="return_explain"),
    path("return/<uuid:uid>/table.xlsx", views.as_workbook, name="return_xlsx"),
    path("return/<uuid:uid>/<str:code>/", views.entries, name="return_entries"),
]
