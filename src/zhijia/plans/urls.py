from django.urls import include, path

from zhijia.plans import views

app_name = "plans"
urlpatterns = [
    path("", include("zhijia.plans.handing.urls")),
    path("", include("zhijia.plans.calls.urls")),
    path("campaign/", include("zhijia.plans.campaigns.urls")),
    path("milestone/", include("zhijia.plans.registers.milestone.urls")),
    path("read/", views.read, name="read"),
    path("<uuid:uid>/", views.plan, name="plan"),
    path("<uuid:uid>/repairs/", views.repairs, name="repairs"),
    path("<uuid:uid>/continue/", views.continue_plan, name="continue"),
    path("<uuid:uid>/discard/", views.discard, name="discard"),
    path("<uuid:uid>/point/", views.point_new, name="point_new"),
    path("<uuid:uid>/point/<int:number>/", views.point_edit, name="point"),
    path("<uuid:uid>/point/<int:number>/remove/", views.point_remove, name="point_remove"),
    path("target/<uuid:uid>/decide/", views.decide, name="decide"),
]
