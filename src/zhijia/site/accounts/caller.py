"""By what a request was sent, in a few words: browser and system."""

from __future__ import annotations

import re

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
