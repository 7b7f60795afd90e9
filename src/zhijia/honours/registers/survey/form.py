"""The form of a survey, without what is known only when it is finished."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class SurveyForm(EntryForm):
    """Asks for the last day only of a finished survey, and nobody to vouch for one that only begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.extra_names.pop("confirmation", []):
            del self.fields[name]
        if self.entry is None or self.entry.state != "finished":
            del self.fields["finished_on"]
