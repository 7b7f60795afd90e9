"""The sections of the national classification of industries (GB/T 4754)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Industry(models.TextChoices):
    A = "A", pgettext_lazy("industry", "farming, forestry, animal husbandry and fishery")
    B = "B", pgettext_lazy("industry", "mining")
    C = "C", pgettext_lazy("industry", "manufacturing")
    D = "D", pgettext_lazy("industry", "electricity, heat, gas and water")
    E = "E", pgettext_lazy("industry", "construction")
    F = "F", pgettext_lazy("industry", "wholesale and retail trade")
    G = "G", pgettext_lazy("industry", "transport, storage and post")
    H = "H", pgettext_lazy("industry", "hotels and catering")
    I = "I", pgettext_lazy("industry", "information, software and computer services")  # noqa: E741
    J = "J", pgettext_lazy("industry", "finance")
    K = "K", pgettext_lazy("industry", "real estate")
    L = "L", pgettext_lazy("industry", "leasing and business services")
    M = "M", pgettext_lazy("industry", "research and technical services")
    N = "N", pgettext_lazy("industry", "water, environment and public facilities")
    O = "O", pgettext_lazy("industry", "household services, repair and other services")  # noqa: E741
    P = "P", pgettext_lazy("industry", "education")
    Q = "Q", pgettext_lazy("industry", "health and social work")
    R = "R", pgettext_lazy("industry", "culture, sports and entertainment")
    S = "S", pgettext_lazy("industry", "public administration and social organisations")
    T = "T", pgettext_lazy("industry", "international organisations")
