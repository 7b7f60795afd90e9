"""Changing how messages are worded and how often they are sent: what the pages need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.reach import limits, wording, wordings
from zhijia.reach.kinds import Category, Kind, kind_of, kinds
from zhijia.reach.length import Length, measure
from zhijia.reach.models import Form
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org

SETTERS = (Role.OFFICER, Role.LEADER, Role.CHAIR)


def orgs(actor: Actor) -> list[Org]:
    """The federations whose wordings the actor may change."""
    return wordings.federations_of(actor)


def own_unions(actor: Actor) -> list[Org]:
    """The unions whose limits the actor sets."""
    return list(Org.objects.filter(path__in=actor.paths(*SETTERS)).order_by("path"))


def own_union(actor: Actor, code: str) -> Org | None:
    return next((one for one in own_unions(actor) if one.code == code), None)


def overview(found: list[Org], code: str) -> dict[str, Any]:
    """Every kind of message with its forms, and which of them this federation words itself."""
    org = next((one for one in found if one.code == code), found[0])
    book = wordings.Book([org])
    return {
        "org": org,
        "tabs": [(one.name, f"?org={one.code}", one == org) for one in found] if len(found) > 1 else [],
        "groups": [
            (category.label, [_line(book, org, kind) for kind in kinds() if kind.category == category])
            for category in Category
        ],
    }


def _line(book: wordings.Book, org: Org, kind: Kind) -> dict[str, Any]:
    found = [(form, book.row(org, kind, form)) for form in map(Form, kind.forms)]
    forms_ = [
        (form.value, form.label, row.org if row else None, bool(row) or form != Form.WECHAT)
        for form, row in found
    ]
    return {"kind": kind, "forms": forms_, "text": book.text(org, kind, Form.CHINESE)}


@dataclass(frozen=True)
class Preview:
    """How a wording will look with sample values, how long it is, and what is wrong with it."""

    text: str
    length: Length | None
    faults: list[str]


@dataclass
class Desk:
    """One wording on the table of somebody who may change it."""

    actor: Actor
    org: Org
    kind: Kind
    form: str
    typed: str | None = None
    faults: list[str] = field(default_factory=list)
    other: str = ""
    saved: str = ""
    status: int = 200

    @classmethod
    def of(cls, actor: Actor, code: str, key: str, form: str) -> Desk | None:
        org = next((one for one in orgs(actor) if one.code == code), None)
        kind = kind_of(key)
        return cls(actor, org, kind, form) if org and kind and form in kind.forms else None

    def save(self, data: Mapping[str, Any]) -> bool:
        """Whether a new edition stands; otherwise what was typed is kept beside what is wrong."""
        number = str(data.get("number", ""))
        text = "" if data.get("usual") else str(data.get("text", "")).replace("\r\n", "\n").strip()
        if not text and not data.get("usual"):
            self.typed, self.faults, self.status = "", [_("Write something.")], 422
            return False
        try:
            edition = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
            wordings.change(self.org, self.kind, self.form, text, number=edition, by=self.actor)
        except Refused as refusal:
            self.typed, self.faults, self.status = text, list(map(str, refusal.messages["text"])), 422
            return False
        except (Stale, Forbidden) as fault:
            self.typed, self.status = text, 409
            current = wordings.editions(self.org, self.kind, self.form).text
            self.other = current if isinstance(fault, Stale) else ""
            return False
        self.saved = _("The wording from above or of the house holds again.") if not text else _("Saved.")
        return True

    def preview(self, text: str) -> Preview:
        language = "en" if self.form == Form.ENGLISH else "zh-hans"
        text = text.replace("\r\n", "\n").strip()[:4000]
        shown = wording.fill(self.kind, self.form, text, self.kind.samples(language))
        length = measure(shown) if self.form != Form.WECHAT else None
        return Preview(shown, length, wording.faults(self.kind, self.form, text))

    def page(self) -> dict[str, Any]:
        found = wordings.editions(self.org, self.kind, self.form)
        text = found.text if self.typed is None else self.typed
        return {
            "desk": self,
            "editions": found,
            "text": text,
            "label": Form(self.form).label,
            "fields": self.kind.fields,
            "preview": self.preview(text),
            "is_wechat": self.form == Form.WECHAT,
            "tabs": [(one.label, f"../{one.value}/", one == self.form) for one in map(Form, self.kind.forms)],
        }


class LimitsForm(forms.Form):
    """Hours of quiet and messages a day."""

    quiet_from = forms.IntegerField(label=gettext_lazy("Quiet from (hour)"))
    quiet_to = forms.IntegerField(label=gettext_lazy("Quiet until (hour)"))
    person_daily = forms.IntegerField(label=gettext_lazy("Messages a day to one person, at most"))
    union_daily = forms.IntegerField(label=gettext_lazy("Messages a day from one union, at most"))
    month_parts = forms.IntegerField(
        label=gettext_lazy("Text messages a month for messages to lists, at most"),
        help_text=gettext_lazy("A long text is paid as several."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, org: Org, data: Any = None):
        self.org = org
        rule = limits.rules_of([org])[org.pk]
        start = {name: getattr(rule, name) for name in limits.NAMES}
        self.inherited = rule.org if rule.org != org else None
        own = rule.version if rule.org == org else 0
        super().__init__(data, initial={**start, "version": own})

    def save(self, by: Actor) -> bool:
        """Whether the limits were set; what is wrong stands at its field."""
        if not self.is_valid():
            return False
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        try:
            limits.set_rules(self.org, values, version=self.cleaned_data["version"], by=by)
        except Refused as refusal:
            for name, said in refusal.messages.items():
                self.add_error(name, said)
            return False
        except Stale:
            self.add_error(
                None, _("Somebody else changed this meanwhile: load the page anew and look at it.")
            )
            return False
        return True


def limits_form(org: Org, data: Any = None) -> LimitsForm:
    return LimitsForm(org, data)
