"""What this room does to an entry, in the words of its timeline."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from zhijia.journal import words
from zhijia.registry.register import registers

VERBS = {
    "attach": pgettext_lazy("act", "added evidence"),
    "remove_attachment": pgettext_lazy("act", "took a file off"),
    "explain": pgettext_lazy("act", "explained a file used before"),
    "accept_attachment": pgettext_lazy("act", "accepted a file used before"),
    "refuse_attachment": pgettext_lazy("act", "did not accept a file used before"),
    "evidence": pgettext_lazy("act", "evidence complete or lost"),
    "attach_again": pgettext_lazy("act", "added a file used before"),
    "ask_link": pgettext_lazy("act", "asked the person concerned by link"),
    "ask_code": pgettext_lazy("act", "asked the person concerned by code"),
    "ask_slip": pgettext_lazy("act", "asked the person concerned by printed slip"),
    "ask_call": pgettext_lazy("act", "asked for a call to the person concerned"),
    "arrive": pgettext_lazy("act", "asked for the question on the spot"),
    "print_slip": pgettext_lazy("act", "printed a slip"),
    "confirm": pgettext_lazy("act", "confirmed by the person concerned"),
    "dispute_no": pgettext_lazy("act", "denied by the person concerned"),
    "dispute_partly": pgettext_lazy("act", "only partly confirmed by the person concerned"),
    "unconfirm": pgettext_lazy("act", "lost its confirmation"),
    "download": pgettext_lazy("act", "opened a file"),
}
FIELDS = {
    "attachment": pgettext_lazy("field", "file"),
    "sha256": pgettext_lazy("field", "fingerprint (SHA-256)"),
    "evidenced_at": pgettext_lazy("field", "evidenced at"),
    "confirmed_at": pgettext_lazy("field", "confirmed at"),
    "verified_at": pgettext_lazy("field", "verified at"),
}


def name_acts() -> None:
    """Teaches the journal these words for every register there is."""
    for register in registers():
        words.describe(register.key, verbs=VERBS, fields=FIELDS)
