from django.urls import path

from zhijia.directory.changes import views as changes
from zhijia.directory.merging import views as merging
from zhijia.directory.organising import views as organising
from zhijia.directory.sites import views as sites
from zhijia.directory.terms import views as terms
from zhijia.directory.views import officer, own, public

app_name = "directory"
urlpatterns = [
    path("members/find/", own.find, name="find"),
    path("members/join/<uuid:uid>/", own.join, name="join"),
    path("members/leave/", own.notice, name="notice"),
    path("members/card/", own.card, name="card"),
    path("members/fetch/", officer.fetch, name="fetch"),
    path("m/<str:token>/", public.card_check, name="card_check"),
    path("directory/unions/<uuid:uid>/", changes.union, name="union"),
    path("directory/unions/code/<str:code>/", changes.by_code, name="by_code"),
    path("directory/unions/<uuid:uid>/change/", changes.choose, name="choose"),
    path("directory/unions/<uuid:uid>/change/<slug:kind>/", changes.change, name="change"),
    path("directory/unions/<uuid:uid>/change/<slug:kind>/<slug:name>/pick/", changes.pick, name="pick"),
    path("posts/terms/", terms.terms, name="terms"),
    path("people/alike/", merging.alike, name="alike"),
    path("people/alike/<uuid:one>/<uuid:other>/", merging.pair, name="pair"),
    path("people/alike/<uuid:one>/<uuid:other>/apart/", merging.apart, name="apart"),
    path("people/merged/<uuid:uid>/", merging.merger, name="merger"),
    path("sites/<uuid:uid>/", sites.site, name="site"),
    path("sites/<uuid:uid>/bring/", sites.bring, name="bring"),
    path("organising/", organising.organising, name="organising"),
    path("organising/<uuid:uid>/found/", organising.found, name="found"),
    path("organising/<uuid:uid>/take-over/", organising.take_over, name="take_over"),
    path("organising/drives/<uuid:uid>/", organising.drive, name="drive"),
    path("organising/drives/<uuid:uid>/quotas/", organising.quotas, name="quotas"),
    path("organising/invitations/<uuid:uid>/letter.docx", organising.invitation_docx, name="invitation_docx"),
    path("organising/invitations/<uuid:uid>/letter.pdf", organising.invitation_pdf, name="invitation_pdf"),
]
