from django.urls import path

from zhijia.plans.registers.milestone import views

urlpatterns = [
    path("<uuid:uid>/", views.milestone, name="milestone"),
    path("<uuid:uid>/decide/", views.decide, name="milestone_decide"),
    path("<uuid:uid>/assign/", views.assign, name="milestone_assign"),
    path("plan/<uuid:uid>/accept/", views.accept_all, name="milestones_accept"),
]
