"""A page for each scheme: the columns of its workbook, as its template and its reader have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...grants.columns import ColumnSpec, Limits
from ...instruments.instrument import Instrument, instruments
from ..workbooks.templates.explanation import KINDS_NL
from .marks import code, page, section, table, text

_GROUPED = "kolommen"


def column_pages() -> dict[str, str]:
    """By the name of a page: one for each scheme, and their list."""
    every = instruments()
    listed = [
        (f"[{text(one.name_nl)}](#kolommen-{key})", text(one.sheet), text(one.regulation))
        for key, one in every.items()
    ]
    tree = "\n".join(f"{_GROUPED}/{key}" for key in every)
    overview = page(
        "naslag-kolommen",
        "Kolommen van de werkmappen",
        "`verdeel template all --out sjablonen` schrijft van iedere regeling een lege werkmap met "
        "deze kolommen, met uitleg bij iedere kop.",
        table(("regeling", "blad", "grondslag"), listed),
        f"```{{toctree}}\n:hidden:\n\n{tree}\n```",
    )
    return {_GROUPED: overview} | {f"{_GROUPED}/{key}": _page(one) for key, one in every.items()}


def _page(own: Instrument) -> str:
    beside = (
        section(
            f"kolommen-{own.key}-{number}", f"Blad {text(one.name)}",
            "Dit blad mag leeg blijven. Zijn regels horen bij de aanvraag waarvan zij het nummer "
            "noemen.",
            _table(one.columns),
        )
        for number, one in enumerate(own.sheets, start=1)
    )  # fmt: skip
    return page(
        f"kolommen-{own.key}",
        text(own.name_nl),
        f"{text(own.regulation)}. De nummers van haar aanvragen beginnen met {code(own.prefix)}.",
        section(f"kolommen-{own.key}-blad", f"Blad {text(own.sheet)}", _table(own.columns)),
        *beside,
    )


def _table(columns: Iterable[ColumnSpec]) -> str:
    rows = [
        (
            text(one.label),
            "ja" if one.required else "",
            KINDS_NL[one.kind],
            " ".join(_about(one)),
            code(one.field),
        )
        for one in columns
    ]
    return table(("kolom", "verplicht", "soort", "uitleg", "veld"), rows)


def _about(one: ColumnSpec) -> Iterator[str]:
    if one.note:
        yield text(one.note)
    if one.choices:
        yield f"Keuze uit: {', '.join(text(choice) for choice in one.choices)}."
    yield from _limits(one.limits)
    if one.if_empty and one.if_empty not in one.note:
        yield f"Leeg: {text(one.if_empty)}."
    if one.personal:
        yield "Persoonsgegeven: wordt apart bewaard."


def _limits(limits: Limits) -> Iterator[str]:
    if limits.lowest is not None and limits.highest is not None:
        yield f"Van {limits.lowest} tot en met {limits.highest}."
    elif limits.highest is not None:
        yield f"Ten hoogste {limits.highest}."
    elif limits.lowest:  # a count is never below nought
        yield f"Ten minste {limits.lowest}."
    if limits.longest is not None:
        yield f"Ten hoogste {limits.longest} tekens."
