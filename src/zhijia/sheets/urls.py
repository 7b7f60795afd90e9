from django.urls import path

from zhijia.sheets import views

app_name = "sheets"
urlpatterns = [
    path("r/<slug:room>/<slug:noun>/export.xlsx", views.export, name="export"),
    path("r/<slug:room>/<slug:noun>/export/", views.export_clear, name="export_clear"),
    path("r/<slug:room>/<slug:noun>/template.xlsx", views.template, name="template"),
    path("r/<slug:room>/<slug:noun>/import/", views.upload, name="import"),
    path("r/<slug:room>/<slug:noun>/import/<uuid:uid>/", views.preview, name="preview"),
    path("r/<slug:room>/<slug:noun>/import/<uuid:uid>/faults.xlsx", views.faults, name="faults"),
    path("r/<slug:room>/<slug:noun>/names/", views.names, name="names"),
    path("r/<slug:room>/<slug:noun>/names/<uuid:uid>/", views.matched, name="matched"),
]
