from django.urls import path

from zhijia.plans.handing import letter_views, views

urlpatterns = [
    path("target/<uuid:uid>/hand/", views.hand, name="hand"),
    path("share/<uuid:uid>/", views.share, name="share"),
    path("share/<uuid:uid>/hand/", views.hand_on, name="hand_on"),
    path("share/<uuid:uid>/settle/", views.settle, name="share_settle"),
    path("handed/<uuid:uid>/", views.handing, name="handing"),
    path("handed/<uuid:uid>/lock/", views.lock, name="handing_lock"),
    path("handed/<uuid:uid>/back/", views.take_back, name="handing_back"),
    path("<uuid:uid>/handed/", views.handed, name="handed"),
    path("<uuid:uid>/letter/", letter_views.new, name="letter_new"),
    path("letter/<uuid:uid>/", letter_views.letter, name="letter"),
    path("letter/<uuid:uid>/letter.docx", letter_views.as_document, name="letter_docx"),
    path("letter/<uuid:uid>/letter.pdf", letter_views.as_pdf, name="letter_pdf"),
]
