"""Which provider carries a channel, what start-up says of it, and the Chinese of the room."""

from __future__ import annotations

import re
import shutil
import subprocess
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

import zhijia
from zhijia.outbox import addresses, checks, services
from zhijia.outbox.providers import FileProvider, provider_for

CATALOGUE = Path(zhijia.__file__).parent / "outbox/locale/zh_Hans/LC_MESSAGES/django.po"


def test_without_a_setting_messages_go_to_files(settings: Any) -> None:
    if hasattr(settings, "OUTBOX_PROVIDERS"):
        del settings.OUTBOX_PROVIDERS
    assert all(isinstance(provider_for(channel), FileProvider) for channel in ("sms", "email", "webhook"))
    assert checks.providers_can_be_made() == []


@pytest.mark.parametrize(
    "path", ["no.such.Provider", "zhijia.outbox.providers.Missing", "zhijia.outbox.providers.FILE_PROVIDER"]
)
def test_a_broken_provider_stops_the_start(settings: Any, path: str) -> None:
    settings.OUTBOX_PROVIDERS = {"sms": path}
    (fault,) = checks.providers_can_be_made()
    assert fault.id == "outbox.E001" and "'sms'" in fault.msg


def test_an_unknown_channel_has_no_provider() -> None:
    with pytest.raises(ImproperlyConfigured, match="'fax'"):
        provider_for("fax")


@pytest.mark.parametrize(
    "sentence", [*addresses.BadMessage.sentences.values(), *services.KeyReused.sentences.values()]
)
def test_a_refusal_has_its_chinese(sentence: str, tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    subprocess.run(["msgfmt", "-o", tmp_path / "o.mo", CATALOGUE], check=True)
    with (tmp_path / "o.mo").open("rb") as file:
        said = GNUTranslations(file).gettext(sentence)
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert set(re.findall(r"%\(\w+\)s", said)) == set(re.findall(r"%\(\w+\)s", sentence))
