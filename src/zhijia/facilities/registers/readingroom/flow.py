"""The states of a reading room and the steps between them."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from zhijia.facilities.registers.readingroom import grading
from zhijia.registry.flow import Flow, Move
from zhijia.registry.policy import holds

officer = holds("officer")

FLOW = Flow(
    start="open",
    states={
        "planned": pgettext_lazy("state of a reading room", "planned"),
        "open": pgettext_lazy("state of a reading room", "open"),
        "closed": pgettext_lazy("state of a reading room", "closed"),
    },
    moves=(
        Move(
            "open",
            ("planned",),
            "open",
            label=pgettext_lazy("step", "It has opened"),
            by=officer,
            form=("happened_on",),
        ),
        Move(
            "set_back",
            ("open",),
            "planned",
            label=pgettext_lazy("step", "It is not open yet"),
            by=officer,
            reason=True,
        ),
        Move(
            "grade",
            ("open",),
            "open",
            label=pgettext_lazy("step", "Name it a model room"),
            by=grading.grader & grading.ungraded,
            apart_from="add",
            form=("grade", "graded_on", "graded_by", "grade_document"),
        ),
        Move(
            "regrade",
            ("open",),
            "open",
            label=pgettext_lazy("step", "Change its grade"),
            by=grading.grader & grading.graded,
            form=("grade", "graded_by", "grade_document"),
            reason=True,
        ),
        Move(
            "close",
            ("open",),
            "closed",
            label=pgettext_lazy("step", "It has closed"),
            by=officer,
            form=("closed_on",),
            reason=True,
            danger=True,
        ),
        Move(
            "reopen",
            ("closed",),
            "open",
            label=pgettext_lazy("step", "It is open again"),
            by=officer,
            reason=True,
        ),
    ),
)
