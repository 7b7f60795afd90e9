"""Whether every sentence has its Chinese: texts in modules and templates against the rooms' catalogues."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from django import conf
from django.utils.translation.template import templatize

from house import places

#: function → (place of the context or none, place of the text, place of the plural or none)
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALLED = re.compile(r"(?<![\w.])(_|u?(?:np|n|p)?gettext)\(")
PLACES = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]|\{(\w*)\}")
HAN = re.compile(r"[一-鿿]")
DJANGO = Path(conf.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"


@dataclass(frozen=True)
class Text:
    """One sentence to translate: its context ("" for none) and where it stands first."""

    context: str
    text: str
    where: str


def _kind(name: str) -> str:
    """The plain name of a translating function, or nothing."""
    plain = name.removesuffix("_lazy").removesuffix("_noop")
    return "gettext" if plain == "_" else plain if plain in CALLS else ""


def _read(call: ast.Call, kind: str, where: str) -> Iterator[Text]:
    context_at, text_at, _plural_at = CALLS[kind]
    values = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    context = values[context_at] if context_at is not None and len(values) > context_at else ""
    text = values[text_at] if len(values) > text_at else None
    if isinstance(text, str) and isinstance(context, str) and text:
        yield Text(context, text, where)


def _in_module(path: Path) -> Iterator[Text]:
    for node in ast.walk(places.tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if kind := _kind(name):
                yield from _read(node, kind, f"{places.short(path)}:{node.lineno}")


def _in_template(path: Path) -> Iterator[Text]:
    """Django turns a template into calls among blots; each call is read for itself."""
    plain = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in CALLED.finditer(plain):
        line = plain.count("\n", 0, found.start()) + 1
        call = _call_at(plain, found.start())
        if call is not None and (kind := _kind(found.group(1).removeprefix("u"))):
            yield from _read(call, kind, f"{places.short(path)}:{line}")


def _call_at(text: str, start: int) -> ast.Call | None:
    """The shortest stretch from here that is a whole call."""
    end = text.find(")", start)
    while end != -1:
        try:
            node = ast.parse(" ".join(text[start : end + 1].splitlines(keepends=False)), mode="eval").body
        except SyntaxError:
            end = text.find(")", end + 1)
            continue
        return node if isinstance(node, ast.Call) else None
    return None


@cache
def _texts() -> dict[str, list[Text]]:
    """Room → its sentences, each once."""
    found: dict[str, dict[tuple[str, str], Text]] = defaultdict(dict)
    for read, paths in ((_in_module, places.modules()), (_in_template, places.templates())):
        for path in paths:
            for one in read(path):
                found[places.room_of(path)].setdefault((one.context, one.text), one)
    return {room: list(texts.values()) for room, texts in found.items()}


@cache
def _catalogue(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """(context, sentence) → its forms; what is marked as fuzzy or left empty is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    found = {}
    for message in catalogue:
        single = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if single and all(forms) and not message.fuzzy:
            found[message.context or "", single] = forms
    return found


def _rooms() -> dict[str, dict[tuple[str, str], tuple[str, ...]]]:
    names = places.rooms()
    return {name: _catalogue(places.SOURCE / name / "locale/zh_Hans/LC_MESSAGES/django.po") for name in names}


def missing() -> Iterator[str]:
    """Sentences without Chinese."""
    known = {key for catalogue in _rooms().values() for key in catalogue} | _catalogue(DJANGO).keys()
    for room, texts in sorted(_texts().items()):
        for one in texts:
            if (one.context, one.text) not in known:
                said = f" ({one.context})" if one.context else ""
                yield f"{room}: {one.where} has no Chinese: {one.text!r}{said}"


def unlike() -> Iterator[str]:
    """Translations that lose or invent a place for a value, or hold no Chinese at all."""
    for room, catalogue in _rooms().items():
        for (_context, text), forms in catalogue.items():
            wanted = _named(text)
            for form in forms:
                if _named(form) - wanted or (len(forms) == 1 and wanted - _named(form)):
                    yield f"{room}: other places than the English: {text!r} → {form!r}"
            if re.search(r"[A-Za-z]{4}", PLACES.sub("", text)) and not any(
                HAN.search(form) for form in forms
            ):
                yield f"{room}: not Chinese: {text!r} → {forms[0]!r}"


def _named(text: str) -> set[str]:
    return {found.group(0) for found in PLACES.finditer(text) if found.group(0) != "%%"}


def contradictions() -> Iterator[str]:
    """One sentence with two translations: Django keeps only one of them."""
    said: dict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    for room, catalogue in _rooms().items():
        for key, forms in catalogue.items():
            said[key].setdefault(forms, room)
    for (_context, text), found in said.items():
        if len(found) > 1:
            yield f"{text!r} is translated differently by {', '.join(sorted(found.values()))}"
