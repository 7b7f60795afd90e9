"""The holes import-linter leaves: foreign keys and modules named by string, imports past a front door."""

from __future__ import annotations

import ast
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from house import places

DOTTED = re.compile(r"zhijia\.([a-z_]+)(\.[a-z_.]+)?\Z")


def foreign_keys() -> Iterator[str]:
    """Relations of models that reach into a room above or beside their own."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    os.environ.setdefault("ZHIJIA_DATA", tempfile.mkdtemp(prefix="zhijia-check-"))
    django.setup()
    known = places.floors()
    for model in apps.get_models():
        room = model._meta.app_label
        for field in model._meta.get_fields():
            other = getattr(field.related_model, "_meta", None) if field.concrete else None
            if (
                room in known
                and other
                and other.app_label in known
                and not places.may_use(room, other.app_label)
            ):
                yield f"{model._meta.label}.{field.name} points up or sideways to {other.label}"


def front_doors() -> Iterator[str]:
    """Imports into a room above the engine past its front door."""
    guarded = {room for room, floor in places.floors().items() if floor > places.floors()["registry"]}
    for path in places.modules():
        for line, parts in _imports(path):
            other = parts[1] if len(parts) > 1 else ""
            if other not in guarded or other in (places.room_of(path), "api", "sheets"):
                continue
            door = ".".join(parts[2:])
            if door not in (*places.DOORS, *_named(other)):
                yield f"{places.short(path)}:{line} enters {other} by {door or 'its package'}"


def _imports(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, module path) of every import of the house, submodules named by `from` included."""
    for node in ast.walk(places.tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [_module(node.module, alias.name) for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("zhijia."):
                yield node.lineno, name.split(".")


def _module(package: str, name: str) -> str:
    """`package.name` where that is a module, else the package whose attribute it is."""
    place = places.SOURCE.parent.joinpath(*package.split("."), name)
    return f"{package}.{name}" if place.is_dir() or place.with_suffix(".py").exists() else package


@cache
def _named(room: str) -> frozenset[str]:
    """The modules a README names as further doors: `also `room.module`` in its section on the front door."""
    readme = places.SOURCE / room / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    _before, _title, section = text.partition("## Front door")
    return frozenset(re.findall(rf"`{room}\.([a-z_.]+)`", section))


def named_rooms() -> Iterator[str]:
    """Strings that name a room above or beside: dotted modules and `get_model`."""
    for path in places.modules():
        room = places.room_of(path)
        for node in ast.walk(places.tree(path)):
            other = _room_named(node)
            if other in places.floors() and not places.may_use(room, other):
                yield f"{places.short(path)}:{node.lineno} names {other}, a room above or beside {room}"


def _room_named(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = DOTTED.match(node.value)
        return found.group(1) if found else ""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model" and node.args:
        named = node.args[0]
        text = named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else ""
        return text.partition(".")[0]
    return ""
