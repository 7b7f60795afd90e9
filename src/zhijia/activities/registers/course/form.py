"""The form of a course, for planning one as for recording one that was held."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class CourseForm(EntryForm):
    """Asks nobody to vouch for a course that is only planned: that is done on its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.extra_names.pop("confirmation", []):
            del self.fields[name]
