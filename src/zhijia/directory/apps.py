from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "zhijia.directory"
    label = "directory"
    verbose_name = _("directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.directory import informing
        from zhijia.journal import words
        from zhijia.registry.extras import add_after_write

        words.describe(
            "directory.person", verbs={"account": _("given an account"), "transfer": _("transferred")}
        )
        words.describe("directory.membership", verbs={"leave": _("left the union")})
        add_after_write("directory.informing", informing.after_write)
