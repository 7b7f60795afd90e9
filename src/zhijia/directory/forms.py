"""What a worker sends about the own membership, and an officer about a member of another union."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.directory import coming
from zhijia.directory.models import Membership, Person
from zhijia.directory.registers.transfer.rules import receiving
from zhijia.directory.rules import WITH_MEMBERS
from zhijia.kernel.text import clean
from zhijia.kernel.uid import uuid7
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.pickers import OrgChoice, places_in
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


class Sent(forms.Form):
    """A form that is sent once: the second time it gives what the first made."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any):
        self.actor = actor
        super().__init__(*args, **kwargs)

    def make(self, sent: dict[str, Any]) -> Any:
        """What the form does; raises Refused or Forbidden."""
        raise NotImplementedError

    def save(self) -> Any | None:
        """The entry made, or None with what was refused beside its field."""
        sent = {
            name: clean(value).text.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        try:
            with transaction.atomic():
                return self.make(sent)
        except Refused as refusal:
            for name, messages in refusal.messages.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        except Forbidden as refusal:
            self.add_error(None, _("Not allowed: this is for %(who)s.") % {"who": refusal.reason})
        except Stale:
            self.add_error(None, _("This form was sent before with other values; open a new one."))
        return None


def _note(label: Any, limit: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApplyForm(Sent):
    """A worker applies to a union."""

    workplace = forms.CharField(
        label=_("Where do you work?"), max_length=120, help_text=_("The employer, site or platform.")
    )
    note = _note(_("Anything the union should know? (optional)"), 300)
    willing = forms.BooleanField(
        label=_("I join of my own will, accept the constitution of the trade unions and pay my dues.")
    )

    def __init__(self, actor: Actor, union: Org, *args: Any, **kwargs: Any):
        self.union = union
        super().__init__(actor, *args, **kwargs)

    def make(self, sent: dict[str, Any]) -> Any:
        named = {name: sent[name] for name in ("workplace", "note", "uid")}
        return coming.apply_for(self.union, by=self.actor, **named)


class WishForm(Sent):
    """A member asks to go over to another union."""

    note = _note(_("Why? For instance: new job since March (optional)"))

    def __init__(self, actor: Actor, union: Org, *args: Any, **kwargs: Any):
        self.union = union
        super().__init__(actor, *args, **kwargs)

    def make(self, sent: dict[str, Any]) -> Any:
        return coming.ask_transfer(self.union, by=self.actor, note=sent["note"], uid=sent["uid"])


class NoticeForm(Sent):
    """A member gives notice."""

    note = _note(_("What do you want to tell the union? (optional)"), 300)
    sure = forms.BooleanField(label=_("I want to leave the union. What it gives to members ends with that."))

    def make(self, sent: dict[str, Any]) -> Any:
        return coming.give_notice(by=self.actor, note=sent["note"], uid=sent["uid"])


class FetchForm(Sent):
    """A union asks another for somebody who has come to it."""

    to = OrgChoice(orgs=None, label=capfirst(pgettext_lazy("transfer", "to union")))  # type: ignore[arg-type]
    name = forms.CharField(label=capfirst(pgettext_lazy("person", "name")), max_length=120)
    number = forms.CharField(
        label=_("Number of the resident identity card"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-sensitive": "1"}),
        help_text=_("Both have to fit: nobody is found by trying."),
    )
    note = _note(capfirst(pgettext_lazy("transfer", "why")))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any):
        super().__init__(actor, *args, **kwargs)
        self.fields["to"].queryset = unions_of(actor)  # type: ignore[attr-defined]
        self.order_fields(["to", "name", "number", "note", "uid"])

    def make(self, sent: dict[str, Any]) -> Any:
        return coming.fetch_member(
            sent["name"], sent["number"], to=sent["to"], by=self.actor, note=sent["note"], uid=sent["uid"]
        )


def unions_of(actor: Actor) -> Any:
    """The unions of workers into which the actor may take members, nearest first."""
    orgs = Org.objects.filter(closed_on=None, kind__in=WITH_MEMBERS).order_by("path")
    places = holds("officer", "chair").q(actor)
    return orgs.none() if places is None else orgs.filter(places_in(places))


def form_for(actor: Actor, person: Person, union: Org, *data: Any) -> ApplyForm | WishForm:
    """The application of somebody who is no member, or the wish of a member to go over."""
    held = Membership.objects.filter(person=person, valid_to=None).exists()
    return WishForm(actor, union, *data) if held else ApplyForm(actor, union, *data)


def may_fetch(actor: Actor) -> bool:
    """Whether the actor takes members in anywhere."""
    return receiving.ever(actor)
