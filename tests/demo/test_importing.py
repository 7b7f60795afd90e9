"""`zhijia import`: counts and faults on the console, exit codes, nothing stored when something is wrong."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast, id_number
from zhijia.directory.models import Person
from zhijia.journal.models import JournalEvent
from zhijia.site import importing
from zhijia.site.command import main
from zhijia.tally import services

pytestmark = pytest.mark.django_db
GOOD = f"YC0102,会员甲,{id_number(date(1991, 2, 3), 12)},,2026-03-08"
HEAD = "所属工会,姓名,身份证号,手机号,入会日期"


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def chosen(path: Path, **more: Any) -> argparse.Namespace:
    return argparse.Namespace(
        **{"kind": "members", "file": str(path), "dry_run": False, "report": None, **more}
    )


@pytest.fixture
def list_of(tmp_path: Path) -> Any:
    def write(*lines: str) -> Path:
        path = tmp_path / "会员.csv"
        path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
        return path

    return write


def test_a_right_list_is_taken_in_once_by_the_house_itself(cast: Cast, list_of: Any, capsys: Any) -> None:
    path = list_of(GOOD)
    assert importing.run(chosen(path, dry_run=True)) == 0
    assert "1行正确" in capsys.readouterr().out and not Person.objects.filter(name="会员甲").exists()
    assert importing.run(chosen(path)) == 0
    assert "新增1行" in capsys.readouterr().out
    person = Person.objects.get(name="会员甲")
    event = JournalEvent.objects.filter(entry_uid=person.uid).get()
    assert (event.channel, event.user_id, event.verb) == ("console", None, "import")
    assert services.waiting() == 0
    assert importing.run(chosen(path)) == 0
    assert "新增0行" in capsys.readouterr().out


def test_faults_are_named_by_row_and_column_and_nothing_is_stored(
    cast: Cast, list_of: Any, tmp_path: Path, capsys: Any
) -> None:
    report = tmp_path / "faults.xlsx"
    wrong = ["YC0102,会员乙,123,,2026-01-05"] * 25
    assert importing.run(chosen(list_of(GOOD, *wrong), report=str(report))) == 1
    told = capsys.readouterr().err
    assert "第3行" in told and "证件号码" in told and "25" in told and str(report) in told
    assert report.read_bytes().startswith(b"PK")
    assert not Person.objects.filter(name__startswith="会员").exists()
    assert importing.run(chosen(list_of(*wrong))) == 1
    assert "--report" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n0000", b"\xd0\xcf\x11\xe0xx", b"no heading"])
def test_what_is_no_list_is_refused_with_its_name(
    cast: Cast, tmp_path: Path, content: bytes, capsys: Any
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert importing.run(chosen(path)) == 1
    assert "list.xlsx" in capsys.readouterr().err


def test_a_missing_file_and_an_unwritable_report_are_told(
    cast: Cast, list_of: Any, tmp_path: Path, capsys: Any
) -> None:
    assert importing.run(chosen(tmp_path / "none.csv")) == 1
    assert "none.csv" in capsys.readouterr().err
    nowhere = tmp_path / "no" / "such" / "folder.xlsx"
    assert importing.run(chosen(list_of("YC0102,会员丙,123,,2026-01-05"), report=str(nowhere))) == 1
    assert str(nowhere) in capsys.readouterr().err


def test_another_kind_of_list_is_a_wrong_call(capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "dogs", "x.csv"])
    assert ended.value.code == 2
