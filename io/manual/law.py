"""The rules and numbers of the law that the program knows, each with article, source and dates."""

from __future__ import annotations

from ...instruments.instrument import instruments
from ...instruments.law.catalogue import Catalogue
from ...instruments.law.parameters import Confidence
from ...instruments.listing import ListedCode, ListedRule, by_code, general
from .marks import code, page, section, table, text

_GROUPED = "regels"
_GENERAL = "Voor iedere regeling"
_CONFIDENCE = {
    Confidence.PRIMARY: "gelezen in de tekst van de regeling of de wet zelf",
    Confidence.SECONDARY: "gelezen in een andere bron, die de tekst aanhaalt",
    Confidence.RECALLED: "bekend, maar nergens gelezen",
    Confidence.DERIVED: "afgeleid of aangenomen door de makers van dit programma",
}


def law_pages() -> dict[str, str]:
    """By the name of a page: one for each catalogue, and their list."""
    named = {one.catalogue.name: one.name_nl for one in instruments().values()}
    every = {**{one.catalogue.name: one.catalogue for one in instruments().values()}}
    every[general().name] = general()
    listed = [
        (f"[{text(named.get(key, _GENERAL))}](#regels-{key})", str(len(by_code((one,)))))
        for key, one in every.items()
    ]
    tree = "\n".join(f"{_GROUPED}/{key}" for key in every)
    overview = page(
        "naslag-regels",
        "Regels en getallen van het recht",
        "Wat hier staat, is wat het programma weet. Vergelijk iedere waarde met de officiële tekst "
        "voordat u er een echte ronde op laat rusten. Op een dag of voor één regeling noemt "
        "`verdeel rules` hetzelfde.",
        table(("regeling", "regels"), listed),
        table(
            ("zekerheid", "betekenis"), [(code(one.value), _CONFIDENCE[one]) for one in Confidence]
        ),
        f"```{{toctree}}\n:hidden:\n\n{tree}\n```",
    )
    return {_GROUPED: overview} | {
        f"{_GROUPED}/{key}": _page(key, named.get(key, _GENERAL), one) for key, one in every.items()
    }


def _page(key: str, name: str, catalogue: Catalogue) -> str:
    parts = [
        section(f"regel-{rule.code.lower()}", rule.code, *_about(rule))
        for rule in by_code((catalogue,))
    ]
    return page(f"regels-{key}", text(name), *parts)


def _about(rule: ListedCode) -> tuple[str, ...]:
    sources = "" if not rule.source else f" Bron: {text(rule.source)}."
    said = f"**{text(rule.question)}**"
    versions = (*rule.other_versions, rule)
    return (
        said,
        table(("geldig", "artikel", "waarden", "zekerheid"), [_version(one) for one in versions]),
        sources.strip(),
    )


def _version(one: ListedRule) -> tuple[str, ...]:
    until = f"tot en met {one.valid_to:%d-%m-%Y}" if one.valid_to else ""
    values = "; ".join(f"{code(name)}: {text(p.value)}" for name, p in one.parameters.items())
    sure = f"{one.confidence}, voorlopig" if one.provisional else one.confidence
    return f"vanaf {one.valid_from:%d-%m-%Y} {until}".strip(), text(one.article), values, sure
