"""The kinds of organisation, relation and role (domain 4.1 to 4.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class OrgKind(models.TextChoices):
    MUNICIPAL = "municipal", pgettext_lazy("org kind", "municipal federation")
    COUNTY = "county", pgettext_lazy("org kind", "county federation")
    INDUSTRIAL_MUNICIPAL = "industrial_municipal", pgettext_lazy("org kind", "municipal industrial union")
    INDUSTRIAL_COUNTY = "industrial_county", pgettext_lazy("org kind", "county industrial union")
    PARK = "park", pgettext_lazy("org kind", "development zone union")
    ORGAN_COMMITTEE = "organ_committee", pgettext_lazy("org kind", "dispatched union committee")
    TOWNSHIP = "township", pgettext_lazy("org kind", "township or sub-district union")
    VILLAGE = "village", pgettext_lazy("org kind", "village or community union")
    REGIONAL_FEDERATION = "regional_federation", pgettext_lazy("org kind", "regional federation")
    SECTOR_FEDERATION = "sector_federation", pgettext_lazy("org kind", "sectoral federation")
    GRASSROOTS = "grassroots", pgettext_lazy("org kind", "grassroots union")
    JOINT_GRASSROOTS = "joint_grassroots", pgettext_lazy("org kind", "joint grassroots union")
    BRANCH = "branch", pgettext_lazy("org kind", "branch union")
    GROUP = "group", pgettext_lazy("org kind", "union group")


class RelationKind(models.TextChoices):
    LEADS = "leads", pgettext_lazy("relation", "leads")
    INDUSTRY = "industry", pgettext_lazy("relation", "leads by industry")
    GUIDES = "guides", pgettext_lazy("relation", "guides")
    AUDITS = "audits", pgettext_lazy("relation", "audits")
    #: from a closed organisation to the one that took it up: what it left behind stands there
    SUCCEEDED = "succeeded", pgettext_lazy("relation", "succeeded by")


class Role(models.TextChoices):
    OFFICER = "officer", pgettext_lazy("role", "union officer")
    CHAIR = "chair", pgettext_lazy("role", "union chair")
    LEADER = "leader", pgettext_lazy("role", "federation leader")
    CASEWORKER = "caseworker", pgettext_lazy("role", "caseworker")
    FINANCE = "finance", pgettext_lazy("role", "finance officer")
    AUDITOR = "auditor", pgettext_lazy("role", "auditor")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "system administrator")
