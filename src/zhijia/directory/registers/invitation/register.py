"""Invitations to found a union: a letter under a number, a message, or handed over in person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.registers.approach import rules as approaching
from zhijia.directory.registers.invitation import rules
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.rules import kept_above, officers, refused
from zhijia.kernel.identity import parse_phone
from zhijia.kernel.notice import BadInput
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class Channel(models.TextChoices):
    LETTER = "letter", pgettext_lazy("way of an invitation", "letter")
    MESSAGE = "message", pgettext_lazy("way of an invitation", "text message")
    HANDED = "handed", pgettext_lazy("way of an invitation", "handed over in person")


class Invitation(Event):
    """One employer invited to let its workers found a union; a message leaves with the entry."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="invitations", verbose_name=pgettext_lazy("invitation", "employer")
    )
    happened_on = models.DateField(pgettext_lazy("invitation", "sent on"))
    channel = models.CharField(
        pgettext_lazy("invitation", "sent as"), max_length=8, choices=Channel.choices, default=Channel.LETTER
    )
    letter_number = models.CharField(
        pgettext_lazy("invitation", "number of the letter"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("As official papers write it, with year and serial number."),
    )
    addressed_to = models.CharField(
        pgettext_lazy("invitation", "for the attention of"), max_length=60, blank=True
    )
    phone = models.CharField(
        pgettext_lazy("invitation", "mobile telephone"),
        max_length=20,
        blank=True,
        help_text=gettext_lazy("Needed for a text message."),
    )
    meet_on = models.DateField(pgettext_lazy("invitation", "talk proposed for"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "invitation to found a union")
        verbose_name_plural = pgettext_lazy("noun", "invitations to found a union")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "letter_number"],
                condition=~Q(letter_number=""),
                name="invitation_number_once",
                violation_error_message=gettext_lazy("A letter of this number was sent already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="invitation_place_day")]

    def __str__(self) -> str:
        return " · ".join(part for part in (str(self.unit), self.letter_number) if part)

    def clean(self) -> None:
        self.letter_number = " ".join(clean(self.letter_number or "").text.split())
        try:
            self.phone = parse_phone(self.phone) if self.phone else ""
        except BadInput as error:
            raise ValidationError({"phone": refused(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A message leaves in the transaction that stores the invitation, or neither stands."""
        sends = self._state.adding and self.channel == Channel.MESSAGE
        super().save(*args, **kwargs)
        if sends:
            rules.send(self)


class InvitationRegister(Register):
    model = Invitation
    fields = ("org", "unit", "happened_on", "channel", "letter_number", "addressed_to", "phone", "meet_on")
    fixed = ("unit", "channel")
    ahead = ("meet_on",)
    columns = ("happened_on", "unit", "channel", "letter_number", "org", "meet_on")
    filters = ("org", "channel", "happened_on")
    search = ("unit__name", "letter_number")
    select = ("org", "unit")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_no_number, rules.refuse_no_mobile, rules.refuse_past_talk, approaching.claim)
    icon = "message"
    menu_order = 38
    first_step = gettext_lazy(
        "Invite an employer by letter or message; the letter is printed from the entry in the official layout."
    )

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Never by itself: the employer's page offers what comes next to whoever works on it."""
        return False
