"""Tasks: what a union or somebody there has to do by a day, and where that came from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person
from zhijia.kernel.day import today
from zhijia.office.registers.task import rules
from zhijia.office.registers.task.form import TaskForm
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

POSTS = [(role.value, role.label) for role in rules.DOING]


class Task(Event):
    """`org` does it, `issuer` gave it; the source is the entry it came from, by register and uid."""

    issuer = models.ForeignKey(
        Org,
        models.PROTECT,
        editable=False,
        related_name="tasks_given",
        verbose_name=pgettext_lazy("task", "given by"),
    )
    title = models.CharField(pgettext_lazy("task", "what is to be done"), max_length=120)
    text = models.TextField(pgettext_lazy("task", "in detail"), max_length=4000, blank=True)
    role = models.CharField(
        pgettext_lazy("task", "for the post"),
        max_length=20,
        choices=POSTS,
        blank=True,
        help_text=gettext_lazy("Left empty: whoever works for that union."),
    )
    doer = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=pgettext_lazy("task", "for the person"),
        help_text=gettext_lazy("Left empty: the union as a whole answers for it."),
    )
    happened_on = models.DateField(pgettext_lazy("task", "given on"), default=today)
    due_on = models.DateField(pgettext_lazy("task", "due on"))
    result = models.TextField(pgettext_lazy("task", "what was done"), max_length=4000, blank=True)
    source_kind = models.CharField(max_length=40, default="", blank=True, editable=False)
    source_uid = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "task")
        verbose_name_plural = pgettext_lazy("noun", "tasks")
        indexes: ClassVar = [
            models.Index(fields=["path", "state", "due_on"], name="task_place_state"),
            models.Index(fields=["issuer", "state"], name="task_issuer_state"),
            models.Index(fields=["source_uid"], name="task_source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return str(TaskRegister.flow.states.get(self.state, self.state))

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nobody has reported it done."""
        return self.state in rules.OPEN and self.due_on < today()


class TaskRegister(Register):
    model = Task
    fields = ("org", "title", "text", "due_on", "role", "doer", "happened_on", "result")
    fixed = ("org",)
    ahead = ("due_on",)
    columns = ("title", "org", "issuer", "doer", "happened_on", "due_on", "state")
    filters = ("state", "org", "due_on")
    search = ("title", "text", "org__name")
    select = ("org", "issuer", "doer")
    order = ("due_on", "id")
    natural_keys: ClassVar = {"org": "code", "doer": "uid"}
    form_class = TaskForm  # type: ignore[assignment]
    evidence = gettext_lazy("What shows that it was done: a photograph, a signed list, a paper.")
    policy = Policy(
        view=holds(*rules.DOING) | is_person("doer"),
        add=holds(*rules.GIVING),
        change=rules.givers | rules.doers,
        remove=rules.givers & rules.unreported,
        export=holds(*rules.GIVING),
    )
    flow: ClassVar[Flow] = Flow(
        "open",
        {
            "open": pgettext_lazy("state of a task", "to be done"),
            "reported": pgettext_lazy("state of a task", "reported done"),
            "returned": pgettext_lazy("state of a task", "returned"),
            "accepted": pgettext_lazy("state of a task", "accepted"),
            "dropped": pgettext_lazy("state of a task", "dropped"),
        },
        (
            Move(
                "report",
                ("open", "returned"),
                "reported",
                pgettext_lazy("step", "Report done"),
                rules.doers,
                form=("result",),
            ),
            Move(
                "accept", ("reported",), "accepted", pgettext_lazy("step of a task", "Accept"), rules.givers
            ),
            Move(
                "return",
                ("reported",),
                "returned",
                pgettext_lazy("step", "Return"),
                rules.givers,
                reason=True,
            ),
            Move(
                "drop",
                ("open", "returned", "reported"),
                "dropped",
                pgettext_lazy("step", "Drop"),
                rules.givers,
                reason=True,
                danger=True,
            ),
        ),
        closed=("accepted", "dropped"),
    )
    refuses = (
        rules.refuse_not_led,
        rules.refuse_not_from_here,
        rules.refuse_due_early,
        rules.refuse_stranger,
        rules.refuse_others_words,
        rules.refuse_said_silently,
    )
    icon = "clipboard-check"
    menu_order = 12
    first_step = gettext_lazy(
        "Give a task to a union or a person with the day by which it is due; it stands on their desk until "
        "they report it done and you accept it."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The giver is the nearest union at or above at which whoever gives it holds a post."""
        org = values.get("org")
        if values.get("issuer") is not None or org is None:
            return
        seats = [seat for seat in by.seats if seat.role in rules.GIVING and org.path.startswith(seat.path)]
        nearest = max(seats, key=lambda seat: len(seat.path), default=None)
        values["issuer"] = org if nearest is None else Org.objects.get(pk=nearest.org_id)
