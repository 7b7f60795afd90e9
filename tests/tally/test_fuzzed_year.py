"""A fuzzed year: whatever is added, edited, moved, back-dated, deleted or redefined, the cells stay true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.lanes import draws
from tests.tally.conftest import YEAR, relief
from zhijia.assistance.models import Relief
from zhijia.directory.models import Coverage, Denominator, Membership, UnitFact
from zhijia.tally import engines, services, sql
from zhijia.tally.models import Definition, NodeTally
from zhijia.tally.sources import sources
from zhijia.tree import services as tree
from zhijia.tree.actor import SYSTEM
from zhijia.tree.errors import TreeError

DAYS = st.dates(date(YEAR - 1, 1, 1), date(YEAR, 11, 20))
UNIONS = st.sampled_from(["farm", "gas", "site", "mill", "market", "river", "hill"])
WORKERS = st.sampled_from(["wang", "gao", "chen", "tian", "li"])
NUMBERS = st.integers(0, 40)

STEPS = st.one_of(
    st.tuples(st.just("add"), UNIONS, WORKERS, DAYS, st.booleans()),
    st.tuples(st.just("edit"), NUMBERS, UNIONS, DAYS, st.booleans()),
    st.tuples(st.just("delete"), NUMBERS),
    st.tuples(st.just("leave"), WORKERS, DAYS),
    st.tuples(st.just("staff"), NUMBERS, st.integers(0, 900), DAYS),
    st.tuples(st.just("uncover"), NUMBERS, DAYS),
    st.tuples(st.just("base"), NUMBERS, st.integers(1, 5000)),
    st.tuples(st.just("unbase"), NUMBERS),
    st.tuples(st.just("move"), UNIONS, st.sampled_from(["river", "hill"]), DAYS),
    st.tuples(st.just("merge"), st.sampled_from([("river", "hill"), ("hill", "river")]), DAYS),
    st.tuples(st.just("redefine"), st.sampled_from(["aid_living", "mem_count", "staff_covered"])),
    st.tuples(st.just("refresh")),
)


def pick(model: Any, number: int) -> Any:
    rows = list(model.objects.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def take(cast: Cast, step: tuple[Any, ...]) -> None:
    """One step; what the tree or the database refuses leaves nothing behind."""
    kind, *values = step
    try:
        with transaction.atomic():
            globals()[f"_{kind}"](cast, *values)
    except (TreeError, IntegrityError):
        pass


def _add(cast: Cast, org: str, worker: str, day: date, confirmed: bool) -> None:
    relief(cast, org, worker, day, **({} if confirmed else {"confirmed_at": None}))


def _edit(cast: Cast, number: int, org: str, day: date, paid: bool) -> None:
    if (row := pick(Relief, number)) is not None:
        state = "paid" if paid else "asked"
        Relief.objects.filter(pk=row.pk).update(org=cast.orgs[org], paid_on=day, state=state)


def _delete(cast: Cast, number: int) -> None:
    if (row := pick(Relief, number)) is not None:
        row.delete()


def _leave(cast: Cast, worker: str, day: date) -> None:
    Membership.objects.filter(person=cast.people[worker]).update(valid_to=day)


def _staff(cast: Cast, number: int, staff: int, day: date) -> None:
    row = pick(UnitFact, number)
    UnitFact.objects.filter(pk=row.pk).update(staff=staff, valid_from=day)


def _uncover(cast: Cast, number: int, day: date) -> None:
    row = pick(Coverage, number)
    Coverage.objects.filter(pk=row.pk).update(valid_to=day)


def _base(cast: Cast, number: int, count: int) -> None:
    if (row := pick(Denominator, number)) is not None:
        Denominator.objects.filter(pk=row.pk).update(number=count)


def _unbase(cast: Cast, number: int) -> None:
    if (row := pick(Denominator, number)) is not None:
        row.delete()


def _move(cast: Cast, org: str, under: str, day: date) -> None:
    cast.orgs[org].refresh_from_db()
    cast.orgs[under].refresh_from_db()
    tree.move(cast.orgs[org], under=cast.orgs[under], on=day, by=SYSTEM)


def _merge(cast: Cast, pair: tuple[str, str], day: date) -> None:
    for org in pair:
        cast.orgs[org].refresh_from_db()
    tree.merge(cast.orgs[pair[0]], into=cast.orgs[pair[1]], on=day, by=SYSTEM)


def _redefine(cast: Cast, key: str) -> None:
    Definition.objects.filter(indicator=key).update(digest="older")
    NodeTally.objects.filter(indicator=key).update(counted=77)


def _refresh(cast: Cast) -> None:
    services.refresh()


def play(cast: Cast, steps: list[tuple[Any, ...]]) -> None:
    point = transaction.savepoint()
    try:
        for step in steps:
            take(cast, step)
        services.refresh()
        assert services.check() == []
    finally:
        transaction.savepoint_rollback(point)


#: the mill is counted first, and sees that farm and gas have the person too
CASE = ("farm", "gas", "mill")


@settings(max_examples=draws(8))
@given(steps=st.lists(STEPS, min_size=3, max_size=draws(3) + 8))
def test_cells_stay_true_through_a_fuzzed_year(year: Cast, steps: list[tuple[Any, ...]]) -> None:
    play(year, steps)


def test_both_engines_agree_after_a_fixed_wild_year(committed_year: Cast) -> None:
    cast = committed_year
    start = date(YEAR, 1, 3)
    for number in range(60):
        org = ["farm", "gas", "site", "mill", "market"][number % 5]
        worker = ["wang", "gao", "chen", "tian", "li"][(number * 3) % 5]
        take(cast, ("add", org, worker, start + timedelta(days=number * 5), number % 4 != 0))
    for step in [
        ("staff", 1, 77, date(YEAR, 2, 1)),
        ("leave", "gao", date(YEAR, 3, 3)),
        ("move", "farm", "hill", date(YEAR, 4, 4)),
        ("merge", ("hill", "river"), date(YEAR, 6, 1)),
        ("unbase", 1),
        ("edit", 7, "mill", date(YEAR, 5, 5), True),
        ("delete", 11),
    ]:
        take(cast, step)
    services.refresh()
    assert services.check() == []
    assert engines.checksum(engines.database_cells()) == engines.checksum(engines.duckdb_cells())


def other_value(field: models.Field, value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=value).order_by("pk")
        return others.values_list("pk", flat=True).first()
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return None
    if isinstance(field, models.DateField):
        return (value or date(YEAR, 5, 5)) + timedelta(days=45)
    if field.choices:
        return next(code for code, _label in field.flatchoices if code != value)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 3
    return "paid"


def test_changing_any_column_an_indicator_reads_is_marked(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    relief(year, "mill", "li", date(YEAR, 4, 5))
    services.refresh()
    from django.apps import apps

    by_table = {model._meta.db_table: model for model in apps.get_models()}
    read = {
        (table, column)
        for source in sources()
        for table, columns in sql.read_by(source).values()
        for column in columns - {"id"}
    }
    tried = set()
    for table, column in sorted(read):
        model = by_table[table]
        field = next(one for one in model._meta.concrete_fields if one.column == column)
        for row in model._default_manager.order_by("pk")[:3]:
            value = other_value(field, getattr(row, field.attname))
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=row.pk).update(**{field.attname: value})
            except IntegrityError:
                continue
            tried.add((table, column))
        if (table, column) not in tried:
            continue
        services.refresh()
        # of all sources, whichever of them reads the column
        found = services.check()
        assert found == [], f"{table}.{column} changed and {found[:3]} was not counted again"
    assert ("assistance_relief", "confirmed_at") in tried
    assert ("directory_unitfact", "staff") in tried
    assert len(tried) >= 12
    assert connection.vendor in ("sqlite", "postgresql")


def test_one_seen_in_three_unions_is_once_also_where_the_first_counted_does_not_stand(year: Cast) -> None:
    second, first = date(YEAR, 1, 2), date(YEAR, 1, 1)
    days = zip(CASE, (second, second, first), strict=True)
    play(year, [("add", org, "wang", day, False) for org, day in days])
