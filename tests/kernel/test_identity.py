"""Identity numbers, telephones and names as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel import identity
from zhijia.kernel.day import frozen

SAMPLE = "11010519491231002X"  # the example printed in GB 11643 itself
born = st.dates(date(1900, 1, 1), date(2026, 1, 1))


def number_of(born_on: date, place: int = 3, region: str = "990101") -> str:
    body = f"{region}{born_on:%Y%m%d}{place:03d}"
    return body + identity.check_digit(body)


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        (SAMPLE, []),
        ("11010519491231002x", ["upper"]),
        ("１１０１０５１９４９１２３１００２Ｘ", ["full_width"]),
        ("110105 19491231 002X", ["separators"]),
        (" 110105-19491231-002x ", ["separators", "upper"]),
        ("11010519491231002\u200bX", ["invisible"]),
        ("110105491231002", ["from_15"]),
    ],
)
def test_a_number_is_written_in_one_way_and_says_what_was_done(typed: str, notes: list[str]) -> None:
    read = identity.parse_id_number(typed)
    assert read.number == SAMPLE
    assert (read.birth_on, read.sex) == (date(1949, 12, 31), "female")
    assert [note.code for note in read.notes] == notes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("4.20902E+17", "lost_digits"),
        ("1101051949123100", "length"),
        ("1101051949123100212", "length"),
        ("11010519491231O021", "characters"),
        ("X1010519491231002X", "characters"),
        ("11010549123100X", "characters"),
        ("010105194912310021", "region"),
        ("110105194902300021", "birth"),
        ("110105189912310021", "birth"),
        ("110105209912310021", "birth"),
        ("110105490230002", "birth_15"),
        ("110105194912310021", "check_digit"),
    ],
)
def test_a_wrong_number_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(identity.BadIdNumber) as refusal:
        identity.parse_id_number(typed)
    assert refusal.value.code == code
    assert len(typed) < 10 or typed not in str(refusal.value)


def test_nobody_is_born_tomorrow() -> None:
    born_on = date(2020, 5, 2)
    with frozen(born_on):
        assert identity.parse_id_number(number_of(born_on)).birth_on == born_on
    with frozen(born_on - timedelta(days=1)), pytest.raises(identity.BadIdNumber):
        identity.parse_id_number(number_of(born_on))


@given(born, st.integers(0, 999))
def test_a_number_tells_birth_date_and_sex(born_on: date, place: int) -> None:
    read = identity.parse_id_number(number_of(born_on, place))
    assert read.birth_on == born_on
    assert read.sex == ("male" if place % 2 else "female")
    assert read.notes == ()


@given(born, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born_on: date, place: int, where: int, by: int) -> None:
    right = number_of(born_on, place)
    wrong = right[:where] + str((int(right[where]) + by) % 10) + right[where + 1 :]
    with pytest.raises(identity.BadIdNumber):
        identity.parse_id_number(wrong)


@given(st.text(max_size=24))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        read = identity.parse_id_number(typed)
    except identity.BadIdNumber:
        return
    assert identity.parse_id_number(read.number) == identity.IdNumber(read.number, read.birth_on, read.sex)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0712-2345678", "0712-2345678"),
        ("（010）62345678", "010-62345678"),
        ("+86 10 6234 5678", "010-62345678"),
        ("+86-0712-2345678", "0712-2345678"),
    ],
)
def test_a_telephone_is_written_in_one_way(typed: str, kept: str) -> None:
    assert identity.parse_phone(typed) == kept
    assert identity.parse_phone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("+86", "empty"),
        ("1381234567", "length"),
        ("138123456789", "length"),
        ("12812345678", "mobile"),
        ("2345678", "form"),
        ("01012345678", "form"),
        ("1381234567a", "characters"),
        ("0712-2345678转801", "characters"),
    ],
)
def test_a_wrong_telephone_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(identity.BadPhone) as refusal:
        identity.parse_phone(typed)
    assert refusal.value.code == code


def test_a_landline_gets_no_text_message() -> None:
    with pytest.raises(identity.BadPhone):
        identity.parse_phone("0712-2345678", mobile=True)


@given(st.text(max_size=30))
def test_any_text_is_a_telephone_or_refused(typed: str) -> None:
    try:
        kept = identity.parse_phone(typed)
    except identity.BadPhone:
        return
    assert identity.parse_phone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept", "notes"),
    [
        ("王", "王", []),
        ("𠮷田", "𠮷田", []),
        ("阿依古丽·买买提", "阿依古丽·买买提", []),
        ("张　三", "张三", ["spaces"]),
        (" John \n Smith ", "John Smith", []),
        ("张\u202e三", "张三", ["bidi"]),
        ("张\u200b三\u3164", "张三", ["invisible"]),
        ("e\u0301", "é", []),
        ("王\ue123", "王\ue123", ["private_use"]),
        ("⼀二", "⼀二", ["look_alike"]),
        ("Jоhn", "Jоhn", ["look_alike"]),
        ("Иван", "Иван", []),
        ("x" * 100, "x" * 100, []),
    ],
)
def test_a_name_is_kept_clean(typed: str, kept: str, notes: list[str]) -> None:
    cleaned = identity.clean_name(typed)
    assert cleaned.text == kept
    assert [note.code for note in cleaned.notes] == notes


@pytest.mark.parametrize(("typed", "code"), [("", "empty"), ("\u200b \u3164", "empty"), ("名" * 121, "long")])
def test_what_is_no_name_is_refused(typed: str, code: str) -> None:
    with pytest.raises(identity.BadName) as refusal:
        identity.clean_name(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize("dot", list("·・•‧∙⋅･．."))
def test_dots_are_alike_for_matching_only(dot: str) -> None:
    typed = f"阿依古丽{dot}买买提"
    assert identity.fold_name(typed) == "阿依古丽·买买提"
    assert dot in identity.clean_name(typed).text


@given(st.text(max_size=120))
def test_a_cleaned_name_stays_as_it_is(typed: str) -> None:
    try:
        once = identity.clean_name(typed)
    except identity.BadName:
        return
    again = identity.clean_name(once.text)
    assert again.text == once.text
    assert identity.fold_name(once.text) == identity.fold_name(typed)


@given(st.text(max_size=30))
def test_a_mask_hides_at_least_half_and_keeps_no_middle(text: str) -> None:
    for masked in (identity.mask_id(text), identity.mask(text, head=3, tail=4)):
        assert len(masked) == len(text)
        assert sum(a != b or a == "*" for a, b in zip(masked, text, strict=True)) * 2 >= len(text)


def test_masks() -> None:
    assert identity.mask_id(SAMPLE) == "110***********002X"
    assert identity.mask_id("E12345678") == "*******78"
    assert identity.mask_phone("13812345678") == "138****5678"
    assert identity.mask_phone("0712-2345678") == "*********678"
    assert [identity.mask_name(name) for name in ("张三", "欧阳娜娜", "王", "")] == ["张*", "欧***", "*", ""]
