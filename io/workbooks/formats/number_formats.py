"""What a number format shows: the figures of a number, or something else than the number is.

A cell can hold 94 and show AB-2026-0094, or hold 1.250.000 and show 1.250. The format is a code
of up to four parts: for numbers above nought, below it, nought itself, and text. Source: ECMA-376,
part 1, 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from ....grants.frozen import frozen

BUILT_IN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that a file names by number only."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|Standaard)|(?P<exponent>[Ee][+-])|(?P<plain>.)",
    re.DOTALL,
)
_EURO = re.compile(r"€|\beuro'?s?\b|\beur\b", re.IGNORECASE)
_OTHER_MONEY = re.compile(r"[$£¥₣₤]|\b(?:USD|GBP|CHF|JPY)\b", re.IGNORECASE)
_WORDS = frozenset(
    ("", "woning", "woningen", "won", "stuks", "stuk", "st", "aantal", "jaar", "punt", "punten")
)
_PUNCTUATION = re.compile(r"[\s.,:;()\[\]\-–—+/']+")
_LONGEST = 400
_MINUTES = re.compile("h+[^a-z]*m+|m+[^a-z]*s+")
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


@frozen
class ByFormat:
    """A cell that shows something else than it holds.

    ``held`` is what it holds, ``shown`` the text it shows; ``certain`` whether that text is known
    to the letter. ``same`` says that both are the same number, as in 0094, and ``percent`` that it
    is shown as hundredths.
    """

    held: int | float | str | date
    shown: str
    certain: bool = True
    same: bool = False
    percent: bool = False

    def __str__(self) -> str:
        return self.shown


Value = int | float | str | bool | date | datetime | time | timedelta | ByFormat
"""A cell as the fast reader gives it, or what its format shows; an empty text if it is empty."""


@frozen
class _Part:
    """A part of a format. ``text`` is what it writes beside the figures, ``{}`` for the figures."""

    text: str
    literals: tuple[str, ...]
    whole: str  # the placeholders before the point
    decimals: int
    grouped: bool
    thousands: int  # how often it divides by a thousand
    percent: bool
    dated: bool
    rough: bool  # a fraction or an exponent
    odd: bool  # a condition, or figures with something in between
    general: bool
    shows_text: bool
    dates: str  # the signs of a date, or of a part of one


@lru_cache(maxsize=4096)
def shows_otherwise(code: str) -> bool:
    """Whether cells of a format may show something else than the figures they hold.

    A whole date is none: readers make one of it; one without its day, month or year is. Neither are
    signs of euros, separators, spaces, colours and words that only say what is counted.
    """
    if len(code) > _LONGEST:
        return True
    parts = _parts(code)
    if parts[0].dated and not _whole_date(parts[0].dates):
        return True
    numbers = [part for part in parts[:3] if not part.dated and not part.shows_text]
    if any(_changes(part) for part in numbers):
        return True
    return any(_wordy(part.literals) for part in parts if part.shows_text)


def as_shown(code: str, held: int | float | str) -> ByFormat | None:
    """What a cell of a format shows; ``None`` where that is what it holds."""
    if isinstance(held, bool) or len(code) > _LONGEST:
        return None if isinstance(held, bool) else ByFormat(held, str(held), certain=False)
    parts = _parts(code)
    if isinstance(held, str):
        return _text_shown(parts, held)
    part = _part_for(parts, held)
    if part.dated or part.shows_text or not _changes(part, held):
        return None
    if part.general or part.odd or part.rough:
        text = part.text.replace("{}", _plainly(held)).strip()
        unsure = part.odd or part.rough
        return ByFormat(held, text, certain=not unsure, same=part.rough and not part.odd)
    text = part.text.replace("{}", _figures(part, held)).strip()
    minus = "-" if held < 0 and len(parts) < 2 and part.whole else ""
    wordy = _wordy(part.literals)
    return ByFormat(
        held,
        minus + text,
        same=held == 0 or bool(part.whole and not (part.thousands or part.percent or wordy)),
        percent=part.percent and not part.thousands and not wordy,
    )


def as_dated(code: str, held: date) -> ByFormat | None:
    """What a cell of a format shows of a date; ``None`` where day, month and year are seen."""
    part = _parts(code)[0] if len(code) <= _LONGEST else None
    if part is None or not part.dated or _whole_date(part.dates):
        return None
    return ByFormat(held, _date_shown(part.dates, held), certain=False)


def _whole_date(signs: str) -> bool:
    """Whether the signs of a date show its day (not of the week), its month and its year."""
    days = any(len(run) < 3 for run in re.findall("d+", signs))
    months = "m" in _MINUTES.sub("", signs)
    return days and months and re.search("[yjeb]", signs) is not None


def _date_shown(signs: str, held: date) -> str:
    """A date as these signs show it, as far as a reader needs to see what is meant."""
    pieces: list[str] = []
    for run in re.findall(r"d+|m+|[yj]+|[^dmyj]+", _MINUTES.sub("", signs)):
        at = min(len(run), 4)
        match run[0]:
            case "d":
                pieces.append((str(held.day), f"{held.day:02}", _DAYS[held.weekday()][:2],
                               _DAYS[held.weekday()])[at - 1])  # fmt: skip
            case "m":
                pieces.append((str(held.month), f"{held.month:02}", _MONTHS[held.month - 1][:3],
                               _MONTHS[held.month - 1])[at - 1])  # fmt: skip
            case "y" | "j":
                pieces.append(f"{held.year}" if at > 2 else f"{held.year % 100:02}")
            case _:
                pass
    return "-".join(pieces) or "een tijd"


def as_told(held: int | float, shown: str) -> ByFormat | None:
    """A number that a file holds beside the text it shows; ``None`` where both say the same.

    ``1.234,50`` and ``1,234.50`` both say 1234.5, rounded or not, with a sign of euros or without.
    """
    text = "".join(_EURO.sub("", shown).split()).replace("\u2212", "-")
    text = re.sub(r"^\((.*)\)$", r"-\1", text)
    percent = text.endswith("%")
    figures = re.fullmatch(r"(-?)([0-9][0-9.,']*?)(?:,-)?(-?)", text.removesuffix("%"))
    if figures is None or (figures[1] and figures[3]):
        rough = re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]+", text, re.IGNORECASE)
        same = held == 0 and not re.search("[1-9]", text)
        return ByFormat(held, shown, certain=rough is None, same=same or rough is not None)
    number = abs(Decimal(format(held, ".15g"))).scaleb(2 if percent else 0)
    if (held < 0) != bool(figures[1] or figures[3]) and number != 0:
        return ByFormat(held, shown)
    if not any(_rounds_to(number, *one) for one in _readings(figures[2])):
        return ByFormat(held, shown, same=held == 0 and not re.search("[1-9]", text))
    if percent:
        return ByFormat(held, shown, percent=True)
    padded = re.match(r"0[0-9]", figures[2]) is not None
    return ByFormat(held, shown, same=True) if padded else None


def _readings(figures: str) -> list[tuple[str, int]]:
    """The digits of a written number and how many are decimals, in Dutch and in English."""
    found: list[tuple[str, int]] = []
    for point, groups in ((",", ".'"), (".", ",'")):
        whole, _, rest = figures.partition(point)
        digits = whole.translate(dict.fromkeys(map(ord, groups)))
        if digits.isdecimal() and (not rest or rest.isdecimal()):
            found.append((digits + rest, len(rest)))
    return found


def _rounds_to(number: Decimal, digits: str, decimals: int) -> bool:
    return number.scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP) == Decimal(digits)


def _text_shown(parts: Sequence[_Part], held: str) -> ByFormat | None:
    part = parts[3] if len(parts) > 3 else parts[-1]
    if len(parts) <= 3 and not part.shows_text:
        return None
    text = part.text.replace("{}", held).strip()
    return None if text == held.strip() else ByFormat(held, text)


def _part_for(parts: Sequence[_Part], held: float) -> _Part:
    numbers = parts[:3]
    if len(numbers) > 1 and numbers[-1].shows_text and not numbers[-1].whole:
        numbers = numbers[:-1]
    if held < 0 and len(numbers) > 1:
        return numbers[1]
    if held == 0 and len(numbers) > 2:
        return numbers[2]
    return numbers[0]


def _wordy(literals: tuple[str, ...]) -> bool:
    """Whether texts beside the figures say more than a unit of euros or of things."""
    whole = " ".join(literals)
    if _OTHER_MONEY.search(whole):
        return True
    rest = _PUNCTUATION.sub(" ", _EURO.sub(" ", whole)).lower().split()
    return any(word not in _WORDS for word in rest)


def _changes(part: _Part, held: float | None = None) -> bool:
    padded = part.whole.count("0")
    if held is not None and padded > 1:
        padded = 2 if len(str(abs(int(_rounded(part, held))))) < part.whole.count("0") else 0
    return bool(
        part.odd or part.rough or part.thousands or part.percent or padded > 1
        or _wordy(part.literals) or not (part.whole or part.general)
    )  # fmt: skip


def _rounded(part: _Part, held: float) -> Decimal:
    number = abs(Decimal(format(held, ".15g"))).scaleb(-3 * part.thousands)
    number = number.scaleb(2) if part.percent else number
    return number.quantize(Decimal(1).scaleb(-part.decimals), ROUND_HALF_UP)


def _figures(part: _Part, held: float) -> str:
    if not part.whole:
        return ""
    whole, _, rest = f"{_rounded(part, held):f}".partition(".")
    whole = whole.zfill(part.whole.count("0"))
    if part.grouped:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{rest}" if rest else whole


def _plainly(held: float) -> str:
    return f"{abs(Decimal(format(held, '.15g'))):f}".replace(".", ",")


@lru_cache(maxsize=4096)
def _parts(code: str) -> tuple[_Part, ...]:
    """The parts of a code, of which there is always one."""
    pieces: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            pieces.append([])
        else:
            pieces[-1].append(token)
    return tuple(_part(tokens) for tokens in pieces[:4])


class _Reader:
    """Follows the tokens of one part."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.literals: list[str] = []
        self.figures = ""
        self.general = self.dated = self.odd = self.rough = False
        self.percent = self.shows_text = False

    def literal(self, text: str) -> None:
        self.text.append(text)
        self.literals.append("of meer" if self.figures and text.strip() == "+" else text)

    def fill(self, sign: str) -> None:
        """A sign that fills the cell: a figure or letter looks like a part of what is shown."""
        if sign.isalnum():
            self.literal(sign * 2)

    def figure(self, sign: str = "") -> None:
        if "{}" not in self.text:
            self.text.append("{}")
        elif self.figures and self.text[-1] != "{}":
            self.odd = True  # figures with something in between, as in 00-00
        self.figures += sign

    def plain(self, sign: str) -> None:
        if sign in "0#?.,":
            if sign == "," and not self.figures:
                self.literal(sign)
            else:
                self.figure(sign)
        elif sign == "@":
            self.shows_text = True
            self.figure()
        elif sign == "%":
            self.percent = True
            self.literal(sign)
        elif sign == "/" and self.figures:
            self.rough = True
        elif sign.lower() in "dmyhsjeagb":
            self.dated = True
        else:
            self.literal(sign)

    def bracket(self, inside: str) -> None:
        if inside.startswith("$"):  # a currency and a language, as in [$€-413]
            sign = inside[1:].partition("-")[0]
            if sign:
                self.literal(sign)
        elif re.fullmatch(r"[hms]+", inside, re.IGNORECASE):
            self.dated = True
        elif inside[:1] in "<>=":
            self.odd = True


def _part(tokens: list[re.Match[str]]) -> _Part:
    reader = _Reader()
    take: dict[str, Callable[[str], None]] = {
        "quoted": reader.literal,
        "escaped": reader.literal,
        "bracket": reader.bracket,
        "plain": reader.plain,
        "space": lambda _: reader.text.append(" "),
        "fill": reader.fill,
    }
    for token in tokens:
        kind = token.lastgroup or ""
        if kind == "general":
            reader.general = True
            reader.figure()
        elif kind == "exponent":
            reader.rough = True
        elif kind in take:
            take[kind](token[kind])
    whole, point, rest = reader.figures.partition(".")
    ending = re.search(r",*$", rest if point else whole)
    thousands = len(ending[0]) if ending and (point or whole.strip(",")) else 0
    placed = whole.rstrip(",") if not point else whole
    dated = reader.dated and "0" not in placed
    return _Part(
        text="".join(reader.text),
        literals=tuple(reader.literals),
        whole=placed.replace(",", ""),
        decimals=sum(rest.count(sign) for sign in "0#?"),
        grouped="," in placed,
        thousands=thousands,
        percent=reader.percent,
        dated=dated,
        rough=reader.rough and not dated,
        odd=reader.odd or (reader.dated and not dated),
        general=reader.general,
        shows_text=reader.shows_text,
        dates="".join(token["plain"] or " " for token in tokens).lower() if dated else "",
    )
