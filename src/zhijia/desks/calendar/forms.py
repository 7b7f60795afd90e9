"""“It was held”: the day, what was done, its proof and a worker who took part, in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.plans import milestones
from zhijia.plans.models import Duty, DutyRegister, MilestoneKind
from zhijia.registry.errors import Forbidden, NotFound, Refused, Stale
from zhijia.registry.extras import form_extras
from zhijia.registry.forms import EntryForm
from zhijia.tree.actor import Actor

FIELDS = ("happened_on", "note", "witness")


class HeldForm(forms.Form):
    """What the step asks for, with the proof and the question that rooms below add to a form."""

    def __init__(self, duty: Duty, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty, self.actor = duty, actor
        made = EntryForm(DutyRegister, actor, entry=duty)
        for name in FIELDS:
            self.fields[name] = made.fields[name]
        self.fields["happened_on"].required = True
        self.fields["happened_on"].initial = today()
        if duty.milestone.kind != MilestoneKind.ACTIVITY:
            del self.fields["witness"]
        for extra in form_extras():
            if "witness" in self.fields or extra.key != "confirmation":
                self.fields.update(extra.fields(DutyRegister, actor))
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=duty.version)

    def clean(self) -> dict[str, Any]:
        """Texts without characters that cannot be seen, as in every form of a register."""
        cleaned = super().clean() or {}
        return {
            name: clean(value).text.strip() if isinstance(value, str) else value
            for name, value in cleaned.items()
        }

    @property
    def status(self) -> int:
        """The status of a page with this form."""
        return 422 if self.is_bound else 200

    def save(self) -> bool:
        """Whether the duty is held now; what stands in the way is put beside its field."""
        sent = dict(self.cleaned_data)
        version = sent.pop("version")
        values = {name: sent.pop(name) for name in FIELDS if name in sent}
        try:
            milestones.hold(self.duty, values, by=self.actor, version=version, extras=sent)
        except Refused as refusal:
            for name, said in refusal.messages.items():
                for message in said:
                    self.add_error(name if name in self.fields else None, message)
        except Forbidden as refusal:
            self.add_error(None, str(refusal.reason))
        except (Stale, NotFound):
            self.add_error(None, _("Somebody changed this entry meanwhile; look at it again first."))
        else:
            return True
        return False
