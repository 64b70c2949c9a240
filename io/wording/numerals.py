"""Amounts written out in words, Dutch and English, up to a thousand billion (*biljoen*).

Written here rather than taken from num2words. That package runs on after *duizend*
(*tweeduizendtweeëntwintig*), where the spelling rules want a space, and it needs docopt, which has
had no release since 2014. The whole of Dutch counting is this page.
"""

from __future__ import annotations

from ...grants.bilingual import in_language
from ...grants.money import Euro

LARGEST = 10**12  # euros; everything below can be written

_NL = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_NL_TENS = (
    "", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
)  # fmt: skip
_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_EN_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_GROUPS_NL = ((10**9, "miljard"), (10**6, "miljoen"))
_GROUPS_EN = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def amount_in_words(amount: Euro, lang: str) -> str:
    """An amount in words. ``ValueError`` if it is negative or a thousand billion euros or more.

    >>> amount_in_words(Euro.euros(4_350_000), "nl")
    'vier miljoen driehonderdvijftigduizend euro'
    >>> amount_in_words(Euro(1_500_000_033), "nl")
    'vijftien miljoen euro en drieëndertig cent'
    >>> amount_in_words(Euro.euros(18_400_000), "en")
    'eighteen million four hundred thousand euros'
    """
    euros, cents = divmod(amount.cents, 100)
    if amount.cents < 0 or euros >= LARGEST:
        raise ValueError(f"{amount} is not written out in words")
    return in_language(lang, _amount_in_dutch, _amount_in_english)(euros, cents)


def _amount_in_dutch(euros: int, cents: int) -> str:
    words = f"{in_dutch(euros)} euro"
    return f"{words} en {in_dutch(cents)} cent" if cents else words


def _amount_in_english(euros: int, cents: int) -> str:
    words = f"{in_english(euros)} euro{'' if euros == 1 else 's'}"
    if not cents:
        return words
    return f"{words} and {in_english(cents)} cent{'' if cents == 1 else 's'}"


def in_dutch(number: int) -> str:
    """A whole number below 10**12 in Dutch: *duizend* ends a word, *miljoen* stands by itself.

    >>> in_dutch(1_001_022)
    'een miljoen duizend tweeëntwintig'
    """
    parts: list[str] = []
    for size, name in _GROUPS_NL:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_dutch_below_thousand(count)} {name}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append(f"{_dutch_below_thousand(thousands) if thousands > 1 else ''}duizend")
    if rest or not parts:
        parts.append(_dutch_below_thousand(rest))
    return " ".join(parts)


def _dutch_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    start = f"{_NL[hundreds] if hundreds > 1 else ''}honderd" if hundreds else ""
    if hundreds and not rest:
        return start
    if rest < 20:
        return f"{start}{_NL[rest]}"
    tens, ones = divmod(rest, 10)
    if not ones:
        return f"{start}{_NL_TENS[tens]}"
    joint = "ën" if _NL[ones].endswith("e") else "en"
    return f"{start}{_NL[ones]}{joint}{_NL_TENS[tens]}"


def in_english(number: int) -> str:
    """A whole number below 10**12 in British English.

    >>> in_english(1_001_022)
    'one million one thousand and twenty-two'
    """
    parts: list[str] = []
    for size, name in _GROUPS_EN:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_english_below_thousand(count)} {name}")
    if number or not parts:
        small = _english_below_thousand(number)
        parts.append(f"and {small}" if parts and number < 100 else small)
    return " ".join(parts)


def _english_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        tens, ones = divmod(rest, 10)
        small = _EN[rest] if rest < 20 else _EN_TENS[tens] + (f"-{_EN[ones]}" if ones else "")
        parts.append(small)
    return " and ".join(parts)
