"""The form of a notice: what is asked row by row, the word of the number as it was last."""

from __future__ import annotations

from typing import Any

from django import forms

from zhijia.office.registers.notice.questions import MOST, TYPED, Kind, Question
from zhijia.registry.forms import EntryForm

#: empty rows offered beside those filled in
SPARE = 3


class QuestionsInput(forms.Textarea):
    """Rows of label, kind and choices that make one text of lines."""

    template_name = "office/widgets/questions.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Every line as a row, however it was typed, and some empty ones."""
        context = super().get_context(name, value, attrs)
        rows = [self._row(line) for line in str(value or "").splitlines() if line.strip()]
        rows += [("", Kind.TEXT.value, "")] * min(SPARE, max(0, MOST - len(rows)))
        return {**context, "rows": list(enumerate(rows)), "kinds": Kind.choices}

    def _row(self, line: str) -> tuple[str, str, str]:
        label, kind, choices = (part.strip() for part in [*line.replace("｜", "|").split("|"), "", ""][:3])
        known = TYPED.get(kind.lower() or "text", Kind.TEXT)
        return label, known.value, choices

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The lines typed in one field, else the rows put together."""
        if name in data:
            return data[name]
        lines = []
        for place in range(MOST):
            label = str(data.get(f"{name}_label_{place}") or "").replace("|", " ").strip()
            kind = TYPED.get(str(data.get(f"{name}_kind_{place}") or "text"), Kind.TEXT)
            choices = str(data.get(f"{name}_choices_{place}") or "").replace("|", " ").strip()
            if label:
                lines.append(Question(label, kind, (choices,) if choices else ()).line)
        return "\n".join(lines)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_label_0" not in data


class NoticeForm(EntryForm):
    """Begins with the word the union numbered its last notice with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].widget = QuestionsInput()
        self.fields["text"].widget.attrs["rows"] = 10
        self.fields["chosen"].widget.attrs["rows"] = 4
        if self.entry is None and not self.fields["word"].initial:
            paths = {seat.path for seat in self.actor.seats}
            last = self.register.model._default_manager.filter(path__in=paths).order_by("-id").first()
            self.fields["word"].initial = last.word if last is not None else None  # type: ignore[attr-defined]
