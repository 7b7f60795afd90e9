from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "zhijia.activities"
    label = "activities"
    verbose_name = _("activities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhijia.activities import gatherings
        from zhijia.activities.meetings import following
        from zhijia.registry.extras import add_after_write

        gatherings.make_known()
        _give_levels()
        _check_levels()
        _on_behalf()
        add_after_write("activities.meetings", following.after_write)


def _give_levels() -> None:
    """A proven certificate gives its person the level from the day of issue: read, copied nowhere."""
    from django.db.models import Q

    from zhijia.activities.gates import certificate
    from zhijia.activities.models import Advancement
    from zhijia.directory.holding.held import Certificates, also

    proven = certificate.met & Q(confirmed_at__isnull=False)
    also(Certificates(Advancement, "person", "kind", "to_level", "happened_on", proven))


def _check_levels() -> None:
    """The page of integrity compares certificates with what is on file beside them."""
    from zhijia.activities.integrity import CHECKS
    from zhijia.directory.integrity import check

    check.add(CHECKS)


def _on_behalf() -> None:
    """Who signed the paper list of a meeting was entered by an officer: counted apart from those who signed in."""
    from django.db.models import Q

    from zhijia.activities.models import Invitation
    from zhijia.activities.registers.invitation.register import INVITATION_FLOW
    from zhijia.directory.behalf import SOURCES, Source

    links = ((INVITATION_FLOW.states["listed"], "state=listed"),)
    own, later = Q(state="signed", way="invited"), Q(state="signed", way="paper")
    SOURCES.append(lambda: Source(Invitation, own, Q(state="listed"), later, links))
