from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "zhijia.journal"
    label = "journal"
    verbose_name = _("journal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.journal import tree_record, triggers, verify
        from zhijia.tree import announcing, soundness

        pre_migrate.connect(triggers.before_migrate, sender=self, dispatch_uid="journal-triggers-away")
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="journal-triggers")
        checks.register(triggers.check, checks.Tags.database)
        announcing.listen("journal", tree_record.record_changes)
        verify.add_check("organisations", tree_record.differences)
        verify.add_check("tree", soundness.differences)
