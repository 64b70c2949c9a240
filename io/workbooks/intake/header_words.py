"""What a header says besides the name of its column, and notes that change what amounts mean.

``Gevraagd bedrag (€)`` is the column; ``Gevraagd bedrag (x € 1.000)`` and ``(vorige ronde)`` are
something else under the same name, and nothing in the cells would show it.
"""

from __future__ import annotations

import re

from ....grants.columns import ColumnSpec, Kind
from ....grants.municipality import plain_name

IN_BRACKETS = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"[%‰$£¥<>±~≈≤≥≠Δ∆×÷]")

_ALWAYS = frozenset(
    (
        "verplicht", "verplicht veld", "optioneel", "niet verplicht", "facultatief", "invullen",
        "vul in", "in te vullen", "indien bekend", "indien van toepassing", "i.v.t.", "kies",
        "kies uit de lijst", "keuzelijst", "maak een keuze", "zie toelichting", "mag leeg blijven",
        "",
    )
)  # fmt: skip
_DAYS = ("dd-mm-jjjj", "dd/mm/jjjj", "dd-mm-yyyy", "d-m-jjjj", "datum", "dag", "dag-maand-jaar")
_BY_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.MONEY: (
        "€", "euro", "euro's", "eur", "in €", "in euro", "in euro's", "in eur", "bedrag",
        "in hele euro's", "hele euro's", "bedrag in euro's", "bedrag in €", "bedrag in hele euro's",
    ),
    Kind.COUNT: (
        "aantal", "aantallen", "st", "st.", "stuks", "woningen", "aantal woningen", "in aantallen",
        "heel getal", "hele getallen",
    ),
    Kind.DECIMAL: ("cijfer", "getal", "score"),
    Kind.DATE: _DAYS,
    Kind.MOMENT: (*_DAYS, "datum en tijd", "dd-mm-jjjj uu:mm", "dd-mm-jjjj hh:mm"),
    Kind.YES_NO: ("ja/nee", "j/n", "ja of nee", "ja / nee"),
    Kind.AREA: ("ja/nee", "naam", "naam of ja/nee", "naam, ja of nee", "ja / nee"),
    Kind.TEXT: ("naam", "code", "nummer", "nr", "nr.", "tekst", "cbs", "uniek"),
    Kind.NAMES: ("namen", "gescheiden door ;", "gescheiden door puntkomma", "puntkomma"),
    Kind.MUNICIPALITY: ("cbs", "cbs-code", "code", "code cbs", "gm-code", "cbs code"),
}  # fmt: skip
_RANGE = re.compile(r"[0-9]{1,2} ?(?:-|–|t/m|tot en met) ?[0-9]{1,2}")
_SCALE = re.compile(
    r"(?:\bx|×|\*|\bmaal|\bkeer)\s*(?:€|eur|euro)?\s*1[.,\s]?000\b"
    r"|€\s*1[.,]?000(?![.,]?[0-9])|\bk€|€\s*k\b|\bin\s+k\s?(?:€|euro)"
    r"|\bin\s+(?:€|eur|euro'?s?)?\s*(?:duizend(?:en|tallen)?|miljoen(?:en)?|mln|mio)\b"
    r"|\b(?:duizenden|miljoenen|mln\.?|mio)\s+(?:€|euro'?s?|eur)\b|\b(?:€|euro|eur)\s*(?:mln|mio)\b",
    re.IGNORECASE,
)


def said_besides(text: str, column: ColumnSpec, *, as_it_is: bool) -> str:
    """What a header says besides the label of its column that may change its meaning; else "".

    ``as_it_is`` says that its words are those of a label, so that brackets are part of them.
    """
    for part in () if as_it_is else IN_BRACKETS.findall(text):
        if not _is_harmless(part, column):
            return part
    sign = _SIGNS.search(text)
    return sign[0] if sign is not None and sign[0] not in column.label else ""


_GROUP = re.compile(
    r"\b(?:vorige?|eerdere|oude?|excl\.?|exclusief)\b"
    r"|\bper (?:jaar|maand|woning|m2|ha|hectare)\b|%",
    re.IGNORECASE,
)


def group_says(text: str) -> bool:
    """Whether a heading above some columns gives them another meaning, as *vorige ronde* does."""
    return _GROUP.search(text) is not None


def unit_of(column: ColumnSpec) -> str:
    """The unit to state beside the label, as in ``(€)``, after a space; "" if it has none."""
    unit = {Kind.MONEY: " (€)", Kind.COUNT: " (aantal)", Kind.YES_NO: " (ja/nee)"}
    return unit.get(column.kind, "")


def scale_in(text: str) -> bool:
    """Whether a note says that amounts are in thousands or millions."""
    return _SCALE.search(text) is not None


def _is_harmless(part: str, column: ColumnSpec) -> bool:
    inside = " ".join(part.strip("()").lower().replace("\u2019", "'").split()).strip(" *:")
    if inside in _ALWAYS or inside in _BY_KIND.get(column.kind, ()):
        return True
    if column.kind is Kind.DECIMAL and _RANGE.fullmatch(inside):
        return True
    choices = [plain_name(one) for one in re.split(r"[/,;|]|\bof\b", inside)]
    if column.choices and {plain_name(one) for one in column.choices}.issuperset(choices):
        return True
    sentences = {plain_name(one) for one in re.split(r"[.;,]", column.note)}
    return bool(plain_name(inside)) and plain_name(inside) in sentences
