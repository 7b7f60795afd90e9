"""The declaration of one noun: what it is made of, who may do what, how it flows, what it counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.forms import Form

from zhijia.journal import services as journal
from zhijia.journal import witness, words
from zhijia.kernel.text import index_text
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, Text
from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import declare
from zhijia.tree import moves as tree_moves
from zhijia.tree.actor import Actor

REGISTERS: dict[str, type[Register]] = {}


class Column:
    """A column that is computed: a key, a label and a function of the entry."""

    def __init__(self, key: str, label: Text, value: Callable[[Any], Any]):
        self.key, self.label, self.value = key, label, value


class Register:
    """One noun. Subclassing with a `model` is the registration."""

    model: ClassVar[type[Entry]]
    fields: ClassVar[Sequence[str]] = ()
    #: fields of the form that cannot change once the entry stands
    fixed: ClassVar[Sequence[str]] = ()
    #: date fields that may lie in the future
    ahead: ClassVar[Sequence[str]] = ()
    #: the state a confirmation leads to, where the flow allows it
    confirmed_state: ClassVar[str] = ""
    columns: ClassVar[Sequence[str | Column]] = ()
    filters: ClassVar[Sequence[str]] = ()
    search: ClassVar[Sequence[str]] = ()
    select: ClassVar[Sequence[str]] = ()
    order: ClassVar[Sequence[str]] = ("-id",)
    policy: ClassVar[Policy]
    flow: ClassVar[Flow | None] = None
    indicators: ClassVar[Sequence[Indicator]] = ()
    #: field name → "personal" (masked below one's own union) or "sensitive" (always masked)
    levels: ClassVar[Mapping[str, str]] = {}
    #: field name → function masking its text
    masks: ClassVar[Mapping[str, Callable[[str], str]]] = {}
    #: functions (entry, actor, before) that raise `errors.Refused`; `before` is None for a new entry
    refuses: ClassVar[Sequence[Callable[..., None]]] = ()
    #: rule of `refuses` → function giving the places, in a sequence of new entries, of those it could refuse:
    #: an import asks the rule of these only, so that the database is asked once for many. It is called before
    #: the entries are stored and again when they are, for those about the same thing
    suspects: ClassVar[Mapping[Callable[..., None], Callable[[Sequence[Any]], Collection[int]]]] = {}
    #: related field → the natural key by which sheets and the API name it
    natural_keys: ClassVar[Mapping[str, str]] = {}
    form_class: ClassVar[type[Form] | None] = None
    #: persons who may be asked to confirm: names of fields to a person
    confirmed_by: ClassVar[str] = ""
    #: what proof is asked for; empty when the register needs none
    evidence: ClassVar[Text] = ""
    icon: ClassVar[str] = "list"
    #: the name of an address (taking the uid) that shows an entry in place of the detail page
    page: ClassVar[str] = ""
    #: more ways to add: label, name of an address, icon
    links: ClassVar[Sequence[tuple[Text, str, str]]] = ()
    #: whether pages of entries it points to list its own; False where these have a panel for them
    beside: ClassVar[bool] = True
    #: what an empty list teaches
    first_step: ClassVar[Text] = ""
    menu_order: ClassVar[int] = 100
    #: own queries may narrow or prepare rows
    prepare: ClassVar[Callable[[dict[str, Any], Actor], None] | None] = None

    key: ClassVar[str]
    room: ClassVar[str]
    noun: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "model" not in cls.__dict__:
            return
        meta = cls.model._meta
        cls.room, cls.noun = meta.app_label, meta.model_name or ""
        cls.key = f"{cls.room}.{cls.noun}"
        REGISTERS[cls.key] = cls
        cls.model.register = cls  # type: ignore[attr-defined]
        witness.watch(meta.db_table, kind=cls.key)
        tree_moves.follows(meta.db_table)
        for indicator in cls.indicators:
            declare(cls.model, indicator)
        if cls.flow is not None:
            words.describe(cls.key, verbs={move.key: move.label for move in cls.flow.moves})

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Every entry with what its columns need."""
        return cls.model._default_manager.select_related(*cls.select)

    @classmethod
    def visible(cls, actor: Actor) -> QuerySet[Any]:
        """The entries within the actor's sight."""
        return cls.policy.view.filter(actor, cls.rows())

    @classmethod
    def field(cls, name: str) -> models.Field:
        return cls.model._meta.get_field(name)  # type: ignore[return-value]

    @classmethod
    def related(cls) -> dict[str, type[Register]]:
        """The fields that point to entries of other registers."""
        found = {}
        for name in cls.fields:
            target = cls.field(name).related_model
            if isinstance(target, type) and (other := getattr(target, "register", None)):
                found[name] = other
        return found

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Whether an entry of this register may be added for that one, which it would point to."""
        return True

    @classmethod
    def subject(cls) -> str:
        """The field that names the person an entry cannot be without, or "" when the register has none."""
        named = [name for name, other in cls.related().items() if other.levels and not cls.field(name).null]
        return cls.confirmed_by if cls.confirmed_by in named else next(iter(named), "")

    @classmethod
    def moves_for(cls, entry: Any, actor: Actor, *, apart: bool = False) -> list[Move]:
        """The moves the actor could make now, or with `apart` those that need a second person for it."""
        if cls.flow is None:
            return []
        leaving = [move for move in cls.flow.leaving(entry.state) if move.by.test(actor, entry)]
        return [move for move in leaving if cls.needs_another(move, entry, actor) == apart]

    @classmethod
    def needs_another(cls, move: Move, entry: Any, actor: Actor) -> bool:
        """Four eyes: whether the actor took the step named in `apart_from` and may not take this one."""
        done_before = move.apart_from and actor.user_id is not None
        return bool(done_before and actor.user_id in journal.who_did(cls.key, entry.uid, move.apart_from))

    @classmethod
    def words_of(cls, entry: Any) -> str:
        """The search tokens of an entry's own text columns."""
        own = [name for name in cls.search if "__" not in name]
        return index_text(" ".join(str(getattr(entry, name) or "") for name in own))


def registers() -> list[type[Register]]:
    """All registers in menu order."""
    return sorted(REGISTERS.values(), key=lambda register: (register.menu_order, register.key))


def register(key: str) -> type[Register]:
    """The register of a key such as "assistance.relief"; raises KeyError."""
    return REGISTERS[key]


def register_of(model: type[models.Model]) -> type[Register]:
    """The register of a model; raises KeyError."""
    return REGISTERS[f"{model._meta.app_label}.{model._meta.model_name}"]
