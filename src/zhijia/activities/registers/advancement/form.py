"""The form of a raised level: what an issuer's list says need not be typed again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhijia.registry.forms import EntryForm

#: what a list brings along
LISTED = ("kind", "issuer", "happened_on")


class AdvancementForm(EntryForm):
    """Asks for kind, issuing body and day only where no list is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LISTED:
            self.fields[name].required = False
        if self.entry is None:
            self.fields["happened_on"].initial = None

    def clean(self) -> dict[str, Any]:
        """Each of them is needed without a list."""
        cleaned = super().clean()
        if cleaned.get("certification") is None:
            for name in LISTED:
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed where no list is chosen."))
        return cleaned
