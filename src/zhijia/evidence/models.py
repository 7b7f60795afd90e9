"""Files kept once, what they are attached to, and the questions put to the people helped."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Person
from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import DigestField, MoneyField
from zhijia.tree.models import Org
from zhijia.tree.paths import PathField


class StoredFile(models.Model):
    """The bytes of a file, kept once by their SHA-256; `pixels` is the digest of what a picture shows.

    `prints` is the fingerprint by which copies of a picture are found (`content.likeness`).
    """

    sha256 = DigestField(unique=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pixels = DigestField(default="", db_index=True)
    prints = models.BinaryField(default=b"")
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("noun", "stored file")
        verbose_name_plural = pgettext_lazy("noun", "stored files")

    def __str__(self) -> str:
        return str(self.sha256)[:12]

    @property
    def is_picture(self) -> bool:
        return self.width is not None


class Standing(models.TextChoices):
    """Whether an attachment is proof; those seen before on another entry are not until accepted."""

    VALID = "valid", pgettext_lazy("attachment", "counts as evidence")
    FLAGGED = "flagged", pgettext_lazy("attachment", "used before")
    EXPLAINED = "explained", pgettext_lazy("attachment", "explained, waiting for the union above")
    ACCEPTED = "accepted", pgettext_lazy("attachment", "used before, accepted")
    REFUSED = "refused", pgettext_lazy("attachment", "used before, explanation not accepted")
    REMOVED = "removed", pgettext_lazy("attachment", "removed")


PROOF = (Standing.VALID, Standing.ACCEPTED)


class OfEntry(models.Model):
    """A row that belongs to an entry of any register, named by its key and uid."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    kind = models.CharField(max_length=80)
    entry_uid = models.UUIDField(db_index=True)
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    path = PathField(db_index=True)

    class Meta:
        abstract = True


def _somebody() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Attachment(OfEntry):
    """A file on an entry; rows are never deleted, a removal is a standing of its own."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(pgettext_lazy("attachment", "name"), max_length=160)
    caption = models.CharField(pgettext_lazy("attachment", "caption"), max_length=200, blank=True)
    taken_on = models.DateField(pgettext_lazy("attachment", "taken on"), null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.VALID)
    added_by = _somebody()
    added_at = models.DateTimeField(default=timezone.now)
    reused_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    explanation = models.TextField(pgettext_lazy("attachment", "explanation"), blank=True)
    explained_by = _somebody()
    judged_by = _somebody()
    judgement = models.TextField(pgettext_lazy("attachment", "judgement"), blank=True)
    removed_by = _somebody()
    removed_at = models.DateTimeField(null=True)
    removal_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "attachment")
        verbose_name_plural = pgettext_lazy("noun", "attachments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry_uid", "file"],
                condition=~Q(standing="removed"),
                name="file_once_on_an_entry",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["standing", "path"], name="attachment_standing")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_proof(self) -> bool:
        return self.standing in PROOF

    @property
    def is_copy(self) -> bool:
        """Whether it shows the photograph of an earlier file without being that file."""
        first = self.reused_from
        if first is None or first.file_id == self.file_id:
            return False
        return not self.file.pixels or first.file.pixels != self.file.pixels


class Channel(models.TextChoices):
    """The way a person is asked, or answered."""

    LINK = "link", pgettext_lazy("channel", "link by text message")
    CODE = "code", pgettext_lazy("channel", "code by text message")
    SLIP = "slip", pgettext_lazy("channel", "printed slip")
    CALL = "call", pgettext_lazy("channel", "call by another union")
    SELF = "self", pgettext_lazy("channel", "own account")


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("answer", "yes, it is so")
    NO = "no", pgettext_lazy("answer", "no, it is not so")
    PARTLY = "partly", pgettext_lazy("answer", "only partly so")


class Request(OfEntry):
    """One question to one person about one entry.

    Only keyed hashes of the token and of the code are kept, neither can be read back. `current` is the newest
    question; an older one can no longer be answered.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    token_hash = DigestField(null=True, unique=True)
    code_hash = DigestField(null=True, unique=True)
    current = models.BooleanField(default=True)
    asked_by = _somebody()
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    printed_by = _somebody()
    printed_at = models.DateTimeField(null=True)
    caller = _somebody()
    called_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    answered_by = _somebody()
    answered_at = models.DateTimeField(null=True)
    answered_through = models.CharField(max_length=5, choices=Channel.choices, blank=True)
    note = models.TextField(blank=True)
    amount_said = MoneyField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "confirmation request")
        verbose_name_plural = pgettext_lazy("noun", "confirmation requests")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry_uid", "person"], condition=Q(current=True), name="one_current_request"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "current"], name="request_of_person"),
            models.Index(fields=["channel", "current", "path"], name="request_by_channel"),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def is_open(self) -> bool:
        return self.current and self.answered_at is None and self.expires_at > timezone.now()


class Guesses(models.Model):
    """How many wrong links or codes came from one address, or against one request, in one span of time."""

    source = DigestField()
    span = models.PositiveBigIntegerField()
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "span"], name="guesses_once")]
