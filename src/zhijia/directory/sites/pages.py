"""What the page of a project site shows, and the form that brings in somebody of another union."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.forms import Sent
from zhijia.directory.models import Person, Posting, PostingRegister, Site, SiteRegister
from zhijia.directory.rules import officers
from zhijia.directory.sites import bringing, roll
from zhijia.directory.sites.limits import wait_months
from zhijia.kernel.day import today
from zhijia.registry import cells
from zhijia.registry.pages import detail_context
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request
from zhijia.ui.charts import Chart, monthly_trend
from zhijia.ui.menu import Text
from zhijia.ui.widgets import DayInput

#: as many of those who left as the page names
FORMER = 60


def site_or_404(actor: Actor, uid: Any) -> Site:
    found: Site | None = SiteRegister.visible(actor).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def may_post(actor: Actor, site: Site) -> bool:
    """Whether the actor may enter who is posted at a site."""
    return bool(PostingRegister.policy.add.test(actor, Posting(org=site.org, path=site.path, site=site)))


def page(request: Request, site: Site) -> dict[str, Any]:
    """The site with the people there today, those before, and the head count of each month."""
    actor, day = request.actor, today()
    whole = roll.of(site, actor)
    found = roll.stays(list(roll.on(whole, day)), day)
    former = list(whole.filter(valid_to__lte=day).order_by("-valid_to", "-pk")[: FORMER + 1])
    open_now = site.state == "open"
    return {
        **detail_context(request, SiteRegister, site),
        "related": [],
        "site": site,
        "stays": [(one, _phone(one.posting.person, actor), _links(one)) for one in found],
        "due": [one for one in found if one.is_due],
        "former": former[:FORMER],
        "more_former": len(former) > FORMER,
        "months": wait_months(),
        "chart": _chart(roll.heads(site, actor, day)),
        "may_post": open_now and may_post(actor, site),
        "past_expected": open_now and site.expected_close_on is not None and site.expected_close_on < day,
        "is_whole": _sees_all(actor, site),
        "reunions_url": _listed("reunion", site),
        "names_url": _named("posting", site),
        "leave_url": _named("reunion", site),
    }


def _sees_all(actor: Actor, site: Site) -> bool:
    """Whether everybody posted is shown, or only the members of the own union."""
    return bool(officers.test(actor, site)) or may_post(actor, site)


def _phone(person: Person, actor: Actor) -> str:
    return cells.cell(Person.register, person, "phone", actor).text  # type: ignore[attr-defined]


def _links(stay: roll.Stay) -> dict[str, str]:
    """Where the person, and the entry of the last reunion, are shown."""
    last = stay.last
    return {
        "person": reverse("registry:detail", args=["directory", "person", stay.posting.person.uid]),
        "posting": reverse("registry:detail", args=["directory", "posting", stay.posting.uid]),
        "last": reverse("registry:detail", args=["directory", "reunion", last.uid]) if last else "",
    }


def _listed(noun: str, site: Site) -> str:
    return f"{reverse('registry:list', args=['directory', noun])}?{urlencode({'q': site.name})}"


def _named(noun: str, site: Site) -> str:
    return f"{reverse('sheets:names', args=['directory', noun])}?{urlencode({'site': str(site.uid)})}"


def _chart(heads: list[Any]) -> Chart | None:
    if not heads:
        return None
    labels: dict[str, Text] = {"month": _("Month"), "done": _("People at the site")}
    drawn = monthly_trend(
        "heads",
        title=_("People at the site, month by month"),
        months=[month.start.strftime("%Y-%m") for month, _count in heads],
        done=[count for _month, count in heads],
        labels=labels,
        unit="person",
        summary=_("Counted on the last day of each month, in the running month today."),
    )
    drawn.option["yAxis"]["minInterval"] = 1  # there is no half a person
    return drawn


class BringForm(Sent):
    """Somebody of another union comes to the site."""

    name = forms.CharField(label=capfirst(pgettext_lazy("person", "name")), max_length=120)
    number = forms.CharField(
        label=gettext_lazy("Number of the resident identity card"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-sensitive": "1"}),
        help_text=gettext_lazy("Both have to fit: nobody is found by trying."),
    )
    valid_from = forms.DateField(
        label=capfirst(pgettext_lazy("posting", "posted from")), initial=today, widget=DayInput()
    )
    work = forms.CharField(
        label=capfirst(pgettext_lazy("posting", "trade or work there")), max_length=80, required=False
    )

    def __init__(self, actor: Actor, site: Site, *args: Any, **kwargs: Any):
        self.site = site
        super().__init__(actor, *args, **kwargs)

    def make(self, sent: dict[str, Any]) -> Posting:
        return bringing.bring(
            self.site,
            sent["name"],
            sent["number"],
            on=sent["valid_from"],
            work=sent["work"],
            uid=sent["uid"],
            by=self.actor,
        )
