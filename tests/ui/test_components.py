"""The tags: what each must always show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.ui.gallery import GalleryForm, figure
from zhijia.kernel.period import FOREVER, Period
from zhijia.ui import units, widgets
from zhijia.ui.moments import Moment


def drawn(source: str, **words: Any) -> str:
    """The HTML of a template with the library loaded."""
    return Template("{% load ui %}" + source).render(Context(words))


def test_a_figure_shows_number_unit_target_period_and_the_way_to_its_entries() -> None:
    html = drawn(
        '{% figure "Rooms" f "place" period=year why="/why/" target=21 %}',
        f=figure(13),
        year=Period.year(2011),
    )
    for part in (">13<", "places", "target 21 places", "year 2011", 'href="/why/"', "Rooms"):
        assert part in html


def test_a_rate_shows_its_base_and_one_without_base_shows_no_number() -> None:
    with_base = drawn('{% figure "Rate" f "%" %}', f=figure(15412, base=19890))
    assert ">77.49<" in with_base
    assert "15,412 of 19,890" in with_base
    without = drawn('{% figure "Rate" f "%" %}', f=figure(None, state="no_base"))
    assert "no base" in without
    assert "zj-figure-value" not in without
    assert "0%" not in without


def test_what_is_claimed_stands_apart_from_what_is_counted() -> None:
    html = drawn('{% figure "People" f "person" missing=why %}', f=figure(10, 3), why=["no evidence yet"])
    assert ">10<" in html
    assert "3 people claimed, not counted: no evidence yet" in html
    assert "claimed" not in drawn('{% figure "People" f "person" %}', f=figure(10))


def test_a_figure_being_recounted_says_so() -> None:
    assert "being recounted" in drawn('{% figure "People" f "person" %}', f=figure(10, state="recounting"))


def test_progress_never_divides_by_nothing_and_never_leaves_its_bar() -> None:
    assert "no base" in drawn('{% progress 5 0 unit="person" %}')
    assert "no base" in drawn("{% progress none 80 %}", none=None)
    over = drawn('{% progress 45 30 unit="person" passed=1.7 label="x" %}')
    assert "150%" in over
    assert 'width="100.00"' in over
    assert "45 of 30 people" in over


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (80, "80%"),
        (79.999, "79.99%"),
        (79.96, "79.96%"),
        (66.6666, "66.67%"),
        (0, "0%"),
        (100, "100%"),
        (None, "—"),
    ],
)
def test_a_percentage_reads_whole_only_where_it_is_reached(value: float | None, written: str) -> None:
    assert units.percent(value) == written


def test_money_is_written_from_fen() -> None:
    assert drawn("{{ 123450|money }}") == "1,234.50 yuan"
    assert drawn("{{ fen|money }}", fen=-5) == "-0.05 yuan"
    assert drawn("{{ fen|money }}", fen=None) == "—"


def test_units_agree_with_their_number() -> None:
    assert units.quantity(1, unit="person") == "1 person"
    assert units.quantity(3600, unit="person") == "3,600 people"
    with translation.override("zh-hans"):
        assert units.quantity(3600, unit="person") == "3,600 人"


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        (Period.year(2011), "year 2011", "2011 年"),
        (Period.month(2011, 6), "June 2011", "2011年6月"),
        (
            Period.through(date(2011, 1, 1), date(2011, 9, 30)),
            "Jan. 1, 2011 to Sept. 30, 2011",
            "2011年1月1日至2011年9月30日",
        ),
        (Period(date(2011, 1, 1), FOREVER), "from Jan. 1, 2011", "2011年1月1日起"),
    ],
)
def test_periods_are_said_in_both_languages(period: Period, english: str, chinese: str) -> None:
    assert drawn("{{ p|period }}", p=period) == english
    with translation.override("zh-hans"):
        assert drawn("{{ p|period }}", p=period) == chinese


def test_moments_are_told_in_the_time_of_china() -> None:
    assert drawn("{{ at|moment }}", at=datetime(2011, 6, 2, 18, 30, tzinfo=UTC)) == "2011-06-03 02:30"
    assert drawn("{{ on|day }}", on=FOREVER) == "—"


def test_a_field_joins_its_help_and_its_errors_for_screen_readers() -> None:
    form = GalleryForm({"id_number": "1"})
    form.add_error("id_number", "wrong check digit")
    html = drawn("{% field form.id_number %}", form=form)
    assert 'aria-describedby="id_id_number_helptext id_id_number_error"' in html
    assert 'id="id_id_number_error"' in html
    assert 'id="id_id_number_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="1"' in html
    assert "data-sensitive" in html


def test_a_required_field_is_marked_for_eye_and_ear() -> None:
    html = drawn("{% field form.name %}", form=GalleryForm())
    assert "zj-required" in html
    assert "(required)" in html
    assert "zj-required" not in drawn("{% field form.note %}", form=GalleryForm())


def test_numbers_get_a_number_keyboard_and_choices_a_fieldset() -> None:
    form = GalleryForm()
    assert 'inputmode="numeric"' in drawn("{% field form.people %}", form=form)
    html = drawn("{% field form.ways %}", form=form)
    assert "<fieldset" in html
    assert html.count('class="form-check-input"') == 3


def test_the_summary_of_errors_leads_to_each_field() -> None:
    form = GalleryForm({"name": "x" * 30})
    form.add_error(None, "the whole does not fit")
    html = drawn("{% form_errors form %}", form=form)
    assert 'href="#id_name"' in html
    assert 'role="alert"' in html
    assert "the whole does not fit" in html
    assert drawn("{% form_errors form %}", form=GalleryForm()).strip() == ""


def test_errors_of_hidden_fields_are_not_lost() -> None:
    class Versioned(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert "This field is required" in drawn("{% form_errors form %}", form=Versioned({}))


def test_all_fields_come_with_the_hidden_ones_or_only_those_named() -> None:
    form = GalleryForm()
    assert drawn("{% fields form %}", form=form).count('class="form-label"') == len(form.fields) - 1
    assert drawn('{% fields form only="name amount" %}', form=form).count('class="form-label"') == 2


def test_what_people_typed_is_never_read_as_html() -> None:
    evil = "<script>alert(1)</script>"
    pieces = [
        "{% state_badge 'x' evil %}",
        "{% panel title=evil %}{{ evil }}{% endpanel %}",
        "{% notice 'info' title=evil %}{{ evil }}{% endnotice %}",
        "{% table caption=evil %}<tr><td>{{ evil }}</td></tr>{% endtable %}",
        "{% toolbar %}{{ evil }}{% endtoolbar %}",
        "{% masked evil reveal=evil label=evil %}",
        "{% facts rows %}",
        "{% timeline moments %}",
        "{% empty evil text=evil label=evil url=evil %}",
        "{% crumbs pairs %}",
        "{% icon 'x' label=evil %}",
        "{% action evil evil confirm=evil method='post' %}",
        "{% figure evil f evil why=evil %}",
    ]
    words = {
        "evil": evil,
        "rows": [(evil, evil)],
        "pairs": [(evil, evil)],
        "moments": [Moment(date(2011, 6, 3), evil, evil, evil, [(evil, evil, evil)], url=evil)],
        "f": figure(1),
    }
    for piece in pieces:
        html = drawn(piece, **words)
        assert "<script>" not in html, piece
        assert "&lt;script&gt;" in html, piece


def test_pages_keep_the_question_they_belong_to() -> None:
    request = RequestFactory().get("/", {"q": "工会", "page": "2"})
    html = drawn("{% pager page %}", page=Paginator(range(90), 25).page(2), request=request)
    assert "q=%E5%B7%A5%E4%BC%9A&amp;page=3" in html
    assert "26 to 50" in html
    assert "90 entries" in html
    assert 'aria-current="page"' in html


def test_a_masked_value_has_no_button_unless_it_may_be_revealed() -> None:
    assert "<button" not in drawn('{% masked "4209****1234" %}')
    html = drawn('{% masked "4209****1234" reveal="/reveal/" label="ID number" %}')
    assert 'data-reveal="/reveal/"' in html
    assert "data-reveal-plain" not in html
    assert "Show ID number" in html


def test_gates_say_what_is_met_and_what_is_missing() -> None:
    class Entry:
        evidenced_at = datetime(2011, 6, 3, 2, 30, tzinfo=UTC)
        confirmed_at = None
        verified_at = None

    html = drawn("{% gate_marks entry %}", entry=Entry())
    assert html.count("is-met") == 1
    assert html.count("is-open") == 2
    assert "2011-06-03 10:30" in html


def test_a_button_that_changes_something_is_a_form_with_a_token() -> None:
    html = drawn('{% action "Void" "/void/" method="post" confirm="Sure?" tone="danger" %}', csrf_token="abc")
    assert 'method="post"' in html
    assert 'value="abc"' in html
    assert 'data-confirm="Sure?"' in html
    assert "<form" not in drawn('{% action "Open" "/open/" %}')


def test_the_day_control_speaks_iso_in_every_language() -> None:
    with translation.override("zh-hans"):
        assert 'value="2011-06-03"' in widgets.DayInput().render("on", date(2011, 6, 3))
        assert 'type="date"' in widgets.DayInput().render("on", None)
