"""The form of a split: up to four new unions, each with its lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.changes import employers, lists, members
from zhijia.directory.changes.forms import ChangeForm
from zhijia.directory.changes.wish import Fate, Kind, Part
from zhijia.directory.models import Union
from zhijia.tree import queries as tree
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

PARTS = 4
STAY = "stay"
#: kinds a part of one of them may have
ALIKE = (OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS)
LONGEST = 60_000


def _list(label: Any, hint: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=hint)


def _code() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("union", "statistical code"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9A-Z]{4,20}\Z", gettext_lazy("4 to 20 digits or capital letters."))],
    )


class SplitForm(ChangeForm):
    """Who and what goes to which new union by list, and what becomes of the rest."""

    kind = Kind.SPLIT
    rest = forms.ChoiceField(label=pgettext_lazy("change of a union", "what is on no list"))
    posts = forms.ChoiceField(
        label=pgettext_lazy("change of a union", "posts, when the old union closes"),
        choices=Fate.choices,
        initial=Fate.END,
    )

    def __init__(self, union: Union, by: Any, *args: Any, **more: Any):
        super().__init__(union, by, *args, **more)
        numbered = [
            (str(at), _("The old union closes; the rest goes to new union %(number)s") % {"number": at})
            for at in range(1, PARTS + 1)
        ]
        self.fields["rest"].choices = [(STAY, _("Stays with the old union, which goes on")), *numbered]  # type: ignore[attr-defined]
        for at in range(1, PARTS + 1):
            self.fields.update(self._part_fields(at))
        for field in self.fields.values():
            field.label = capfirst(str(field.label))

    def _part_fields(self, at: int) -> dict[str, forms.Field]:
        own = OrgKind(self.union.kind)
        kinds = ALIKE if own in ALIKE else (own,)
        return {
            f"code_{at}": _code(),
            f"name_{at}": forms.CharField(
                label=pgettext_lazy("union", "full name"), max_length=120, required=False
            ),
            f"kind_{at}": forms.ChoiceField(
                label=pgettext_lazy("union", "kind"),
                choices=[(one.value, one.label) for one in kinds],
                initial=own,
                required=False,
            ),
            f"people_{at}": _list(
                pgettext_lazy("change of a union", "members"),
                gettext_lazy(
                    "A name a line; with the end of the number or telephone where two share a name."
                ),
            ),
            f"units_{at}": _list(
                pgettext_lazy("change of a union", "covered employers"),
                gettext_lazy("Name or credit code, one a line."),
            ),
            f"below_{at}": _list(
                pgettext_lazy("change of a union", "unions below"), gettext_lazy("Code or name, one a line.")
            ),
        }

    def sections(self) -> Iterator[tuple[int, list[Any], bool]]:
        """The fields of each new union, and whether they are shown at once."""
        for at in range(1, PARTS + 1):
            names = [name for name in self.fields if name.endswith(f"_{at}")]
            yield at, [self[name] for name in names], at <= 2 or any(self[name].value() for name in names[:2])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.parts: list[Part] = []
        self.numbers: list[int] = []
        if "on" in cleaned:
            self._read(cleaned)
        if not self.errors and not self.parts:
            self.add_error("code_1", _("Name at least one new union: code and full name."))
        rest = cleaned.get("rest", STAY)
        if not self.errors and rest != STAY and int(rest) not in self.numbers:
            self.add_error("rest", _("New union %(number)s is not filled in.") % {"number": rest})
        if not self.errors and rest != STAY and len(self.parts) < 2:
            self.add_error("rest", _("A split that closes the old union makes at least two new ones."))
        self._refuse_twice()
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        org, on = self.union.org, cleaned["on"]
        rows = list(members.members_of(org, on))
        covered, below = list(employers.coverages_of(org, on)), list(tree.children_on(org, day=on))
        for at in range(1, PARTS + 1):
            given = [cleaned.get(f"{name}_{at}", "") for name in ("code", "name", "people", "units", "below")]
            if not any(given) and not self.errors.keys() & {f"code_{at}", f"name_{at}"}:
                continue
            for name, value in zip(("code", "name"), given, strict=False):
                if not value and f"{name}_{at}" not in self.errors:
                    self.add_error(f"{name}_{at}", _("Code and full name are needed."))
            people = self._listed(f"people_{at}", lambda text: lists.members(text, rows, self.by))
            units = self._listed(f"units_{at}", lambda text: lists.things(text, covered, _unit_words))
            unions = self._listed(f"below_{at}", lambda text: lists.things(text, below, _org_words))
            self.parts.append(
                Part(
                    at,
                    given[0],
                    given[1],
                    cleaned.get(f"kind_{at}") or self.union.kind,
                    people,
                    units,
                    unions,
                )
            )
            self.numbers.append(at)

    def _listed(self, name: str, read: Any) -> tuple[Any, ...]:
        try:
            found: tuple[Any, ...] = read(self.cleaned_data.get(name, ""))
        except ValidationError as wrong:
            self.add_error(name, wrong)
            return ()
        return found

    def _refuse_twice(self) -> None:
        """Nobody and nothing stands on two lists, no code is given twice."""
        for name in ("members", "coverages", "below"):
            seen: set[int] = set()
            for at, part in zip(self.numbers, self.parts, strict=True):
                twice = [row for row in getattr(part, name) if row.pk in seen]
                seen |= {row.pk for row in getattr(part, name)}
                if twice:
                    field = {"members": "people", "coverages": "units", "below": "below"}[name]
                    names = ", ".join(_called(row) for row in twice[:5])
                    self.add_error(
                        f"{field}_{at}", _("On an earlier list already: %(names)s.") % {"names": names}
                    )
        codes = [part.code for part in self.parts]
        for at, part in zip(self.numbers, self.parts, strict=True):
            if part.code and codes.count(part.code) > 1:
                self.add_error(f"code_{at}", _("Each new union needs a code of its own."))

    def more(self) -> dict[str, Any]:
        rest = self.cleaned_data["rest"]
        heir = None if rest == STAY else self.numbers.index(int(rest))
        return {"parts": tuple(self.parts), "heir": heir, "posts": self.cleaned_data["posts"]}


def _unit_words(coverage: Any) -> list[str]:
    return [coverage.unit.name, coverage.unit.social_credit_code]


def _org_words(org: Org) -> list[str]:
    return [org.code, org.name]


def _called(row: Any) -> str:
    return str(getattr(row, "person", None) or getattr(row, "unit", None) or row)
