"""What was done, what the database saw, and the seals over both: three tables nothing may change."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.uid import uuid7
from zhijia.tree.models import Org, User
from zhijia.tree.paths import PathField


def _reads(text: str) -> dict[str, Any] | None:
    return json.loads(text) if text else None


class JournalEvent(models.Model):
    """One act: who, on what, before → after, why. Values kept from sight stand encrypted in the JSON.

    JSON is kept as text, because the digest is over the very characters and jsonb would reorder them. User
    and organisation are numbers without a constraint: nothing may cascade into the journal.
    """

    uid = models.UUIDField(unique=True, default=uuid7)
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    user_name = models.TextField(default="")
    seats = models.TextField(default="")
    channel = models.CharField(max_length=20, default="")
    purpose = models.TextField(default="")
    request_id = models.TextField(default="")
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=80)
    entry_uid = models.UUIDField()
    version = models.BigIntegerField(null=True)
    org = models.ForeignKey(Org, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    path = PathField(default="")
    before_text = models.TextField(default="")
    after_text = models.TextField(default="")
    reason = models.TextField(default="")
    row_digest = models.CharField(max_length=64, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_event"
        verbose_name = _("journal event")
        verbose_name_plural = _("journal events")
        indexes: ClassVar = [
            models.Index(fields=["kind", "entry_uid", "version"], name="event_of_entry"),
        ]

    @property
    def before(self) -> dict[str, Any] | None:
        """The values before, None when there was nothing; encrypted ones as they stand."""
        return _reads(self.before_text)

    @property
    def after(self) -> dict[str, Any] | None:
        """The values after, None when nothing is left."""
        return _reads(self.after_text)


class Witness(models.Model):
    """What a trigger saw: a row of a watched table inserted (I), updated (U) or deleted (D).

    `seen` is the newest journal event there was: the act that explains the change comes after it.
    """

    at = models.DateTimeField()
    table = models.CharField(max_length=63, db_column="of_table")
    entry_uid = models.UUIDField()
    op = models.CharField(max_length=1)
    version = models.BigIntegerField()
    seen = models.BigIntegerField()

    class Meta:
        db_table = "journal_witness"
        indexes: ClassVar = [
            models.Index(fields=["table", "entry_uid", "version"], name="witness_of_entry"),
        ]


class Seal(models.Model):
    """A link of the chain: the digest of all events and witnesses numbered from first to last.

    The ranges of neighbouring seals touch, so a row slipped in later falls into one. `marks` names each row
    with the start of its digest, to say which one was changed.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    events = models.PositiveIntegerField()
    first_witness = models.BigIntegerField()
    last_witness = models.BigIntegerField()
    witnesses = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)
    marks = models.TextField()

    class Meta:
        db_table = "journal_seal"
