"""Small signs: icons, states, gates, buttons, masked values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template import Library
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from zhijia.ui.menu import Text

register = Library()

TONES = {
    "good": (
        "received",
        "done",
        "approved",
        "verified",
        "confirmed",
        "open",
        "active",
        "in_force",
        "paid",
        "locked",
    ),
    "info": (
        "asked",
        "submitted",
        "sent",
        "waiting",
        "checked",
        "planned",
        "running",
        "recorded",
        "accepted",
        "settled",
    ),
    "warn": ("returned", "late", "due", "overdue", "suspended", "claimed", "argued"),
    "bad": ("refused", "rejected", "cancelled", "withdrawn", "void", "failed"),
}
TONE_OF = {key: tone for tone, keys in TONES.items() for key in keys}
TONE_ICONS = {"good": "circle-check", "info": "info", "warn": "alert-triangle", "bad": "ban", "plain": "info"}


@register.simple_tag
def icon(name: str, label: Text = "", extra: str = "") -> SafeString:
    """One icon of the sprite; silent for screen readers unless it has a label."""
    return _icon(name, f"{label}", f"{extra}", _sprite())


@lru_cache(maxsize=1)
def _sprite() -> str:
    """The address of the icons, which stays while the house runs; a page asks it over a hundred times."""
    return static("ui/vendor/icons.svg")


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, extra: str, place: str) -> SafeString:
    speech = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="zj-icon {}" {} focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        speech,
        place,
        name,
    )


@register.inclusion_tag("ui/components/state_badge.html")
def state_badge(key: str, label: Text, tone: str = "") -> dict[str, Any]:
    """The state of an entry in words and colour; the word alone suffices."""
    return {"label": label, "tone": tone or TONE_OF.get(str(key), "plain")}


@register.inclusion_tag("ui/components/gate_marks.html")
def gate_marks(entry: Any, compact: bool = False, asked: Mapping[str, bool] | None = None) -> dict[str, Any]:
    """What has been met of evidence, confirmation and verification, and when.

    `asked` says which of the three are asked for and whether they are met, also through another entry; what is
    neither asked for nor met is not shown.
    """
    known = [
        ("paperclip", pgettext("gate", "evidence"), "evidenced"),
        ("user-check", pgettext("gate", "confirmed by the worker"), "confirmed"),
        ("shield-check", pgettext("gate", "verified on site"), "verified"),
    ]
    gates = []
    for icon, label, key in known:
        at = getattr(entry, f"{key}_at", None)
        met = asked.get(key) if asked is not None else at is not None
        if met is not None or at is not None:
            gates.append((icon, label, bool(met or at), at))
    return {"gates": gates, "compact": compact}


@register.inclusion_tag("ui/components/action.html", takes_context=True)
def action(
    context: Context,
    label: Text,
    url: str,
    icon: str = "",
    tone: str = "",
    method: str = "get",
    confirm: Text = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A button that leads somewhere, or one that does something by POST and may ask first."""
    styles = {"primary": "btn-primary", "danger": "btn-outline-danger", "ghost": "btn-ghost-secondary"}
    return {
        "label": label,
        "url": url,
        "icon": icon,
        "style": styles.get(tone, "btn-outline-secondary"),
        "post": method == "post",
        "confirm": confirm,
        "danger": tone == "danger",
        "name": name,
        "value": value,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/components/masked.html")
def masked(value: Text, reveal: str = "", label: Text = "", reason: bool = True) -> dict[str, Any]:
    """A masked value and, where `reveal` is an address, the button to see it, which asks for a reason."""
    return {"value": value, "reveal": reveal, "label": label, "reason": reason}
