"""What a sheet is made of: the columns of a register, or of a sheet some room declares itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhijia.registry.bulk import add_many
from zhijia.registry.fields import MoneyField
from zhijia.registry.register import REGISTERS, Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

Text = str | Promise
#: kinds that only an export has
ONLY_OUT = ("shown",)
#: headings that a list of faults has in front: it may be corrected and sent again as it is
FAULT_COLUMNS: tuple[Text, ...] = (_("line"), _("column"), _("what is wrong"))


@dataclass(frozen=True, eq=False)
class SheetColumn:
    """One column: `kind` says how its cells are read and written.

    text, whole, number, money, day, choice, truth; org (statistical code), key (natural key of a related entry),
    named (a related entry by its name), hint (what tells two of one name apart), uid, shown (written only).
    """

    name: str
    label: Text
    kind: str = "text"
    required: bool = False
    choices: tuple[tuple[Any, Text], ...] = ()
    other: type[Register] | None = None
    key: str = ""
    synonyms: tuple[str, ...] = ()
    help: Text = ""
    level: str = ""
    hidden: bool = False

    def headings(self) -> set[str]:
        """Every heading it is known by, in all languages of the house, plainly written."""
        return {plain(self.name), *map(plain, self.synonyms), *in_all_languages(self.label)}


def in_all_languages(text: Text) -> set[str]:
    """A text plainly written, in all languages of the house."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(plain(str(text)))
    return found


def plain(text: str) -> str:
    """A heading without spaces, stars and what stands in brackets."""
    cut = text.translate(str.maketrans("（）：", "():")).partition("(")[0]
    return "".join(cut.replace("*", "").replace(":", "").split()).casefold()


class Make(Protocol):
    """Makes the entries of rows of values, all or none; raises `registry.bulk.RowErrors`."""

    def __call__(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        by: Actor,
        source: str,
        source_digest: str,
        numbers: list[int],
    ) -> int: ...


@dataclass(frozen=True)
class Sheet:
    """A list that can be read in: its columns and what is made of its rows.

    `register` says who may use it and where its pages are. `whole` when rows of one list lean on each other,
    so that a trial must look at all of them together.
    """

    key: str
    title: Text
    register: type[Register]
    columns: tuple[SheetColumn, ...]
    make: Make
    whole: bool = False
    #: making its rows tells every fault at once; of the rows left without the faulty ones it would tell untrue ones
    complete: bool = False

    def column(self, name: str) -> SheetColumn:
        """The column of that name; raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    def may(self, actor: Actor) -> bool:
        return self.register.policy.add.ever(actor)


_declared: dict[str, Sheet] = {}


def declare(sheet: Sheet) -> None:
    """Has a sheet read in under its own key, and by the pages of its register in place of the generic one."""
    _declared[sheet.key] = sheet


def sheet_called(key: str) -> Sheet:
    """The sheet of a key: one declared, or of the register of that key; raises KeyError."""
    return _declared[key] if key in _declared else sheet_of(REGISTERS[key])


def sheet_of(register: type[Register]) -> Sheet:
    """The sheet in which entries of a register are read in."""
    for sheet in _declared.values():
        if sheet.register is register:
            return sheet
    return own_sheet(register)


def sheet_for(register: type[Register], rows: Sequence[tuple[int, Sequence[str]]]) -> Sheet:
    """The sheet by which a list is read: a workbook that left this register comes back as it went.

    It is known by its hidden row, which names every column of the register's own sheet.
    """
    own = own_sheet(register)
    names = {column.name for column in own.columns}
    left = any(names <= {cell.strip() for cell in cells} for _line, cells in rows[:3])
    return own if left else sheet_of(register)


def own_sheet(register: type[Register]) -> Sheet:
    """The sheet made from a register's declaration."""

    def make(
        rows: Sequence[Mapping[str, Any]], *, by: Actor, source: str, source_digest: str, numbers: list[int]
    ) -> int:
        return add_many(register, rows, by=by, source=source, source_digest=source_digest, numbers=numbers)

    title = register.model._meta.verbose_name_plural or register.key
    return Sheet(register.key, title, register, columns_of(register), make)


def columns_of(register: type[Register], *names: str) -> tuple[SheetColumn, ...]:
    """The columns of a register's fields, of all of them when none are named."""
    found: list[SheetColumn] = []
    for name in names or register.fields:
        found += _columns(register, name)
    if not names:
        if register.flow is not None:
            label = register.field("state").verbose_name  # type: ignore[union-attr]
            found.append(SheetColumn("state", label, "shown"))
        found.append(SheetColumn("uid", "uid", "uid", hidden=True))
    return tuple(found)


def _columns(register: type[Register], name: str) -> list[SheetColumn]:
    field: Any = register.field(name)
    label, level = field.verbose_name, register.levels.get(name, "")
    needed = not field.blank and not field.null and not field.has_default()
    other = register.related().get(name)
    more: dict[str, Any] = {"required": needed, "help": field.help_text, "level": level}
    if field.related_model is Org:
        shown = SheetColumn(f"{name}.name", format_lazy(_("{}: name"), label), "shown")
        return [SheetColumn(name, label, "org", **more), shown]
    if other is None:
        return [SheetColumn(name, label, _kind(field), choices=_choices(field), **more)]
    key = register.natural_keys.get(name, "uid")
    if key == "uid":
        return [
            SheetColumn(name, label, "named", other=other, **more),
            SheetColumn(f"{name}.hint", format_lazy(_("{}: end of number or telephone"), label), "hint"),
            SheetColumn(f"{name}.uid", f"{name}.uid", "uid", other=other, hidden=True),
        ]
    shown = SheetColumn(f"{name}.name", format_lazy(_("{}: name"), label), "shown")
    return [SheetColumn(name, label, "key", other=other, key=key, **more), shown]


def _kind(field: Any) -> str:
    if field.choices:
        return "choice"
    kinds = {
        models.DecimalField: "number",
        MoneyField: "money",
        models.DateField: "day",
        models.BooleanField: "truth",
        models.IntegerField: "whole",
    }
    return next((kind for model, kind in kinds.items() if isinstance(field, model)), "text")


def _choices(field: Any) -> tuple[tuple[Any, Text], ...]:
    return tuple((code, label) for code, label in field.flatchoices) if field.choices else ()


def importable(columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    """The columns somebody fills in."""
    return [column for column in columns if column.kind not in ONLY_OUT]
