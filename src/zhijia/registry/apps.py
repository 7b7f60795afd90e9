from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "zhijia.registry"
    label = "registry"
    verbose_name = _("registers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.registry import watching

        watching.start()
        post_migrate.connect(watching.after_migrate, sender=self, dispatch_uid="registry-search")
