"""Where a request comes from: its network address and, in a few words, its device."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Lark", "Lark"),
    ("Edg(?:A|iOS)?", "Edge"),
    ("OPR", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Version(?=/[\\d.]+ .*Safari)", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("Linux|X11", "Linux"),
)


def _valid(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return None


def address_of(request: HttpRequest) -> str | None:
    """The caller's address; `ZHIJIA_PROXIES` says how many trusted proxies wrote into X-Forwarded-For.

    A header shorter than that, or with something else than an address at that place, is not believed.
    """
    proxies = settings.ZHIJIA_PROXIES
    hops = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    told = _valid(hops[-proxies]) if len(hops) >= proxies > 0 else None
    return told or _valid(request.META.get("REMOTE_ADDR", ""))


def device_name(user_agent: str) -> str:
    """Browser with main version and system, such as "Chrome 126 · Windows"; empty when unknown."""
    parts = []
    for pattern, name in BROWSERS:
        if found := re.search(rf"(?:{pattern})/(\d{{1,4}})", user_agent):
            parts.append(f"{name} {found[1]}")
            break
    for pattern, name in SYSTEMS:
        if re.search(pattern, user_agent):
            parts.append(name)
            break
    return " · ".join(parts)


def device_of(request: HttpRequest) -> str:
    return device_name(request.headers.get("User-Agent", ""))
