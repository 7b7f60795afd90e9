"""The form of each kind of change: it reads a wish and says what is missing, where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.changes import rights
from zhijia.directory.changes.wish import Fate, Kind, Wish
from zhijia.directory.models import LeftKind, Union
from zhijia.directory.rules import AT_THE_BASE
from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.registry.pickers import EntryChoice, PickInput
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.ui.widgets import DayInput

#: ways in which all members of a union that is gone may leave at once; a transfer names where to
WAYS = [("", gettext_lazy("choose …"))] + [
    (one.value, one.label) for one in (LeftKind.LEFT_JOB, LeftKind.RETIRED, LeftKind.RESIGNED)
]


class ChangeForm(forms.Form):
    """What every change asks: the day and the reason."""

    on = forms.DateField(
        label=pgettext_lazy("change of a union", "with effect from"),
        widget=DayInput(),
        help_text=gettext_lazy("The first day on which it holds; figures of earlier days stay as they are."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("change of a union", "reason"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("The decision it rests on, with its number."),
    )
    kind = Kind.MOVE

    def __init__(self, union: Union, by: Actor, *args: Any, **more: Any):
        self.union, self.by = union, by
        super().__init__(*args, **more)
        self.fields["on"].initial = today()
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
        for name, label, required, hint in self.unions_asked():
            self.fields[name] = self._choice(name, label, required=required, hint=hint)
        self.order_fields([*(name for name, *_more in self.unions_asked())])

    def unions_asked(self) -> list[tuple[str, Any, bool, Any]]:
        """Fields that name another union: name, label, whether needed, hint."""
        return []

    def _choice(self, name: str, label: Any, *, required: bool, hint: Any) -> EntryChoice:
        kind = Kind.MOVE if name == "under" and self.kind == Kind.MOVE else Kind.MERGE
        rows = rights.receivers(self.union, kind, self.by)
        address = reverse("directory:pick", args=[self.union.uid, self.kind, name])
        return EntryChoice(
            rows=rows,
            register=Union.register,  # type: ignore[attr-defined]
            label=capfirst(label),
            required=required,
            help_text=hint,
            widget=PickInput(address=address, rows=rows),
        )

    def clean_on(self) -> Any:
        on, org = self.cleaned_data["on"], self.union.org
        if on > today():
            raise ValidationError(_("Choose today or an earlier day: a change is entered once it holds."))
        if on <= org.opened_on:
            raise ValidationError(
                _("The union was founded on %(day)s: choose a later day.")
                % {"day": org.opened_on.isoformat()}
            )
        return on

    def clean(self) -> dict[str, Any]:
        """Texts without characters that cannot be seen."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str) and "\n" not in value:
                cleaned[name] = clean(value).text.strip()
        return cleaned

    def wish(self) -> Wish:
        """The change as it was filled in."""
        return Wish(
            self.kind, self.union, self.cleaned_data["on"], self.cleaned_data["reason"], **self.more()
        )

    def more(self) -> dict[str, Any]:
        """What this kind of change asks beyond day and reason."""
        return {}


class MoveForm(ChangeForm):
    """Under whom a union stands from a day on; everything in it comes along."""

    def unions_asked(self) -> list[tuple[str, Any, bool, Any]]:
        return [("under", pgettext_lazy("change of a union", "new leading union"), True, "")]

    def more(self) -> dict[str, Any]:
        return {"under": self.cleaned_data["under"]}


class EndingForm(ChangeForm):
    """What becomes of members, employers and posts of a union that is gone."""

    members = forms.ChoiceField(
        label=pgettext_lazy("change of a union", "its members"), choices=Fate.choices, initial=Fate.GO
    )
    left_kind = forms.ChoiceField(
        label=pgettext_lazy("change of a union", "if members end: how"), choices=WAYS, required=False
    )
    employers = forms.ChoiceField(
        label=pgettext_lazy("change of a union", "employers it covers"), choices=Fate.choices, initial=Fate.GO
    )
    posts = forms.ChoiceField(
        label=pgettext_lazy("change of a union", "posts held in it"), choices=Fate.choices, initial=Fate.END
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("members") == Fate.END and not cleaned.get("left_kind"):
            self.add_error("left_kind", _("Say how the memberships end."))
        return cleaned

    def more(self) -> dict[str, Any]:
        names = ("into", "members", "left_kind", "employers", "posts", "joint", "under")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MergeForm(EndingForm):
    """Which union takes the other up."""

    kind = Kind.MERGE
    joint = forms.BooleanField(
        label=pgettext_lazy("change of a union", "the receiving union becomes a joint one"),
        required=False,
        help_text=gettext_lazy("Needed when it then covers several legal persons."),
    )

    def unions_asked(self) -> list[tuple[str, Any, bool, Any]]:
        return [("into", pgettext_lazy("change of a union", "receiving union"), True, "")]

    def __init__(self, union: Union, by: Actor, *args: Any, **more: Any):
        super().__init__(union, by, *args, **more)
        if OrgKind(union.kind) not in AT_THE_BASE:
            del self.fields["joint"]


class CloseForm(EndingForm):
    """A union that is gone: with somebody who receives what goes on, or without."""

    kind = Kind.CLOSE

    def unions_asked(self) -> list[tuple[str, Any, bool, Any]]:
        return [
            (
                "into",
                pgettext_lazy("change of a union", "receiving union"),
                False,
                gettext_lazy("For members and employers that go on; empty when everything ends."),
            ),
            (
                "under",
                pgettext_lazy("change of a union", "unions below go to"),
                False,
                gettext_lazy("Without a receiving union; empty: the leading union."),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        goes = [name for name in ("members", "employers", "posts") if cleaned.get(name) == Fate.GO]
        if (
            cleaned.get("into") is None
            and "into" not in self.errors
            and "members" in goes
            and self._has_members()
        ):
            self.add_error(
                "into", _("Name the union that receives the members, or let their membership end.")
            )
        return cleaned

    def _has_members(self) -> bool:
        from zhijia.directory.changes.members import members_of

        on = self.cleaned_data.get("on")
        return on is not None and members_of(self.union.org, on).exists()
