from django.urls import path

from zhijia.registry import views

app_name = "registry"
urlpatterns = [
    path("<slug:room>/<slug:noun>/", views.listing, name="list"),
    path("<slug:room>/<slug:noun>/new/", views.new, name="new"),
    path("<slug:room>/<slug:noun>/pick/<slug:name>/", views.pick, name="pick"),
    path("<slug:room>/<slug:noun>/<uuid:uid>/", views.detail, name="detail"),
    path("<slug:room>/<slug:noun>/<uuid:uid>/edit/", views.edit, name="edit"),
    path("<slug:room>/<slug:noun>/<uuid:uid>/remove/", views.remove, name="remove"),
    path("<slug:room>/<slug:noun>/<uuid:uid>/move/<slug:key>/", views.move, name="move"),
    path("<slug:room>/<slug:noun>/<uuid:uid>/reveal/<slug:name>/", views.reveal, name="reveal"),
]
