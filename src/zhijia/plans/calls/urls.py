from django.urls import path

from zhijia.plans.calls import views

urlpatterns = [
    path("call/<uuid:uid>/", views.call, name="call"),
    path("call/<uuid:uid>/answer/", views.answer, name="call_answer"),
    path("answer/<uuid:uid>/", views.unit_plan, name="unit_plan"),
]
