"""The room of evidence and confirmations."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "zhijia.evidence"
    label = "evidence"
    verbose_name = _("evidence and confirmation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.directory.merging import pointers
        from zhijia.evidence import discreet, forms, members, merging, reaching, services, wording
        from zhijia.evidence.models import Request
        from zhijia.registry.extras import add_after_write, add_form_extra

        discreet.install()
        wording.name_acts()
        self._watch()
        self._menu()
        pointers.also(Request, merging.repoint)
        add_after_write("evidence", services.after_write)
        add_after_write("evidence.members", members.after_write)
        reaching.install()
        for extra in (forms.PHOTOS, forms.QUESTION):
            add_form_extra(extra)

    def _watch(self) -> None:
        """Tables the journal answers for, and whose paths follow the tree."""
        from zhijia.evidence import checks
        from zhijia.journal import verify, witness
        from zhijia.tree import moves

        for name in ("attachment", "request"):
            witness.watch(f"evidence_{name}", kind=f"evidence.{name}")
            moves.follows(f"evidence_{name}")
        verify.add_check("evidence", checks.problems)

    def _menu(self) -> None:
        from zhijia.evidence import attachments, callbacks, slips
        from zhijia.ui import menu

        section = _("Evidence")

        def judges(actor: Any) -> bool:
            return bool(actor.holds(*attachments.JUDGES))

        menu.add(menu.Entry(_("Files used twice"), "evidence:reused", "copy", 610, judges, section=section))
        menu.add(
            menu.Entry(
                _("Calls for other unions"),
                "evidence:callbacks",
                "phone",
                620,
                callbacks.is_caller,
                section=section,
            )
        )
        menu.add(
            menu.Entry(
                _("Slips to print"), "evidence:slips", "printer", 630, slips.is_printer, section=section
            )
        )
