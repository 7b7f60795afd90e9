from django.urls import path

from zhijia.evidence.views import arrivals, callbacks, everybody, files, public, questions, slips

app_name = "evidence"
urlpatterns = [
    path("files/<uuid:uid>/", files.file, name="file"),
    path("files/<uuid:uid>/thumb/", files.thumb, name="thumb"),
    path("evidence/reused/", files.reused, name="reused"),
    path("evidence/attachments/<uuid:uid>/remove/", files.remove, name="remove"),
    path("evidence/attachments/<uuid:uid>/explain/", files.explain, name="explain"),
    path("evidence/attachments/<uuid:uid>/accept/", files.accept, name="accept"),
    path("evidence/attachments/<uuid:uid>/refuse/", files.refuse, name="refuse"),
    path("evidence/slips/", slips.waiting, name="slips"),
    path("evidence/slips/print/", slips.print_page, name="print"),
    path("evidence/callbacks/", callbacks.waiting, name="callbacks"),
    path("evidence/callbacks/<uuid:uid>/", callbacks.call, name="call"),
    path("evidence/callbacks/<uuid:uid>/take/", callbacks.take, name="take"),
    path("evidence/callbacks/<uuid:uid>/answer/", callbacks.answer, name="call_answer"),
    path("evidence/ask/<str:kind>/", everybody.of_list, name="ask_list"),
    path("evidence/ask/<str:kind>/<str:parent>/<uuid:uid>/", everybody.of_entry, name="ask_people"),
    path("evidence/sheet/<str:kind>/<str:parent>/<uuid:uid>/", everybody.sheet, name="sheet"),
    path("evidence/<str:kind>/<uuid:uid>/attach/", files.attach, name="attach"),
    path("evidence/<str:kind>/<uuid:uid>/ask/", questions.ask, name="ask"),
    path("evidence/<str:kind>/<uuid:uid>/confirm/", questions.own, name="own"),
    path("c/", public.code, name="code"),
    path("c/answer/", public.answer, name="answer"),
    path("c/at/", arrivals.arrive, name="arrive"),
    path("c/at/<str:number>/", arrivals.arrive, name="arrive_at"),
    path("c/<str:token>/", public.link, name="link"),
]
