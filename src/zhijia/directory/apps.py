from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "zhijia.directory"
    label = "directory"
    verbose_name = _("directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.journal import words

        words.describe(
            "directory.person", verbs={"account": _("given an account"), "transfer": _("transferred")}
        )
        words.describe("directory.membership", verbs={"leave": _("left the union")})
