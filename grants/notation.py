"""How numbers, amounts, dates, shares and articles are written, in Dutch and in English.

What is read by the law's rules (a share beside its limit, a score) is written in
``instruments.law.quantity``, with the digits of here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .bilingual import Bilingual, in_language
from .money import Euro

_MONTHS_NL = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SWAPPED = str.maketrans(".,", ",.")
_ORDINALS = {
    "eerste": "first", "tweede": "second", "derde": "third", "vierde": "fourth", "vijfde": "fifth",
    "zesde": "sixth", "zevende": "seventh", "achtste": "eighth", "negende": "ninth",
    "tiende": "tenth",
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_PARAGRAPHS = re.compile(rf"\b(?:({_ORDINAL}) en )?({_ORDINAL}) lid\b")
_CITED = (
    (re.compile(r"\bbijlage (\d+ )?bij (?:de|het) (?=[A-Z])"), r"annex \1to the "),
    (re.compile(r"\bnoot (\d+) bij de bijlage (?=van)"), r"note \1 to the annex "),
    (re.compile(r"\bonderdelen ([a-z]) en ([a-z])\b"), r"under \1 and \2"),
    (re.compile(r"\bartikelen\b"), "articles"),
    (re.compile(r"\bartikel\b"), "article"),
    (re.compile(r"\b(?:onderdeel|onder) (?=[a-z]\b)"), "under "),
    (re.compile(r"\bnaar analogie\b"), "by analogy"),
    (re.compile(r"(?<=\d) en (?=\d)"), " and "),
    (re.compile(r" en (?=articles? )"), " and "),
    (re.compile(r"^bijlage (?=\d)"), "annex "),
    (re.compile(r", tekst van (?=\d{4}$)"), ", text of "),
    (re.compile(r"(?<=^annex \d) bij (?:de|het) (?=[A-Z])"), " to the "),
    (re.compile(r"\bvan (?:de|het) (?=[A-Z])"), "of the "),
    (re.compile(r", en het besluit$"), ", and the decision"),
    (
        re.compile(r"^het besluit, volgens het voorlopige beleid van de ronde$"),
        "the decision, by the provisional policy of the round",
    ),
)

_A_PLACE = re.compile(
    r"(?:[A-Z][^;:]*, )?(?:artikel|artikelen|bijlage)\b[^;:]*|(?:Kamerstuk|Stcrt\.|Stb\.) [\w., ]+"
)
"""An article or annex, with the text that it is of before or behind it, or a numbered document."""


def whole(value: int, lang: str = "nl") -> str:
    """A whole number with its thousands apart, ``1.234`` or ``1,234``."""
    grouped = f"{value:,}"
    return in_language(lang, grouped.replace(",", "."), grouped)


def counted(number: int, one: str, many: str, lang: str = "nl") -> str:
    """A number with what is counted, ``1 fout`` or ``1.234 fouten``."""
    return f"{whole(number, lang)} {one if number == 1 else many}"


AFFORDABLE = ("betaalbare woning", "betaalbare woningen")
"""What is counted most, for :func:`counted`."""


def joined(names: Sequence[str], lang: str = "nl") -> str:
    """Names in a sentence: ``a``, ``a en b``, ``a, b en c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{in_language(lang, ' en ', ' and ')}{names[-1]}"


def sentence(text: str) -> str:
    """What somebody wrote, with its end: ``Ja`` becomes ``Ja.``."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def quoted(text: str, lang: str) -> str:
    """A piece of Dutch in a list; in an English letter quoted, and said so.

    >>> quoted("de handtekening", "en")
    '(in Dutch) “de handtekening”'
    """
    return in_language(lang, text, f"(in Dutch) “{text}”" if text else "")


def cited(source: str, lang: str) -> str:
    """A source that an office typed; in English a place in a text is translated, the rest quoted.

    >>> cited("Besluit woningbouw 2026, artikel 7, tweede lid", "en")
    'Besluit woningbouw 2026, article 7, second paragraph'
    >>> cited("Pers over 10 november 2025", "en")
    '(in Dutch) “Pers over 10 november 2025”'
    """
    return article_in(source, lang) if _A_PLACE.fullmatch(source) else quoted(source, lang)


def as_typed(text: str, lang: str) -> str:
    """What an officer typed, in Dutch, as a sentence; in an English letter quoted, and said so.

    >>> as_typed("Het plan gaat niet door", "en")
    '(in Dutch) “Het plan gaat niet door.”'
    """
    return in_language(lang, sentence(text), f"(in Dutch) “{sentence(text)}”" if text else "")


def point(lang: str) -> str:
    """What stands before the decimals."""
    return in_language(lang, ",", ".")


def thousands(lang: str) -> str:
    """What stands between groups of three digits."""
    return in_language(lang, ".", ",")


def amount(value: Euro, lang: str, *, cents: bool | None = None) -> str:
    """An amount, ``€ 1.234,50`` or ``€1,234.50``; whole euros without cents unless asked for."""
    dutch = value.format(cents=cents)
    return in_language(lang, dutch, dutch.replace("\u00a0", "").translate(_SWAPPED))


def as_dutch(text: str, lang: str) -> str:
    """The digits of a number or an amount, written in a language, as Dutch writes them."""
    return in_language(lang, text, text.translate(_SWAPPED))


def show_cents(values: Iterable[Euro]) -> bool:
    """Whether a table of these amounts needs cents: all of its amounts are written alike."""
    return any(value.cents % 100 for value in values)


def day(value: date, lang: str) -> str:
    """A date in full, ``7 september 2026``."""
    month = in_language(lang, _MONTHS_NL, _MONTHS_EN)[value.month - 1]
    return f"{value.day} {month} {value.year}"


def unbroken_day(value: date, lang: str) -> str:
    """A date in full that is never broken over two lines."""
    return day(value, lang).replace(" ", "\u00a0")


def short_day(value: date, lang: str) -> str:
    """A date in a sentence, ``07-09-2026``; in English in full, since its order differs."""
    return in_language(lang, f"{value:%d-%m-}{value.year}", day(value, "en"))


def decimal(value: Decimal, lang: str) -> str:
    """A decimal without needless zeros, ``7,25`` or ``7.25``."""
    return f"{value.normalize():f}".replace(".", point(lang))


def share(value: Fraction, lang: str) -> str:
    """A fraction as a percentage with at most two decimals, rounded half up.

    >>> share(Fraction(2, 3), "nl")
    '66,67%'
    """
    return f"{at_most(value * 100, 2, lang)}%"


def at_most(value: Fraction, places: int, lang: str) -> str:
    """A fraction with at most so many decimals, rounded half up, without needless zeros.

    >>> at_most(Fraction(5, 2), 3, "nl")
    '2,5'
    """
    scaled = rounded(abs(value), places)
    sign = "-" if value < 0 and scaled else ""
    units, rest = divmod(scaled, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{sign}{whole(units, lang)}{point(lang) if decimals else ''}{decimals}"


def exactly(value: Fraction, places: int, lang: str) -> str:
    """A fraction, not negative, with so many decimals, rounded half up."""
    units, rest = divmod(rounded(value, places), 10**places)
    return f"{whole(units, lang)}{point(lang)}{rest:0{places}d}"


def nearest(number: int, unit: int) -> int:
    """How many units are nearest to a whole number; a half is rounded up, away from zero.

    >>> nearest(150, 100), nearest(149, 100), nearest(-150, 100)
    (2, 1, -2)
    """
    whole = (2 * abs(number) + unit) // (2 * unit)
    return -whole if number < 0 else whole


def rounded(value: Fraction, places: int) -> int:
    """A fraction in units of its last decimal, a half rounded up."""
    return (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)


def article_in(article: str, lang: str) -> str:
    """Where something stands, in the language of a sentence; a law keeps its own Dutch name.

    >>> article_in("artikel 9, eerste en tweede lid, van het Besluit Woningbouwimpuls 2020", "en")
    'article 9, first and second paragraphs, of the Besluit Woningbouwimpuls 2020'
    """
    return in_language(lang, article, _in_english(article))


@lru_cache(maxsize=1024)
def _in_english(article: str) -> str:
    for pattern, written in _CITED:
        article = pattern.sub(written, article)
    return _PARAGRAPHS.sub(_paragraphs, article)


def _paragraphs(found: re.Match[str]) -> str:
    first, last = found.groups()
    if first is None:
        return f"{_ORDINALS[last]} paragraph"
    return f"{_ORDINALS[first]} and {_ORDINALS[last]} paragraphs"


def reasons_of(day: date, reasons: Sequence[Bilingual], lang: str) -> str:
    """What set a last day and what moved it, for a sentence that has just named the day.

    The first reason of a day that nothing moved begins with that same day; said again behind the
    day itself it reads as another one.
    """
    told = "; ".join(one.text(lang) for one in reasons)
    return told.removeprefix(short_day(day, lang)).lstrip(",: ")
