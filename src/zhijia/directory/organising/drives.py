"""The page of a drive, and the form that gives each union below its quota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.directory.models import Drive, DriveRegister
from zhijia.directory.organising import counts
from zhijia.directory.registers.drive.rules import MOST
from zhijia.directory.rules import AT_THE_BASE
from zhijia.registry import services
from zhijia.registry.pages import detail_context
from zhijia.tree import queries as tree
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.requests import Request


@dataclass(frozen=True)
class Row:
    """A union below with what it brought and the lists its figures open."""

    tally: counts.Tally
    founded_url: str
    visits_url: str
    invitations_url: str


def drive_or_404(actor: Actor, uid: Any) -> Drive:
    found: Drive | None = DriveRegister.visible(actor).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def page(request: Request, drive: Drive) -> dict[str, Any]:
    """A drive with its days and what each union below brought."""
    span = counts.stretch(drive)
    rows = counts.tallies(drive)
    length = (drive.valid_to - drive.valid_from).days if drive.valid_to else 0
    return {
        **detail_context(request, DriveRegister, drive),
        "drive": drive,
        "rows": [_row(one, span) for one in rows],
        "whole": counts.whole(drive, rows),
        "silent": [one.org for one in rows if one.is_silent],
        "silent_days": counts.SILENT_DAYS,
        "day": min(span.days, length),
        "length": length,
        "passed": min(span.days / length, 1) if length else 0,
        "last_on": drive.valid_to - timedelta(days=1) if drive.valid_to else None,
        "begins_later": span.days == 0,
        "as_of": span.last if span.days else drive.valid_from,
    }


def _row(tally: counts.Tally, span: counts.Stretch) -> Row:
    org = {"org": tally.org.code}
    days = {"happened_on_from": span.first.isoformat(), "happened_on_to": span.last.isoformat()}
    founded = {"founded_on_from": span.first.isoformat(), "founded_on_to": span.last.isoformat()}
    # a list is narrowed by one kind at most: with both founded, federations of the same days stand in it too
    founded |= {"kind": next(iter(tally.kinds))} if len(tally.kinds) == 1 else {}
    return Row(
        tally,
        _list("union", {**org, **founded}),
        _list("visit", {**org, **days}),
        _list("invitation", {**org, **days}),
    )


def _list(noun: str, query: dict[str, str]) -> str:
    return f"{reverse('registry:list', args=['directory', noun])}?{urlencode(query)}"


def takers(drive: Drive) -> list[Org]:
    """The unions directly below that take a quota on."""
    below = [org for org in tree.children_on(drive.org) if org.kind not in AT_THE_BASE]
    return sorted(below, key=lambda org: org.path)


class QuotaForm(forms.Form):
    """How many unions each union below is to found in the days of the drive."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, drive: Drive, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.drive = drive
        self.fields["version"].initial = drive.version
        for org in takers(drive):
            self.fields[org.code] = forms.IntegerField(
                label=org.name,
                min_value=0,
                max_value=MOST,
                required=False,
                initial=drive.quotas.get(org.code),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def save(self, by: Actor) -> Drive:
        """The quotas written whole; raises Refused, Forbidden, Stale."""
        sent = {org.code: self.cleaned_data.get(org.code) for org in takers(self.drive)}
        quotas = {code: number for code, number in sent.items() if number is not None}
        version = self.cleaned_data["version"]
        changed: Drive = services.change(
            self.drive, {"quotas": quotas}, by=by, version=version, verb="quotas"
        )
        return changed


def saved_text(drive: Drive) -> str:
    return _("%(number)s unions to found in all.") % {"number": sum(drive.quotas.values())}
