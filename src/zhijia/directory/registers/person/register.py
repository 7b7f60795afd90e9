"""Persons: one human, one record, kept by one union."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.person import rules
from zhijia.directory.registers.person.asking import asking_mine
from zhijia.directory.registers.person.numbers import IdKind, NoIdReason, Sex, read_number
from zhijia.directory.registers.person.posted import posted_with_mine
from zhijia.directory.rules import officers, refused
from zhijia.kernel.identity import clean_name, mask_id, mask_phone, parse_phone
from zhijia.kernel.notice import BadInput, Notice
from zhijia.kernel.pinyin import pinyin_key
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.fields import DigestField, SensitiveField
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register

__all__ = ["IdKind", "NoIdReason", "Person", "PersonRegister", "Sex"]


class Person(Entry):
    """One human; `org` is the union that keeps the record. `notices` say what was done to typed text."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False, default="", db_index=True)
    id_kind = models.CharField(
        pgettext_lazy("person", "kind of document"),
        max_length=10,
        choices=IdKind.choices,
        default=IdKind.RESIDENT,
    )
    id_number = SensitiveField(pgettext_lazy("person", "number of the document"), blank=True, max_length=30)
    id_hash = DigestField(default="")
    no_id_reason = models.CharField(
        pgettext_lazy("person", "why there is no number"),
        max_length=10,
        choices=NoIdReason.choices,
        blank=True,
        help_text=gettext_lazy("Only when the number is left empty."),
    )
    birth_on = models.DateField(
        pgettext_lazy("person", "date of birth"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Taken from the resident identity card when left empty."),
    )
    sex = models.CharField(
        pgettext_lazy("person", "sex"),
        max_length=6,
        choices=Sex.choices,
        blank=True,
        help_text=gettext_lazy("Taken from the resident identity card when left empty."),
    )
    phone = models.CharField(pgettext_lazy("person", "telephone"), max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="person",
        verbose_name=pgettext_lazy("person", "account"),
    )

    notices: tuple[Notice, ...] = ()

    class Meta:
        verbose_name = pgettext_lazy("noun", "person")
        verbose_name_plural = pgettext_lazy("noun", "people")
        constraints: ClassVar = [
            RaceGuard(fields=["id_kind", "id_hash"], condition=~Q(id_hash=""), name="one_record_of_a_person")
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "name_key"], name="person_place_name"),
            # the keys by which one human on two records is found
            models.Index(fields=["birth_on", "name_key", "path"], name="person_birth_name"),
            models.Index(fields=["phone", "path"], condition=~Q(phone=""), name="person_phone"),
            models.Index(fields=["path", "name_key"], condition=Q(id_hash=""), name="person_no_number"),
            models.Index(fields=["path"], condition=~Q(id_kind="resident"), name="person_other_paper"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Name, number and telephone in their one form; birth date and sex from the card."""
        faults: dict[str, Any] = {}
        self.notices = ()
        for name, read in {"name": self._clean_name, "phone": self._clean_phone}.items():
            try:
                read()
            except BadInput as error:
                faults[name] = refused(error)
        try:
            self.notices += read_number(self)
        except ValidationError as error:
            faults |= error.error_dict
        if faults:
            raise ValidationError(faults)
        self.id_hash = keyed_hash(f"{self.id_kind}|{self.id_number}") if self.id_number else ""

    def _clean_name(self) -> None:
        cleaned = clean_name(self.name)
        self.name, self.name_key = cleaned.text, pinyin_key(cleaned.text, person=True)
        self.notices += cleaned.notes

    def _clean_phone(self) -> None:
        self.phone = parse_phone(self.phone) if (self.phone or "").strip() else ""


def mask_birth(text: str) -> str:
    """A date of birth by its year."""
    return f"{text[:4]}-**-**"


class PersonRegister(Register):
    model = Person
    fields = (
        "org",
        "name",
        "id_kind",
        "id_number",
        "no_id_reason",
        "birth_on",
        "sex",
        "phone",
    )
    fixed = ("org",)
    columns = ("name", "org", "sex", "id_number", "phone")
    filters = ("org", "sex")
    search = ("name",)
    select = ("org",)
    order = ("name_key", "id")
    natural_keys: ClassVar = {"org": "code"}
    levels: ClassVar = {"id_number": "sensitive", "phone": "personal", "birth_on": "personal"}
    masks: ClassVar = {"id_number": mask_id, "phone": mask_phone, "birth_on": mask_birth}
    policy = Policy(
        view=rules.found_apart(
            officers | rules.member_of_mine | asking_mine | posted_with_mine | is_person("")
        ),
        add=holds("officer", "caseworker"),
        change=holds("officer", "caseworker"),
        remove=holds("officer"),
        export=holds("officer"),
        unmask=holds("officer", "caseworker"),
    )
    refuses = (rules.refuse_known, rules.refuse_nobody_to_reach)
    suspects: ClassVar = {rules.refuse_known: rules.known_numbers}
    icon = "user"
    menu_order = 10
    first_step = gettext_lazy(
        "Record the workers of your union one by one, or import a name list; "
        "membership and help refer to them."
    )


def notice_texts(person: Any) -> list[str]:
    """What was done to the text somebody typed for a person, in the reader's language."""
    return [_(notice.text) % notice.params for notice in person.notices]
