"""Who somebody is, as typed: identity card number, telephone and name; and how each is masked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import ClassVar, Literal

from zhijia.kernel.day import today
from zhijia.kernel.notice import BadInput, Notice
from zhijia.kernel.period import EARLIEST
from zhijia.kernel.text import EVERYDAY, HAN, Cleaned, clean, fold_name

__all__ = [
    "BadIdNumber",
    "BadName",
    "BadPhone",
    "IdNumber",
    "check_digit",
    "clean_name",
    "fold_name",
    "mask",
    "mask_id",
    "mask_name",
    "mask_phone",
    "parse_id_number",
    "parse_phone",
]

Sex = Literal["male", "female"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
REMAINDERS = "10X98765432"
FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
#: the hyphen comes last, where a class of characters takes it as itself
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63-"
LONGEST_NAME = 120
#: what needs no reading: a whole number of a card, a mobile number
CARD, MOBILE = re.compile("[1-9][0-9]{16}[0-9X]"), re.compile("1[3-9][0-9]{9}")
#: what the digits' own characters add to the sum of their weights
DIGIT_ZERO = ord("0") * sum(WEIGHTS)

SENTENCES = {
    "full_width": "Full-width characters were written as ordinary ones.",
    "separators": "Spaces and dashes were left out.",
    "upper": "The last letter was written as a capital X.",
    "from_15": "The old number of 15 digits was converted to 18 digits; compare it with the card.",
    "spaces": "Spaces inside the name were left out.",
    "private_use": "The name has a character of a private font (%(codes)s) that other computers cannot show; "
    "type the standard character or, where there is none, its pinyin in capitals.",
    "look_alike": "The name has characters that only look like ordinary ones (%(codes)s); "
    "check it with the card.",
}


class BadIdNumber(BadInput):
    """Text that is no number of a resident identity card; the text itself is never part of the message."""

    sentences: ClassVar = {
        "empty": "Type the identity card number of 18 characters.",
        "lost_digits": "Excel has cut the digits of this number; "
        "set the column to text and type the number again.",
        "length": "An identity card number has 18 characters (15 on old cards); this one has %(length)s.",
        "characters": "An identity card number has digits only; the last character may be X.",
        "region": "The first six digits name a region; no region begins with 0.",
        "birth": "Digits 7 to 14 are no date of birth between %(first)s and today.",
        "birth_15": "Digits 7 to 12 of the old number are no date of birth.",
        "check_digit": "The check digit (the last character, %(found)s) does not fit the other digits; "
        "at least one character is mistyped.",
    }


class BadPhone(BadInput):
    """Text that is no telephone number of the mainland."""

    sentences: ClassVar = {
        "empty": "Type a telephone number.",
        "characters": "A telephone number has digits only; spaces, dashes and +86 may be typed too.",
        "length": "A mobile number has 11 digits; this one has %(length)s.",
        "mobile": "A mobile number has 11 digits and begins with 13 to 19.",
        "form": "Type a mobile number of 11 digits, or a landline with its area code such as 0712-2345678.",
    }


class BadName(BadInput):
    """Text that is no name."""

    sentences: ClassVar = {
        "empty": "Type a name.",
        "long": "A name has at most %(limit)s characters; this one has %(length)s.",
    }


@dataclass(frozen=True)
class IdNumber:
    """A number of GB 11643: 18 characters, what they say of the person, what was done to the typed text."""

    number: str
    birth_on: date
    sex: Sex
    notes: tuple[Notice, ...] = ()


def check_digit(digits: str) -> str:
    """The 18th character to 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    return REMAINDERS[(sum(map(mul, WEIGHTS, digits.encode())) - DIGIT_ZERO) % 11]


def parse_id_number(typed: str) -> IdNumber:
    """The 18 characters of a typed identity card number, old numbers of 15 digits converted.

    Raises BadIdNumber for a wrong length, character, date of birth or check digit.
    """
    plain, notes = typed, list[Notice]()
    if not CARD.fullmatch(typed):
        plain, notes = _plain_number(typed)
        _check_form(plain)
    if len(plain) == 15:
        longer = plain[:6] + "19" + plain[6:]
        birth_on = _birth(longer, code="birth_15")
        number, notes = longer + check_digit(longer), [*notes, _note("from_15")]
    else:
        number, birth_on = plain, _birth(plain, code="birth")
        if check_digit(number[:17]) != number[17]:
            if number.endswith("000"):
                # a number of 18 digits that went through Excel keeps 15 of them
                raise BadIdNumber("lost_digits")
            raise BadIdNumber("check_digit", found=number[17])
    return IdNumber(number, birth_on, "male" if int(number[16]) % 2 else "female", tuple(notes))


def _plain_number(typed: str) -> tuple[str, list[Notice]]:
    cleaned = clean(typed)
    narrow = cleaned.text.translate(FULL_WIDTH).strip()
    joined = re.sub(rf"[\s{DASHES}]+", "", narrow)
    done = {
        "full_width": narrow != cleaned.text.strip(),
        "separators": joined != narrow,
        "upper": joined.endswith("x"),
    }
    notes = [*cleaned.notes, *(_note(code) for code, happened in done.items() if happened)]
    return joined[:-1] + joined[-1:].upper(), notes


def _check_form(plain: str) -> None:
    if not plain:
        raise BadIdNumber("empty")
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+", plain):
        raise BadIdNumber("lost_digits")
    if not re.fullmatch(r"[0-9]*[0-9X]", plain) or (len(plain) == 15 and plain[-1] == "X"):
        raise BadIdNumber("characters")
    if len(plain) not in (15, 18):
        raise BadIdNumber("length", length=len(plain))
    if plain[0] == "0":
        raise BadIdNumber("region")


def _birth(number: str, *, code: str) -> date:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born_on = date.max
    if not EARLIEST <= born_on <= today():
        raise BadIdNumber(code, first=EARLIEST.isoformat())
    return born_on


def parse_phone(typed: str, *, mobile: bool = False) -> str:
    """A mainland number without +86 and dashes: 11 digits of a mobile, or a landline as 0712-2345678.

    Raises BadPhone for anything else, and for landlines when `mobile` is wanted.
    """
    if MOBILE.fullmatch(typed):
        return typed
    plain = re.sub(rf"[()\s{DASHES}]+", "", clean(typed).text.translate(FULL_WIDTH))
    plain = _without_country(plain)
    if not plain:
        raise BadPhone("empty")
    if not re.fullmatch(r"[0-9]+", plain):
        raise BadPhone("characters")
    if MOBILE.fullmatch(plain):
        return plain
    if not mobile and (match := re.fullmatch(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})", plain)):
        return f"{match[1]}-{match[2]}"
    raise _bad_phone(plain, mobile=mobile)


def _without_country(plain: str) -> str:
    """Without +86, 0086 or the 86 some phones put first; a landline gets the 0 of its area code back."""
    if match := re.fullmatch(r"(?:(?:\+|00)86|86(?=1[3-9][0-9]{9}$))(.*)", plain):
        return match[1] if re.match(r"1[3-9]|0|$", match[1]) else f"0{match[1]}"
    return plain


def _bad_phone(plain: str, *, mobile: bool) -> BadPhone:
    if plain.startswith("1") and len(plain) != 11:
        return BadPhone("length", length=len(plain))
    return BadPhone("mobile" if mobile or plain.startswith("1") else "form")


def clean_name(typed: str) -> Cleaned:
    """A name as it is kept: clean, in NFC, single spaces, none between Chinese characters.

    Dots stay as typed (`fold_name` makes them alike for matching). Raises BadName when nothing is left or
    more than 120 characters are.
    """
    if len(typed) <= LONGEST_NAME and EVERYDAY.fullmatch(typed):
        return Cleaned(typed)
    cleaned = clean(typed)
    spaced = re.sub(r"\s+", " ", cleaned.text).strip()
    name = re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", spaced)
    if not name:
        raise BadName("empty")
    if len(name) > LONGEST_NAME:
        raise BadName("long", limit=LONGEST_NAME, length=len(name))
    notes = [*cleaned.notes, *([_note("spaces")] if name != spaced else []), *_warnings(name)]
    return Cleaned(name, tuple(notes))


def _warnings(name: str) -> list[Notice]:
    """Notices of characters that look right here and are not, or look wrong elsewhere."""
    private = [character for character in name if unicodedata.category(character) == "Co"]
    alike = [character for character in name if "\u2e80" <= character <= "\u2fdf"]
    alphabets = [character for character in name if re.match(r"[\u0370-\u052f]", character)]
    if re.search(rf"[A-Za-z{HAN}]", name):
        alike += alphabets
    found = {"private_use": private, "look_alike": alike}
    return [_note(code, codes=_codes(group)) for code, group in found.items() if group]


def _codes(characters: list[str]) -> str:
    return ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters))


def _note(code: str, **params: object) -> Notice:
    return Notice(code, SENTENCES[code], params)


def mask(text: str, *, head: int, tail: int) -> str:
    """`text` with stars between its first and last characters; at least half of it is always hidden."""
    if len(text) < 2 * (head + tail):
        head, tail = 0, min(tail, len(text) // 4)
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]


def mask_id(number: str) -> str:
    """An identity number of any kind with its first three and last four characters at most."""
    return mask(number, head=3, tail=4)


def mask_phone(number: str) -> str:
    """A mobile number as 138****5678, any other telephone number with its last three digits."""
    if re.fullmatch(r"1[0-9]{10}", number):
        return f"{number[:3]}****{number[7:]}"
    return mask(number, head=0, tail=3)


def mask_name(name: str) -> str:
    """A name by its first character, the rest as one to three stars: 李**."""
    return name[:1] + "*" * min(len(name) - 1, 3) if len(name) > 1 else "*" * len(name)
