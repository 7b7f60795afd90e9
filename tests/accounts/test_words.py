"""The Chinese of the log-in pages is whole."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import zhijia.site

ROOM = Path(zhijia.site.__file__).parent
CATALOGUE = ROOM / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MARKED = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="no msgfmt here: install Debian's 'gettext'")
def test_nothing_is_untranslated_or_doubtful(tmp_path):
    command = ["msgfmt", "--check-format", "--statistics", "-o", str(tmp_path / "out.mo"), str(CATALOGUE)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env={"LC_ALL": "C"}).stderr
    assert re.fullmatch(r"\d+ translated messages\.\s*", told)


def test_every_text_marked_in_a_template_is_in_the_catalogue():
    kept = CATALOGUE.read_text(encoding="utf-8").replace('"\n"', "")
    marked = {
        found[1] or found[2]
        for template in (ROOM / "templates").rglob("*")
        if template.is_file()
        for found in MARKED.finditer(template.read_text(encoding="utf-8"))
    }
    assert len(marked) > 50
    assert sorted(text for text in marked if f'msgid "{text}"' not in kept) == []
