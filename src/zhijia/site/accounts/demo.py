"""The demo's fixed cast, named on its log-in page."""

from __future__ import annotations

import json
import logging

from django.conf import settings
from django.utils.translation import get_language

FIELDS = ("username", "password", "name", "post", "what")
log = logging.getLogger(__name__)


def _worded(value: object) -> str:
    """A text, or the text in the page's language out of {"zh-hans": …, "en": …}."""
    if isinstance(value, dict):
        value = value.get(get_language() or "") or value.get(settings.LANGUAGE_CODE) or ""
    return str(value)


def cast() -> list[dict[str, str]]:
    """Who can be tried in the demo: username, password, name, post and what each may see; else nobody.

    Read from `demo.json` in the data folder, {"cast": [{"username": …, …}]}; only when this is a demo.
    """
    place = settings.DATA / "demo.json"
    if not settings.DEMO or not place.exists():
        return []
    try:
        told = json.loads(place.read_text(encoding="utf-8"))["cast"]
        return [{field: _worded(person[field]) for field in FIELDS} for person in told]
    except (ValueError, KeyError, TypeError) as error:
        log.warning("%s does not name a cast: %s", place, error)
        return []
