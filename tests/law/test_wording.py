"""The catalogue holds the Chinese of every sentence of the kernel and of this room."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import zhijia
from zhijia.kernel import identity, money, text
from zhijia.kernel.notice import Notice
from zhijia.law import queries, services, wording, working_days

CATALOGUE = Path(zhijia.__file__).parent / "law/locale/zh_Hans/LC_MESSAGES/django.po"
TABLES = (
    money.BadAmount.sentences,
    identity.BadIdNumber.sentences,
    identity.BadPhone.sentences,
    identity.BadName.sentences,
    identity.SENTENCES,
    text.SENTENCES,
    working_days.UnknownYear.sentences,
    services.BadCalendar.sentences,
    queries.UnknownRule.sentences,
)
SENTENCES = [sentence for table in TABLES for sentence in table.values()]


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> gettext.GNUTranslations:
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    compiled = tmp_path_factory.mktemp("law") / "django.mo"
    subprocess.run(["msgfmt", "-o", compiled, CATALOGUE], check=True)
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_its_chinese(sentence: str, chinese: gettext.GNUTranslations) -> None:
    said = chinese.gettext(sentence)
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert set(re.findall(r"%\(\w+\)s", said)) == set(re.findall(r"%\(\w+\)s", sentence))
    assert "%" not in re.sub(r"%\(\w+\)s", "", sentence)


def test_every_class_of_refusals_is_looked_at() -> None:
    from zhijia.kernel.notice import BadInput

    kinds = [
        kind
        for kind in BadInput.__subclasses__()
        if kind.__module__.startswith(("zhijia.kernel", "zhijia.law"))
    ]
    assert all(any(kind.sentences is table for table in TABLES) for kind in kinds)


def test_a_notice_is_said_with_its_values() -> None:
    assert (
        wording.say(Notice("x", "no translation of %(this)s", {"this": "that"})) == "no translation of that"
    )
    assert "1,000.00" in wording.say(money.BadAmount("large", limit="1,000.00"))
