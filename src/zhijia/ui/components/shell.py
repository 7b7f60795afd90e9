"""The frame of every page: bars, menus, footer, texts for the scripts."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.template import Library
from django.template.context import Context
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.ui import menu

register = Library()


@cache
def release() -> str:
    """The version of the product, empty where it runs without being installed."""
    try:
        return version("zhijia")
    except PackageNotFoundError:
        return ""


@register.inclusion_tag("ui/shell/top_bar.html", takes_context=True)
def top_bar(context: Context) -> dict[str, Any]:
    """Product, place of the actor, search, language and account."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
        "home_url": menu.address("home") or "/",
        "places": _places(actor),
        "name": getattr(actor, "name", ""),
        "signed_in": actor is not None and not actor.is_anonymous,
        "search_url": menu.address("search"),
        "query": request.GET.get("q", ""),
        "account": menu.account(actor, path=request.path),
        "logout_url": menu.address("account_logout"),
    }


def _places(actor: Any) -> list[str]:
    """The places the actor's posts stand at, each once, the highest first."""
    seats = sorted(getattr(actor, "seats", ()), key=lambda seat: (len(seat.path), seat.path))
    return list(dict.fromkeys(seat.org_name for seat in seats if seat.org_name))


@register.inclusion_tag("ui/shell/language.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """The button to the other language; the page comes back where it was."""
    request = context.get("request")
    current = translation.get_language() or settings.LANGUAGE_CODE
    others = [
        (code, LANGUAGE_NAMES.get(code, code)) for code, _label in settings.LANGUAGES if code != current
    ]
    return {
        "csrf_token": context.get("csrf_token", ""),
        "url": menu.address("language") or menu.address("set_language"),
        "here": request.get_full_path() if request is not None else "/",
        "others": others,
    }


#: each language in its own words, as a reader of the other one looks for it
LANGUAGE_NAMES = {"zh-hans": "中文", "en": "English"}


#: as many lines as a menu shows without folding its sections
FEW = 12


@register.inclusion_tag("ui/shell/side_menu.html", takes_context=True)
def side_menu(context: Context) -> dict[str, Any]:
    """The main menu in its sections."""
    return {"sections": _sections(_lines(context))}


@register.inclusion_tag("ui/shell/tab_bar.html", takes_context=True)
def tab_bar(context: Context) -> dict[str, Any]:
    """The four entries a phone has room for, and the way to the rest."""
    lines = _lines(context)
    return {"lines": [line for line in lines if line.phone][:4], "more": len(lines)}


def _lines(context: Context) -> list[menu.Line]:
    """The lines for this page, looked up once for menu and bar."""
    request = context["request"]
    if not hasattr(request, "menu_lines"):
        request.menu_lines = menu.main(getattr(request, "actor", None), path=request.path)
    found: list[menu.Line] = request.menu_lines
    return found


def _sections(lines: list[menu.Line]) -> list[dict[str, Any]]:
    """The lines by section, sections in the order of their first line; a long menu shows where one is."""
    found: dict[str, list[menu.Line]] = {}
    for line in lines:
        found.setdefault(str(line.section), []).append(line)
    few = len(lines) <= FEW
    return [
        {"label": label, "lines": some, "open": few or any(line.active for line in some)}
        for label, some in found.items()
    ]


@register.simple_block_tag(takes_context=True)
def titled(context: Context, content: str) -> SafeString:
    """The page's title for the tab, without its tags, kept as `page_title` for the heading below."""
    context["page_title"] = mark_safe(content.strip())
    return format_html("{} · {}", mark_safe(strip_tags(content).strip()), _("Zhijia"))


@register.inclusion_tag("ui/shell/footer.html", takes_context=True)
def page_footer(context: Context, dated: bool = True) -> dict[str, Any]:
    """Version, the day the page speaks of (today unless it says `as_of`), whether its people are invented."""
    return {
        "release": release(),
        "as_of": context.get("as_of") or (today() if dated else None),
        "demo": bool(getattr(settings, "DEMO", False)),
    }


@register.simple_tag
def demo() -> bool:
    """Whether this house is the demonstration with invented people."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def script_texts() -> dict[str, str]:
    """The sentences the scripts say, in the reader's language."""
    return {
        "close": _("Close"),
        "offline": _("No network. What you type is kept in this browser."),
        "online": _("The network is back."),
        "offline_submit": _("No network: nothing was sent. Try again when it is back."),
        "failed": _("The server could not be reached. Nothing was saved; please try again."),
        "error": _("This could not be done (%(status)s). Nothing was saved."),
        "draft_found": _("There is a draft from %(when)s that was not saved."),
        "draft_restore": _("Restore"),
        "draft_discard": _("Discard"),
        "draft_restored": _("The draft is back in the form. Photos must be chosen again."),
        "photo_pick": _("Take or choose a photo"),
        "photo_or_file": _("Take a photo or choose a file"),
        "photo_remove": _("Remove %(name)s"),
        "photo_smaller": _("%(name)s: made smaller, %(size)s"),
        "photo_as_is": _("%(name)s: %(size)s"),
        "photo_not": _("%(name)s is of a kind that is not accepted here and was left out."),
        "photo_no_preview": _("%(name)s: this browser cannot show it; it is sent as it is, %(size)s"),
        "copied": _("Copied"),
        "chart_failed": _("The chart could not be drawn; the table below holds the same numbers."),
    }
