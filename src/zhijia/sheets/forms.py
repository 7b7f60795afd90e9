"""What the pages of lists ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.registry.forms import EntryForm
from zhijia.registry.register import Register
from zhijia.sheets.names import MOST, money_field, names_people
from zhijia.sheets.read import FILE_BYTES, BadFile, Table, read, read_text
from zhijia.tree.actor import Actor


class UploadForm(forms.Form):
    """A file or pasted rows; cleaned, it has the `table` they hold."""

    file = forms.FileField(
        label=_("file"),
        required=False,
        help_text=_(".xlsx, .xls or .csv, up to 20 MB and 200,000 rows"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )
    text = forms.CharField(
        label=_("or pasted rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-sensitive": "1"}),
        help_text=_("Mark the cells in Excel with their headings, copy them and paste them here."),
    )
    table: Table
    source = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        name = "file" if file else "text"
        try:
            if file and file.size > FILE_BYTES:
                raise BadFile(
                    _("The file has more than %(limit)s MB; split it.") % {"limit": FILE_BYTES >> 20}
                )
            self.table = read(file.read()) if file else read_text(text)
            self.source = file.name if file else str(_("pasted rows"))
        except BadFile as error:
            self.add_error(name if name not in self.errors else None, str(error))
        return cleaned


class ReasonForm(forms.Form):
    """Why protected values are needed in clear."""

    reason = forms.CharField(label=_("reason"), min_length=4, max_length=500)


class UndoForm(forms.Form):
    """Why a list is taken back."""

    reason = forms.CharField(label=_("reason"), min_length=4, max_length=500)


def shared_form(
    register: type[Register], actor: Actor, data: Any = None, initial: dict[str, Any] | None = None
) -> Any:
    """The register's form without the person: what holds for every line of a name list."""
    made: Any = (register.form_class or EntryForm)(register, actor, data, initial=initial)  # type: ignore[call-arg, arg-type]
    for name in ["uid", register.subject(), *(name for names in made.extra_names.values() for name in names)]:
        made.fields.pop(name, None)
    if money := money_field(register):
        made.fields[money].required = False
        made.fields[money].help_text = _("For every line without an amount of its own.")
    people = forms.CharField(
        label=_("name list"),
        widget=forms.Textarea(attrs={"rows": 10, "data-sensitive": "1"}),
        help_text=_(
            "One person a line: name, if needed the end of number or telephone, if needed the amount."
        )
        if names_people(register)
        else _("One name a line, written as it is on file."),
    )
    made.fields = {"people": people, **made.fields}
    return made


def line_count_fault(text: str) -> str:
    """What is wrong with a list too long for one page, or ""."""
    many = len([line for line in text.splitlines() if line.strip()])
    return str(_("A name list has up to %(most)s lines.") % {"most": MOST}) if many > MOST else ""
