"""From a table to entries: headings in either language, every fault named, all or nothing, never twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast, id_number
from tests.sheets.books import book
from zhijia.assistance.models import Relief
from zhijia.directory.models import Person
from zhijia.facilities.models import ReadingRoom
from zhijia.registry.bulk import RowErrors
from zhijia.sheets.columns import own_sheet
from zhijia.sheets.load import Reading, load, reading, tried
from zhijia.sheets.read import BadFile, read, read_text

pytestmark = pytest.mark.django_db

FIELDS = ("org", "worker", "kind", "reason", "amount", "happened_on")


def heads(model: Any = Relief, *names: str) -> list[str]:
    """The English headings of these fields."""
    with translation.override("en"):
        return [str(model._meta.get_field(name).verbose_name) for name in names or FIELDS]


HEAD = heads()


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def read_in(cast: Cast, rows: list[list[Any]], who: str = "gas.officer", model: Any = Relief) -> Reading:
    return tried(reading(own_sheet(model.register), read(book(rows)), cast.actor(who)))


def faults(found: Reading) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in found.errors]


def good(name: str = "王桂兰", amount: Any = 1000, day: Any = date(2026, 3, 2)) -> list[Any]:
    return ["YC0102", name, "living relief", "illness", amount, day]


def test_a_list_becomes_entries(cast: Cast) -> None:
    found = read_in(cast, [HEAD, good(), good("高师傅", "１,２００.５０", "2026.3.8")])
    assert not found.errors and Relief.objects.count() == 0
    assert load(found, source="a.xlsx").added == 2
    made = Relief.objects.get(worker=cast.people["gao"])
    assert (made.amount, made.happened_on, made.kind, made.state) == (
        120_050,
        date(2026, 3, 8),
        "living",
        "asked",
    )


def test_headings_are_known_by_label_field_name_and_in_any_order(cast: Cast) -> None:
    with translation.override("zh-hans"):
        labels = {column.name: str(column.label) for column in own_sheet(Relief.register).columns}
    headings = [
        "amount",
        labels["happened_on"],
        "WORKER *",
        labels["reason"] + "（必填）",
        "org",
        f"{HEAD[2]}:",
    ]
    found = read_in(
        cast, [["2026 list"], [], headings, [50, "2026年3月9日", "王桂兰", "illness", "YC0102", "living"]]
    )
    assert not found.errors and found.numbers == [4]


def test_a_heading_twice_or_none_known_is_refused_and_an_unknown_one_left_out(cast: Cast) -> None:
    sheet, by = own_sheet(Relief.register), cast.actor("gas.officer")
    with pytest.raises(BadFile, match="twice"):
        reading(sheet, read(book([[*HEAD, HEAD[4]], good()])), by)
    with pytest.raises(BadFile, match=HEAD[1]):
        reading(sheet, read(book([["a", "b"], ["c", "d"]])), by)
    with pytest.raises(BadFile):
        reading(sheet, read(book([HEAD])), by)
    found = read_in(cast, [[*HEAD, "shoe size"], [*good(), "42"]])
    assert not found.errors and len(found.columns) == 6 and found.headings[6] == "shoe size"


def test_a_heading_can_be_explained(cast: Cast) -> None:
    table = read(book([[*HEAD[:4], "how much", HEAD[5]], good()]))
    sheet, by = own_sheet(Relief.register), cast.actor("gas.officer")
    assert faults(reading(sheet, table, by)) == [(2, "amount")]
    assert not reading(sheet, table, by, mapping={4: "amount"}).errors


def test_every_fault_is_named_by_line_and_column(cast: Cast) -> None:
    rows = [
        HEAD,
        good(),
        good("查无此人"),
        good("高师傅", "1E5"),
        good("高师傅", 10, "2026-02-30"),
        ["YC0201", "高师傅", "living relief", "illness", 10, date(2026, 3, 2)],
        ["YC0102", "高师傅", "lottery", "illness", 10, date(2026, 3, 2)],
        ["YC0102", "李秀英", "living relief", "", 10, date(2026, 3, 2)],
        good("高师傅", 30_000),
    ]
    found = read_in(cast, rows)
    assert faults(found) == [
        (3, "worker"),
        (4, "amount"),
        (5, "happened_on"),
        (6, "org"),
        (7, "kind"),
        (8, "worker"),
        (8, "reason"),
        (9, "amount"),
    ]
    assert "living relief" in str(found.errors[4].reason) and "2026-02-30" in str(found.errors[2].reason)
    assert "北山" not in str(found.errors[3].reason)
    with pytest.raises(RowErrors):
        load(found, source="a.xlsx")
    assert Relief.objects.count() == 0
    assert load(found, source="a.xlsx", only_good=True).added == 1


def test_faults_only_the_database_knows_do_not_stop_the_good_rows_when_asked(cast: Cast) -> None:
    found = read_in(cast, [HEAD, good(), good("高师傅")])
    load(read_in(cast, [HEAD, good(amount=7)]), source="before.xlsx")
    with pytest.raises(RowErrors):
        load(found, source="a.xlsx")
    result = load(found, source="a.xlsx", only_good=True)
    assert (result.added, result.left_out) == (1, 1)


def test_the_same_list_twice_adds_nothing_the_second_time(cast: Cast) -> None:
    rows = [HEAD, good(), good("高师傅")]
    assert load(read_in(cast, rows), source="a.xlsx").added == 2
    again = load(
        reading(own_sheet(Relief.register), read(book(rows)), cast.actor("gas.officer")), source="b.xlsx"
    )
    assert (
        again.added == 0 and again.known == 2 and again.before is not None and again.before.source == "a.xlsx"
    )
    assert Relief.objects.count() == 2


def test_an_officer_of_one_union_need_not_name_it(cast: Cast) -> None:
    found = read_in(cast, [HEAD[1:], good()[1:]])
    assert not found.errors and found.rows[0]["org"] == cast.orgs["gas"]
    assert faults(read_in(cast, [HEAD[1:], good()[1:]], who="river.officer")) == [(2, "org")]


def test_two_of_one_name_are_told_apart_by_the_end_of_a_number(cast: Cast) -> None:
    from zhijia.registry.services import add
    from zhijia.tree.actor import SYSTEM

    values = {"org": cast.orgs["gas"], "name": "王桂兰", "id_number": id_number(date(1990, 2, 2), 8)}
    second = add(Person.register, values | {"phone": "13900001234"}, by=SYSTEM)
    hinted = [*HEAD, f"{HEAD[1]}: end of number or telephone"]
    assert faults(read_in(cast, [HEAD, good()])) == [(2, "worker")]
    for hint in ("1234", second.id_number, second.id_number[-6:].lower()):
        assert read_in(cast, [hinted, [*good(), hint]]).rows[0]["worker"] == second
    assert faults(read_in(cast, [hinted, [*good(), "34"]])) == [(2, "worker")]
    assert faults(read_in(cast, [hinted, [*good(), "9999"]])) == [(2, "worker")]


def test_names_with_any_of_the_dots_are_the_same_name(cast: Cast) -> None:
    from zhijia.registry.services import add
    from zhijia.tree.actor import SYSTEM

    values = {"org": cast.orgs["gas"], "name": "阿依古丽·买买提", "id_number": id_number(date(1990, 2, 2), 8)}
    person = add(Person.register, values, by=SYSTEM)
    assert read_in(cast, [HEAD, good("阿依古丽•买买提")]).rows[0]["worker"] == person


def test_a_number_cut_by_excel_is_named_as_such(cast: Cast) -> None:
    rows = [heads(Person, "org", "name", "id_number"), ["YC0102", "新人", 420921199003070017.0]]
    found = read_in(cast, rows, model=Person)
    assert faults(found) == [(2, "id_number")] and "Excel" in str(found.errors[0].reason)


def test_masked_values_and_formulas_in_protected_columns_are_refused(cast: Cast) -> None:
    rows = [heads(Person, "org", "name", "id_number"), ["YC0102", "新人", "990***********0017"]]
    assert faults(read_in(cast, rows, model=Person)) == [(2, "id_number")]
    table = read(book([HEAD, good()]))
    table.formulas = {(2, 4)}
    found = reading(own_sheet(Relief.register), table, cast.actor("gas.officer"))
    assert faults(found) == [(2, "amount")]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-08", date(2026, 3, 8)),
        ("2026/3/8", date(2026, 3, 8)),
        ("2026.3.8", date(2026, 3, 8)),
        ("２０２６年３月８日", date(2026, 3, 8)),
        ("2026年 3月 8日", date(2026, 3, 8)),
        ("20260308", date(2026, 3, 8)),
        ("46089", date(2026, 3, 8)),
        (46089, date(2026, 3, 8)),
        ("2026-03-08 00:00:00", date(2026, 3, 8)),
    ],
)
def test_days_are_read_as_people_write_them(cast: Cast, typed: Any, day: date) -> None:
    assert read_in(cast, [HEAD, good(day=typed)]).rows[0]["happened_on"] == day


@pytest.mark.parametrize(
    "typed", ["3.8", "2026年3月", "08/03/2026", "12", "2026-13-01", "0001-01-01", "9999-12-31", "昨天"]
)
def test_days_that_may_mean_another_day_are_refused(cast: Cast, typed: str) -> None:
    assert faults(read_in(cast, [HEAD, good(day=typed)])) == [(2, "happened_on")]


@pytest.mark.parametrize("typed", ["1E5", "-5", "壹佰", "1.234", "0", "1,00", "10000000000000000"])
def test_amounts_that_are_none_are_refused(cast: Cast, typed: str) -> None:
    assert faults(read_in(cast, [HEAD, good(amount=typed)])) == [(2, "amount")]


def test_yes_and_no_in_the_words_people_use(cast: Cast) -> None:
    names = heads(ReadingRoom, "org", "name", "address", "happened_on", "has_digital_platform")
    words = {"是": True, "否": False, "√": True, "": False, "Yes": True, "0": False, "TRUE": True}
    for number, (word, truth) in enumerate(words.items()):
        row = ["YC0102", f"书屋{number}", f"路{number}号", "2026-01-02", word]
        found = read_in(cast, [names, row], model=ReadingRoom)
        assert not found.errors and found.rows[0]["has_digital_platform"] is truth
    assert faults(read_in(cast, [names, ["YC0102", "书", "路", "2026-01-02", "maybe"]], model=ReadingRoom))


def test_pasted_rows_are_read_like_a_file(cast: Cast) -> None:
    text = (
        "\t".join(HEAD)
        + "\n"
        + "\t".join(["YC0102", "王桂兰", "living relief", "illness", "100", "2026-3-2"])
    )
    found = tried(reading(own_sheet(Relief.register), read_text(text), cast.actor("gas.officer")))
    assert not found.errors and found.rows[0]["amount"] == 10_000


def test_a_trial_in_lots_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhijia.journal.models import JournalEvent, Witness
    from zhijia.sheets import load as loading

    monkeypatch.setattr(loading, "TRIAL", 2)
    before = (JournalEvent.objects.count(), Witness.objects.count())
    rows = [["YC0102", f"书屋{n}", f"路{n}号", "2026-01-02"] for n in range(5)]
    found = read_in(
        cast, [heads(ReadingRoom, "org", "name", "address", "happened_on"), *rows], model=ReadingRoom
    )
    assert found.good == 5 and ReadingRoom.objects.count() == 0
    assert (JournalEvent.objects.count(), Witness.objects.count()) == before
