"""The kinds and levels of collective contracts, and who signs which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from zhijia.tree.kinds import OrgKind


class ContractKind(models.TextChoices):
    GENERAL = "general", pgettext_lazy("kind of contract", "general collective contract")
    WAGE = "wage", pgettext_lazy("kind of contract", "special contract on wages")
    SAFETY = "safety", pgettext_lazy("kind of contract", "special contract on labour safety and health")
    WOMEN = "women", pgettext_lazy("kind of contract", "special contract on women workers' rights")


class Level(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("level of contract", "one enterprise")
    REGIONAL = "regional", pgettext_lazy("level of contract", "region")
    INDUSTRY = "industry", pgettext_lazy("level of contract", "industry")


#: who signs for the workers of one enterprise
AT_ENTERPRISE = frozenset({OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS})
#: who signs for many: within a county, never for more
FOR_MANY = frozenset(
    {
        OrgKind.COUNTY,
        OrgKind.INDUSTRIAL_COUNTY,
        OrgKind.PARK,
        OrgKind.TOWNSHIP,
        OrgKind.VILLAGE,
        OrgKind.REGIONAL_FEDERATION,
        OrgKind.SECTOR_FEDERATION,
        OrgKind.JOINT_GRASSROOTS,
    }
)
#: states in which a contract claims to count: a draft does not
CLAIMING = ("signed", "filed", "confirmed", "terminated")
