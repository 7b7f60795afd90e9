from django.urls import path

from zhijia.sheets.pages import coming, errands, leaving, named

app_name = "sheets"
urlpatterns = [
    path("r/<slug:room>/<slug:noun>/export.xlsx", leaving.export, name="export"),
    path("r/<slug:room>/<slug:noun>/export/", leaving.export_clear, name="export_clear"),
    path("r/<slug:room>/<slug:noun>/export/later/", leaving.export_later, name="export_later"),
    path("r/<slug:room>/<slug:noun>/template.xlsx", leaving.template, name="template"),
    path("r/<slug:room>/<slug:noun>/import/", coming.upload, name="import"),
    path("r/<slug:room>/<slug:noun>/import/<uuid:uid>/", coming.preview, name="preview"),
    path("r/<slug:room>/<slug:noun>/import/<uuid:uid>/headings/", coming.headings, name="headings"),
    path("r/<slug:room>/<slug:noun>/import/<uuid:uid>/faults.xlsx", coming.faults, name="faults"),
    path("r/<slug:room>/<slug:noun>/lists/", errands.loads, name="loads"),
    path("r/<slug:room>/<slug:noun>/lists/<uuid:uid>/undo/", errands.undo, name="undo"),
    path("r/<slug:room>/<slug:noun>/work/<uuid:uid>/", errands.errand, name="errand"),
    path("r/<slug:room>/<slug:noun>/work/<uuid:uid>/stop/", errands.stop, name="stop"),
    path("r/<slug:room>/<slug:noun>/work/<uuid:uid>/workbook.xlsx", errands.workbook, name="workbook"),
    path("r/<slug:room>/<slug:noun>/names/", named.names, name="names"),
    path("r/<slug:room>/<slug:noun>/names/<uuid:uid>/", named.matched, name="matched"),
]
