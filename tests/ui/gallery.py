"""Pages that show every component once, for tests and for looking: `python -m tests.ui.look FOLDER`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from zhijia.kernel.period import Period
from zhijia.ui import charts, errors, menu, widgets
from zhijia.ui.moments import Moment

CHINA = ZoneInfo("Asia/Shanghai")
AT = datetime(2011, 6, 3, 10, 32, tzinfo=CHINA)
YEAR = Period.year(2011)

#: what the settings of a gallery server differ in; no database is used
SETTINGS: dict[str, Any] = {
    "ROOT_URLCONF": "tests.ui.gallery",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "MIDDLEWARE": [
        "csp.middleware.CSPMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "tests.ui.gallery.ChairMiddleware",
        "zhijia.ui.middleware.ErrorPageMiddleware",
    ],
    "CSRF_FAILURE_VIEW": "zhijia.ui.errors.csrf_failure",
    "DEBUG": False,
}
SETTINGS["TEMPLATES"] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "string_if_invalid": "[no such variable: %s]",
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


class ChairMiddleware:
    """Every request comes from one invented officer with two posts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seats = (
            SimpleNamespace(role="officer", path="00010002", org_name="云梦县总工会"),
            SimpleNamespace(role="chair", path="0001000200030004", org_name="云梦县建筑业联合工会"),
        )
        request.actor = SimpleNamespace(user_id=7, name="刘晓梅", seats=seats, is_anonymous=False)  # type: ignore[attr-defined]
        request.id = "3f9a1c0d7e5b2a64"  # type: ignore[attr-defined]
        return self.get_response(request)


class GalleryForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=20)
    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        widget=widgets.IdNumberInput,
        help_text=gettext_lazy("15 or 18 digits"),
        required=False,
    )
    paid_on = forms.DateField(label=gettext_lazy("Paid on"), widget=widgets.DayInput)
    amount = forms.CharField(label=gettext_lazy("Amount"), widget=widgets.AmountInput)
    people = forms.IntegerField(label=gettext_lazy("People"), required=False, min_value=0)
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), choices=[("", "—"), ("ill", "疾病")])
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("Ways"),
        choices=[("cash", "现金"), ("goods", "实物"), ("work", "介绍工作")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("a", "生活救助"), ("b", "医疗救助")], widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    photo = forms.FileField(label=gettext_lazy("Photos"), widget=widgets.PhotoInput, required=False)
    papers = forms.FileField(
        label=gettext_lazy("Papers"), widget=widgets.PhotosInput({"accept": "image/*,.pdf"}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("The worker agrees that this is kept"))


def figure(
    counted: int | None, claimed: int = 0, base: int | None = None, state: str = ""
) -> SimpleNamespace:
    """A figure as the counting room gives it."""
    share = None if base is None or counted is None else counted * 100 / base
    return SimpleNamespace(counted=counted, claimed=claimed, base=base, percent=share, state=state)


def words() -> dict[str, Any]:
    """Everything the gallery page shows."""
    done = [182, 96, 240, 311, 288, 350, 190, 205, 260, 0, 0, 0]
    running = [sum(done[: at + 1]) if at < 9 else None for at in range(12)]
    places = ["孝南区", "汉川市", "应城市", "安陆市", "云梦县", "大悟县", "孝昌县"]
    return {
        "trend": charts.monthly_trend(
            "trend",
            title=_("People helped by month"),
            months=[f"{month} 月" for month in range(1, 13)],
            done=done,
            cumulative=running,
            target=3600,
            unit="person",
            labels={"month": "月份", "done": "当月", "cumulative": "累计", "target": "目标"},
            summary="九月底累计 2,122 人,为目标的 59%。",
        ),
        "places": charts.children(
            "places",
            title=_("Membership by county"),
            names=places,
            values=[82.4, 79.1, 76.5, 88.0, 71.3, None, 64.9],
            labels={"place": "县市区", "value": "入会率", "target": "目标"},
            target=80,
            unit="%",
        ),
        "rooms": figure(13, 4),
        "rate": figure(15412, base=19890),
        "none": figure(None, state="no_base"),
        "money": figure(123456700, 250000, state="recounting"),
        "year": YEAR,
        "june": Period.month(2011, 6),
        "as_of": date(2011, 9, 30),
        "missing": ["缺佐证 3 条", "职工未确认 1 条"],
        "gates": SimpleNamespace(evidenced_at=AT, confirmed_at=None, verified_at=None),
        "met": SimpleNamespace(evidenced_at=AT, confirmed_at=AT, verified_at=AT),
        "moments": moments(),
        "page": Paginator(range(612), 25).page(4),
        "steps": [
            ("申请", "done", "6月1日"),
            ("审批", "done", "6月2日"),
            ("发放", "current", ""),
            ("职工确认", "todo", ""),
        ],
        "tabs": [("概况", "#a", True), ("条目", "#b", False, 612), ("审核", "#c", False, 3)],
        "crumbs": [("记分牌", "/"), ("云梦县总工会", "/"), ("生活救助", "")],
        "facts": [
            ("单位", "云梦县建筑业联合工会"),
            ("金额", "1,200.00 元"),
            ("发放日期", "2011年6月3日"),
            ("备注", ""),
        ],
        "rows": [
            ("王建国", "云梦县建筑业联合工会", "received", "已确认", 120000),
            ("李秀英", "云梦县供销社工会", "asked", "待审批", 80000),
            ("张志强", "云梦县第一建筑公司工会", "returned", "已退回", 350000),
        ],
        "form": GalleryForm(),
    }


def moments() -> list[Moment]:
    """A short history."""
    change = ("金额", "800.00", "1,200.00")
    return [
        Moment(AT, "职工已确认", "王建国", "通过短信链接确认", icon="user-check", tone="good"),
        Moment(AT - timedelta(hours=3), "金额更正", "刘晓梅", "原始单据补交", (change,), "pencil", "warn"),
        Moment(AT - timedelta(days=2), "提出申请", "刘晓梅", icon="plus", tone="info"),
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/components.html", words())


def board(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/board.html", words())


def form(request: HttpRequest) -> HttpResponse:
    """A form that is kept as a draft, saved with a message, sent back with errors."""
    sent = GalleryForm(request.POST or None, request.FILES or None, initial={"paid_on": date(2011, 6, 3)})
    if request.method == "POST" and sent.is_valid():
        # Long enough for an impatient second click.
        time.sleep(0.4 if "slow" in request.GET else 0)
        messages.success(request, "已保存。")
        request.session["sent"] = request.session.get("sent", 0) + 1
        return redirect("gallery")
    return render(request, "gallery/form.html", {"form": sent}, status=422 if sent.errors else 200)


def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/plain.html", {"form": GalleryForm()})


def reveal(request: HttpRequest) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return HttpResponse("420923198807071234" if reason else "", status=200 if reason else 422)


def failing(request: HttpRequest, status: int) -> HttpResponse:
    """The error of that status, raised the way it is raised in the house."""
    if status == 403:
        raise PermissionDenied("只有县总工会主席可以审批。")
    if status == 404:
        raise Http404
    if status == 500:
        raise ZeroDivisionError
    return errors.page(request, status, retry_after=900 if status == 429 else None)


def empty_answer(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Retry-After": "60"})


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    messages.success(request, "完成。")
    return redirect("gallery")


def counted(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"sent": request.session.get("sent", 0)})


urlpatterns = [
    path("", board, name="home"),
    path("gallery/", gallery, name="gallery"),
    path("form/", form, name="form"),
    path("plain/", plain, name="plain"),
    path("reveal/", reveal, name="reveal"),
    path("post/", only_post, name="post"),
    path("sent/", counted, name="sent"),
    path("search/", board, name="search"),
    path("logout/", only_post, name="account_logout"),
    path("fail/<int:status>/", failing, name="fail"),
    path("bare/<int:status>/", empty_answer),
    path("api/fail/<int:status>/", failing),
    path("i18n/", include("django.conf.urls.i18n")),
]
handler400 = "zhijia.ui.errors.bad_request"
handler403 = "zhijia.ui.errors.forbidden"
handler404 = "zhijia.ui.errors.not_found"
handler500 = "zhijia.ui.errors.server_error"


def with_menu() -> None:
    """The menus of the gallery."""
    with override("zh-hans"):
        lines = [
            ("我的工作台", "home", "clipboard-check", "", True),
            ("记分牌", "gallery", "gauge", "", True),
            ("困难救助", "form", "heart", "登记", True),
            ("职工书屋", "plain", "book", "登记", True),
        ]
        for order, (label, name, icon, section, phone) in enumerate(lines):
            menu.add(menu.Entry(label, name, icon, order, section=section, phone=phone))
        menu.add_account(menu.Entry("登录记录", "gallery", "history"))
