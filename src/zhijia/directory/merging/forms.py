"""The form of a merging: which record goes on, what is kept where they differ, which membership stays, why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.directory import spans
from zhijia.directory.merging import choices
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Person
from zhijia.kernel.text import clean
from zhijia.registry import cells
from zhijia.tree.actor import Actor

NOTHING = "—"


class ReasonForm(forms.Form):
    """Why something is decided about two records."""

    reason = forms.CharField(
        label=capfirst(pgettext_lazy("merging of people", "reason")),
        min_length=2,
        max_length=200,
        help_text=_("How you know: paper seen, asked by telephone, told by the union."),
    )

    def clean_reason(self) -> str:
        return clean(self.cleaned_data["reason"]).text.strip()


class MergeForm(ReasonForm):
    """The answers about two records; what only one of them says is not asked."""

    def __init__(self, first: Person, second: Person, actor: Actor, *args: Any, **more: Any):
        self.first, self.second, self.actor = first, second, actor
        super().__init__(*args, **more)
        preset = choices.preset(first, second)
        self.fields["keep"] = self._choice(
            _("Which record goes on"),
            [_word(first, _("the older record")), _word(second, _("the newer record"))],
            choices.survivor(first, second),
        )
        for question in choices.asked(first, second):
            shown = [said(person, question, actor) for person in (first, second)]
            self.fields[question] = self._choice(label(question), shown, preset[question])
        self.overlaps = choices.overlaps(first, second)
        for overlap in self.overlaps:
            held = [span(one, actor) for one in (overlap.first, overlap.second)]
            self.fields[overlap.name] = self._choice(
                _("Which membership stays"), held, choices.stays(overlap)
            )
        self.order_fields(
            ["keep", *[name for name in self.fields if name not in ("keep", "reason")], "reason"]
        )

    def _choice(self, text: Any, shown: list[str], initial: str) -> forms.ChoiceField:
        offered = list(zip((choices.FIRST, choices.SECOND), shown, strict=True))
        return forms.ChoiceField(
            label=capfirst(text), choices=offered, initial=initial, widget=forms.RadioSelect
        )

    def wish(self) -> Wish:
        """The merging as it was filled in."""
        sent = self.cleaned_data
        names = {overlap.name for overlap in self.overlaps}
        answers = choices.preset(self.first, self.second)
        answers |= {name: sent[name] for name in choices.QUESTIONS if name in sent}
        stays = {name: sent[name] for name in sorted(names)}
        return Wish(self.first, self.second, sent["keep"], sent["reason"], answers, stays)


def _word(person: Person, text: Any) -> str:
    return f"{text} · {person.name} · {person.org}"


def label(question: str) -> str:
    """How a question is called."""
    named = choices.LABELS.get(question)
    return str(named or Person._meta.get_field(question).verbose_name)  # type: ignore[union-attr]


def said(person: Person, question: str, actor: Actor) -> str:
    """What a record says to a question, masked as everywhere."""
    register = person.register  # type: ignore[attr-defined]
    if question == "user":
        return person.user.username if person.user is not None else NOTHING
    if question == "number":
        return _number(register, person, actor) or NOTHING
    if question == "org":
        return str(person.org)
    return cells.cell(register, person, question, actor).text or NOTHING


def _number(register: Any, person: Person, actor: Actor) -> str:
    name = "id_number" if person.id_number else "no_id_reason"
    parts = [
        cells.cell(register, person, "id_kind", actor).text,
        cells.cell(register, person, name, actor).text,
    ]
    return " · ".join(parts if person.id_number else parts[1:])


def span(membership: Any, actor: Actor) -> str:
    """A membership in a line; a union out of sight is not named."""
    register = membership.register
    seen = bool(register.policy.view.test(actor, membership))
    where = str(membership.org) if seen else str(_("a union outside of your sight"))
    word = capfirst(str(_("confirmed by the person") if membership.confirmed_at else _("only listed")))
    return f"{where} · {spans.text(membership)} · {word}"
