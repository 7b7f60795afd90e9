"""What start-up looks at: every channel has a provider that can be made."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from zhijia.outbox.models import Channel
from zhijia.outbox.providers import provider_for


def providers_can_be_made(**kwargs: Any) -> list[CheckMessage]:
    """One error for each channel whose provider is missing or broken."""
    faults: list[CheckMessage] = []
    for channel in Channel:
        try:
            provider_for(channel)
        except ImproperlyConfigured as fault:
            faults.append(Error(str(fault), hint="Mend OUTBOX_PROVIDERS in the settings.", id="outbox.E001"))
    return faults
