"""What a wording must hold and must not, and how it is filled in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhijia.kernel.identity import mask_id
from zhijia.reach.kinds import Kind

WECHAT = "wechat"
LONGEST = 500
PLACE = re.compile(r"\{([^{}]*)\}")
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
#: letters and digits in a row as keys have them and words have not
KEY = re.compile(r"(?<![\w-])(?=[\w-]*\d)[A-Za-z0-9_-]{16,}(?![\w-])")
LINK = re.compile(r"https?://|www\.|(?<![\w.])[\w-]+\.(?:cn|com|net|org|top|cc)\b", re.IGNORECASE)
TEMPLATE = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")
MAPPED = re.compile(r"([a-z][A-Za-z0-9_.]{0,31})\s*=\s*(\S.*)\Z")


def faults(kind: Kind, form: str, text: str) -> list[str]:
    """Everything that is wrong with a wording, in sentences; none when it can stand."""
    body = "\n".join(text.strip().splitlines()[1:]) if form == WECHAT else text
    return [
        *(_mapping(text) if form == WECHAT else []),
        *_fields(kind, body),
        *_protected(kind, body),
        *_length(kind, form, text),
    ]


def _fields(kind: Kind, text: str) -> list[str]:
    used = PLACE.findall(text)
    found = []
    if re.search(r"[{}]", PLACE.sub("", text)):
        found.append(_("A brace stands alone: a field is written {like_this}."))
    known = {field.name: field for field in kind.fields}
    for name in dict.fromkeys(used):
        if name not in known:
            found.append(_("There is no field {%(name)s} in this message.") % {"name": name[:40]})
        elif known[name].secret and used.count(name) > 1:
            found.append(_("The field {%(name)s} stands once only: it opens the answer.") % {"name": name})
    for field in kind.fields:
        if field.needed and field.name not in used:
            words = {"name": field.name, "label": field.label}
            found.append(_("The field {%(name)s} (%(label)s) is missing.") % words)
    return found


def protected(text: str) -> list[str]:
    """What an officer's own words must not hold: an identity number, a key, an address to be opened."""
    found = _told_too_much(text)
    if LINK.search(unicodedata.normalize("NFKC", text)):
        found.append(_("No address to be opened: people learn from frauds that such links are not ours."))
    return found


def _told_too_much(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", PLACE.sub(" ", text))
    found = []
    if ID_NUMBER.search(plain):
        found.append(_("This looks like an identity number; a wording is read by many and holds none."))
    elif KEY.search(plain):
        found.append(_("This looks like a key or a code; one comes in through its field alone."))
    return found


def _protected(kind: Kind, text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", PLACE.sub(" ", text))
    found = _told_too_much(text)
    if kind.secret and LINK.search(plain):
        found.append(
            _("No address of its own beside the link of this message: nobody could tell which is ours.")
        )
    return found


def _length(kind: Kind, form: str, text: str) -> list[str]:
    if not text.strip():
        return [_("Write something.")]
    longest = max(len(fill(kind, form, text, kind.samples(code))) for code in ("zh-hans", "en"))
    most = LONGEST * 2 if form == WECHAT else LONGEST
    if longest > most:
        words = {"most": most, "n": longest}
        return [_("With its fields filled in it has %(n)s characters; %(most)s at most.") % words]
    return []


def _mapping(text: str) -> list[str]:
    first, *lines = text.strip().splitlines() or [""]
    found = []
    if not TEMPLATE.match(first.strip()):
        found.append(_("The first line is the number WeChat gave the template, letters and digits only."))
    for line in lines:
        if line.strip() and not MAPPED.match(line.strip()):
            found.append(_("This line is not of the form keyword1 = {field}: %(line)s") % {"line": line[:40]})
    if not any(line.strip() for line in lines):
        found.append(_("Below the first line, one line for each keyword of the template: keyword1 = {field}"))
    return found


def fill(kind: Kind, form: str, text: str, values: Mapping[str, object]) -> str:
    """The text with its fields filled in; an identity number in a value is masked, whatever room gave it."""
    open_fields = {field.name for field in kind.fields if field.secret}

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        said = str(values.get(name, found.group(0)))
        return said if name in open_fields else ID_NUMBER.sub(lambda one: mask_id(one.group(0)), said)

    if form != WECHAT:
        return PLACE.sub(value, text)
    first, *lines = text.strip().splitlines() or [""]
    pairs = [found.groups() for line in lines if (found := MAPPED.match(line.strip()))]
    filled = {name: PLACE.sub(value, said) for name, said in pairs}
    url = filled.pop("url", "")
    data = {name: {"value": said} for name, said in filled.items()}
    message = {"template_id": first.strip(), "data": data} | ({"url": url} if url else {})
    return json.dumps(message, ensure_ascii=False)
