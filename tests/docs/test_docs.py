"""The papers say what is so: commands, settings, links, versions and the words on the buttons."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from zhijia.site import command

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "zhijia"
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
MANUAL = ROOT / "docs" / "manual"
PAPERS = sorted(
    path
    for found in (ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md"), SOURCE.rglob("*.md"))
    for path in found
    if "vendor" not in path.parts
)
#: hosts from which software is fetched; written in parts so that this module does not name one
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror.com",
    "index" + "-url",
)
#: pages whose bold words are buttons, fields and menu entries of the screen
SCREEN = (
    "plans",
    "handing",
    "statistics",
    "calls",
    "calendar",
    "scoreboard",
    "composition",
    "desk",
    "registers",
    "directory",
    "activities",
    "meetings",
    "assistance",
    "relief",
    "congress",
    "contracts",
    "disclosure",
    "honours",
    "office",
    "reading-rooms",
    "sites",
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """A paper without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text_of(path), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(params=READMES, ids=short)
def readme(request: pytest.FixtureRequest) -> str:
    return text_of(request.param)


def commands() -> dict[str, argparse.ArgumentParser]:
    (made,) = [one for one in command.parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return dict(made.choices)


def test_the_readme_names_every_make_command_and_no_other(readme: str) -> None:
    makefile = text_of(ROOT / "Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", readme))
    promised = {"setup", "demo", "run", "test", "test-long", "check", "bench", "help"}
    assert promised <= named <= targets


def test_the_readme_names_every_command_of_the_console_and_no_other(readme: str) -> None:
    table = re.findall(r"^\| `zhijia ([a-z-]+)", readme, re.MULTILINE)
    assert sorted(table) == sorted(commands())


def test_the_options_the_readme_gives_a_command_are_its_options(readme: str) -> None:
    for line in re.findall(r"^\| `zhijia ([^`]*)`", readme, re.MULTILINE):
        name = line.split()[0]
        assert set(re.findall(r"--[a-z-]+", line)) == options(name), name


def options(name: str) -> set[str]:
    actions = commands()[name]._actions
    return {word for action in actions for word in action.option_strings} - {"-h", "--help"}


def variables() -> set[str]:
    """What the settings read from the environment: the first argument of every call of `env`."""
    found = set()
    for name in ("settings.py", "account_settings.py"):
        for node in ast.walk(ast.parse(text_of(SOURCE / "site" / name))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if isinstance(called, ast.Name) and called.id == "env" and node.args:
                assert isinstance(node.args[0], ast.Constant)
                found.add(str(node.args[0].value))
    return found


def test_the_readme_names_every_variable_the_settings_read_and_no_other(readme: str) -> None:
    assert {"DATABASE_URL", "ZHIJIA_DATA", "ZHIJIA_SECRET_KEY"} <= variables()
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))
    assert table == variables()


def test_the_readme_names_the_rooms_on_their_floors(readme: str) -> None:
    settings = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    places = [readme.find(f"\n{layer} ") for layer in contract["layers"]]
    assert -1 not in places and places == sorted(places)


def test_the_readme_names_the_cast_of_the_demo(readme: str) -> None:
    cast = pytest.importorskip("zhijia.site.demo.cast", reason="the demo is not written yet")
    named = set(re.findall(r"`([a-z]+(?:\.[a-z]+)?)`", readme))
    assert {player.username for player in cast.CAST} <= named
    assert f"`{cast.PASSWORD}`" in readme


def test_the_readme_says_that_head_counts_are_smaller() -> None:
    english, chinese = READMES
    assert "Head counts are at 1/20 of the original plan" in text_of(english)
    assert "人数按原计划的 1/20" in text_of(chinese)


def test_the_two_readmes_lead_to_each_other_at_the_top() -> None:
    english, chinese = READMES
    assert "(README.zh.md)" in "".join(text_of(english).splitlines()[:4])
    assert "(README.md)" in "".join(text_of(chinese).splitlines()[:4])


def test_the_version_is_the_newest_in_the_changelog() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == version


def test_every_page_of_the_manual_is_there_in_both_languages_and_in_the_index() -> None:
    pages = {path.name for path in (MANUAL / "en").glob("*.md")}
    assert pages == {path.name for path in (MANUAL / "zh").glob("*.md")}
    for language in ("en", "zh"):
        named = set(re.findall(r"\]\(([a-z-]+\.md)\)", text_of(MANUAL / language / "index.md")))
        assert pages - {"index.md"} <= named


def slugs(path: Path) -> set[str]:
    """The anchors of a paper's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def broken_links(path: Path) -> list[str]:
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose(path))):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        file, _hash, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and anchor not in slugs(place)):
            found.append(target)
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=short)
def test_links_lead_somewhere(paper: Path) -> None:
    assert broken_links(paper) == []


@pytest.mark.parametrize("paper", PAPERS, ids=short)
def test_no_paper_names_a_registry(paper: Path) -> None:
    assert [name for name in REGISTRIES if name in text_of(paper)] == []


def test_decisions_are_numbered_without_a_gap_and_say_their_price() -> None:
    papers = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in papers]
    assert numbers[0] == 1 and all(after - before == 1 for before, after in pairwise(numbers))
    for path in papers:
        text = text_of(path)
        assert text.startswith(f"# {path.name[:4]} "), path.name
        parts = [text.find(f"**{part}.**") for part in ("Context", "Decision", "Price")]
        assert -1 not in parts and parts == sorted(parts), path.name


def test_every_room_has_a_readme() -> None:
    rooms = [path.parent for path in SOURCE.glob("*/__init__.py")]
    missing = [room.name for room in rooms if not (room / "README.md").exists()]
    assert missing == []


@cache
def on_screen(language: str) -> tuple[re.Pattern[str], ...]:
    """Every text of the catalogues in a language, its places for values open."""
    found = []
    for path in SOURCE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                sides = message.id if language == "en" else message.string
                for text in (sides,) if isinstance(sides, str) else sides:
                    if named(text):
                        found.append(shape(text))
    return tuple(found)


def named(text: str) -> bool:
    """Whether a text says something before its first value, so that its pattern does not fit everything."""
    return len(text.partition("%(")[0]) >= 2


def shape(text: str) -> re.Pattern[str]:
    """A pattern for a sentence of a catalogue with anything in place of its values."""
    pieces = [re.escape(piece) for piece in re.split(r"%\(\w+\)[sd]", text)]
    return re.compile(r".+?".join(pieces), re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("page", SCREEN)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bold_words_of_the_manual_stand_on_the_screen(language: str, page: str) -> None:
    words = re.findall(r"\*\*([^*]+)\*\*", prose(MANUAL / language / f"{page}.md"))
    assert words
    unknown = [one for one in words if not any(text.fullmatch(one) for text in on_screen(language))]
    assert unknown == []
