"""The keys of ``distribution_rule.json``, for whoever divides a published round again."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby

import tomli

from ...grants.record import Record
from .marks import code, page, section, table, text


class RuleKey(Record):
    """A key by its path: ``[]`` stands behind a list, ``<...>`` where any key of a kind can be."""

    path: str
    kind: str
    nl: str

    @property
    def part(self) -> str:
        """The first key of the path, by which the page is divided."""
        return self.path.partition(".")[0].removesuffix("[]")


def rule_keys() -> tuple[tuple[RuleKey, ...], dict[str, str]]:
    """Every key, in the order of the file, and what each kind of value is called in Dutch."""
    written = files("verdeelsleutel.io.reports.open_data").joinpath("rule_keys.toml")
    read = tomli.loads(written.read_text(encoding="utf-8"))
    return tuple(RuleKey(**one) for one in read["key"]), read["kinds"]


def rule_file_page() -> dict[str, str]:
    """The page of the file."""
    keys, kinds = rule_keys()
    single = [one for one in keys if one.part == one.path]
    parts = [("", single)] if single else []
    parts += [
        (part, list(found))
        for part, found in groupby((k for k in keys if k.part != k.path), key=lambda k: k.part)
    ]
    return {
        "verdeelregel": page(
            "naslag-verdeelregel",
            "De verdeelregel als data",
            "In `distribution_rule.json`, bij de open data van een ronde, staat alles wat nodig is "
            "om het geld opnieuw te verdelen: de regel, de grenzen, de volgorde, de keuzes en van "
            "iedere aanvraag de aanspraak. Bedragen zijn hele centen, dagen zijn `jjjj-mm-dd`, en "
            "wat er niet is, is `null`. Achter een lijst staat `[]`; tussen punthaken staat een "
            "sleutel die per ronde anders is. Hoe u narekent, leest u bij "
            "[ons controleren](../uitleg/controleren.md).",
            *(
                section(
                    f"verdeelregel-{part or 'ronde'}",
                    f"`{part}`" if part else "De ronde zelf",
                    table(
                        ("sleutel", "wat het is", "betekenis"),
                        [(code(one.path), kinds[one.kind], text(one.nl)) for one in found],
                    ),
                )
                for part, found in parts
            ),
        )
    }
