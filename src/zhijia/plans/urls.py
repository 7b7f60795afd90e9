from django.urls import path

from zhijia.plans import views

app_name = "plans"
urlpatterns = [
    path("read/", views.read, name="read"),
    path("<uuid:uid>/", views.plan, name="plan"),
    path("target/<uuid:uid>/decide/", views.decide, name="decide"),
]
