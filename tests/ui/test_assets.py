"""What is shipped is what was published; templates obey the policy; every word is Chinese too."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
UI = ROOT / "src" / "zhijia" / "ui"
VENDOR = UI / "static" / "ui" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
OWN_SCRIPTS = sorted((UI / "static" / "ui" / "js").glob("*.js"))


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_vendored_file_is_the_one_of_the_manifest(name: str) -> None:
    content = (VENDOR / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == MANIFEST[name]["sha256"]
    assert len(content) == MANIFEST[name]["bytes"]


def test_nothing_lies_among_the_vendored_files_that_the_manifest_does_not_name() -> None:
    assert {path.name for path in VENDOR.iterdir()} - {"manifest.json"} == set(MANIFEST)
    assert sum(line["bytes"] for line in MANIFEST.values()) < 2_200_000


def test_no_map_is_promised_that_is_not_shipped() -> None:
    for path in [*VENDOR.glob("*.js"), *VENDOR.glob("*.css")]:
        assert b"sourceMappingURL" not in path.read_bytes(), path.name


def test_every_library_is_listed_with_version_and_licence_and_its_licence_is_here() -> None:
    listed = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    pinned = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for line in MANIFEST.values():
        assert pinned[line["package"]] == line["version"]
        assert f"`{line['package']}`" in listed
        assert f"| {line['version']} | {line['licence']} |" in listed
    assert {name.split(".")[0] for name in MANIFEST if name.endswith(".LICENSE.txt")} == {
        "tabler",
        "tabler-icons",
        "echarts",
    }


def test_the_htmx_that_is_listed_is_the_one_that_is_served() -> None:
    import django_htmx

    served = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    version = re.search(r'version:"([\d.]+)"', served.read_text(encoding="utf-8"))
    assert version
    assert f"| htmx | {version[1]} |" in (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


def test_no_address_of_a_registry_is_kept() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "://" not in (ROOT / "frontend" / name).read_text(encoding="utf-8"), name


def test_every_icon_named_anywhere_in_the_house_is_in_the_sprite() -> None:
    root = ElementTree.parse(VENDOR / "icons.svg").getroot()
    drawn = {symbol.get("id") for symbol in root}
    named: dict[str, Path] = {}
    house = ROOT / "src" / "zhijia"
    for path in [*house.rglob("*.html"), *house.rglob("*.py"), *OWN_SCRIPTS]:
        text = path.read_text(encoding="utf-8")
        for pattern in (
            r'{% icon "([a-z-]+)"',
            r'\bicon(?:_name)?(?:: [^=]+)? ?= ?"([a-z-]+)"',
            r'drawIcon\("([a-z-]+)"\)',
        ):
            named |= dict.fromkeys(re.findall(pattern, text), path)
    assert len(named) > 25
    assert {name: str(path) for name, path in named.items() if name not in drawn} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_breaks_the_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|https?://", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", OWN_SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_html_or_runs_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write", text
    )
    assert len(text.splitlines()) <= 300


def test_every_sentence_of_the_scripts_is_given_to_them() -> None:
    from zhijia.ui.components.shell import script_texts

    asked: set[str] = set()
    for path in OWN_SCRIPTS:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'\btext\("([a-z_]+)"', text))
        asked |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', text))
    given = set(script_texts())
    assert asked <= given
    spoken = "".join(path.read_text(encoding="utf-8") for path in OWN_SCRIPTS)
    assert {key for key in given if f'"{key}"' not in spoken} == set()


def test_every_word_of_the_look_is_translated() -> None:
    text = (UI / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if "msgid" in block][1:]
    assert len(blocks) > 90
    empty = [block for block in blocks if re.search(r'^msgstr(\[0\])? ""$', block, re.MULTILINE)]
    assert not empty
    for block in blocks:
        source, words = block.split("msgstr", 1)
        assert set(re.findall(r"%\(\w+\)s", words)) <= set(re.findall(r"%\(\w+\)s", source)), block
        assert "fuzzy" not in block


def test_every_word_in_code_and_templates_is_in_the_catalogue() -> None:
    text = (UI / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    known = set(re.findall(r'^msgid "(.*)"$', text, re.MULTILINE))
    for path in TEMPLATES:
        for _, word in re.findall(r"""{% translate (["'])(.+?)\1""", path.read_text(encoding="utf-8")):
            assert word in known, (path.name, word)
    for path in [*UI.glob("*.py"), *(UI / "components").glob("*.py")]:
        for word in re.findall(r'\b_\("([^"]+)"\)', path.read_text(encoding="utf-8")):
            assert word in known, (path.name, word)
