"""Public bodies that are no municipality, as people write them in the place of one.

No table of codes has them all, so that they are known by what they are called. What a scheme says
of them is a matter of its own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..municipality import municipalities, plain_name, provinces
from ..record import Record

if TYPE_CHECKING:
    from .finding import Finding

_ISLANDS = frozenset(
    plain_name(name)
    for name in (
        "Bonaire",
        "Sint Eustatius",
        "St. Eustatius",
        "Statia",
        "Saba",
        "Caribisch Nederland",
    )
)
_ISLAND = re.compile(r"\b(bonaire|(sint|st\.?) ?eustatius|statia|saba|caribisch nederland)\b")
_PROVINCE_CODE = re.compile(r"^pv(?:2[0-9]|3[01])$")  # PV20 to PV31, of Statistics Netherlands
_JOINT = ("gemeenschappelijkeregeling", "metropoolregio", "stadsregio", "vervoerregio")


_NAME_BESIDE = plain_name("Gemeente")  # the header of who applies, beside the code
_BODY = plain_name("Openbaar lichaam")  # the header of a body that applies itself
_NEUTER = ("openbaar lichaam", "eilandgebied", "waterschap", "hoogheemraadschap", "wetterskip")


class PublicBody(Record):
    """A public body that is no municipality, by the name that it gave itself.

    It has no code of Statistics Netherlands, and no province of the Netherlands as its own.
    """

    name: str
    code: str = ""

    @property
    def key(self) -> str:
        """What the office keeps its address under: its name, however it was written."""
        return body_key(self.name)

    @property
    def board(self) -> tuple[str, str]:
        """Who decides for it in law, in Dutch and English.

        Provinciewet art. 158, Wet openbare lichamen Bonaire, Sint Eustatius en Saba art. 36,
        Waterschapswet art. 83, Wet gemeenschappelijke regelingen art. 12.
        """
        kind = public_body(self.name)
        if kind == "een provincie":
            return "Gedeputeerde staten", "The provincial executive"
        if kind == "een openbaar lichaam in Caribisch Nederland":
            return "Het bestuurscollege", "The executive council"
        if kind in ("een waterschap", "een gemeenschappelijke regeling"):
            return "Het dagelijks bestuur", "The executive board"
        return "Het bestuur", "The board"

    @property
    def salutation(self) -> tuple[str, str]:
        """How a letter greets its board, in Dutch and English."""
        nl, en = self.board
        greeted = "Geacht bestuur," if nl.endswith("bestuur") else "Geacht college,"
        return greeted, f"Dear members of {en[:1].lower()}{en[1:]},"

    @property
    def named_nl(self) -> str:
        """Its name within a sentence."""
        first = self.name[:1].lower() + self.name[1:]
        if first.startswith(_NEUTER):
            return f"het {first}"
        if first.startswith(("provincie", "gemeenschappelijke regeling", "metropoolregio",
                             "stadsregio", "vervoerregio")):  # fmt: skip
            return f"de {first}"
        return self.name


def body_called(name: str) -> PublicBody:
    """The public body of a name, in whatever form it is known; a code PV20 to PV31 by its name."""
    return body_named(name) or PublicBody(name=name.strip())


def body_key(name: str) -> str:
    """A public body by name, less the words for what it is."""
    plain = plain_name(name)
    return plain.removeprefix("openbaarlichaam").removeprefix("eilandgebied")


def body_named(*written: str) -> PublicBody | None:
    """The public body that one of these texts names; the first that does, codes after names."""
    texts = [text.strip() for text in written if public_body(text)]
    texts.sort(key=lambda text: bool(_PROVINCE_CODE.match(plain_name(text))))
    if not texts:
        return None
    plain = plain_name(texts[0])
    if not _PROVINCE_CODE.match(plain):
        return PublicBody(name=texts[0])
    own = {plain_name(one.province_code): one.province for one in municipalities().values()}
    return PublicBody(name=f"provincie {own[plain]}")


def body_in(findings: Iterable[Finding], values: Mapping[str, str]) -> PublicBody | None:
    """The public body that a row says applies, or has in the place of the municipality that does.

    ``values`` are its cells by header.
    """
    found = tuple(findings)
    own = [text for header, text in values.items() if plain_name(header) == _BODY and text.strip()]
    if own and all(one.field != "public_body" for one in found):
        return body_called(own[0])
    wrong = [one.value for one in found if one.field == "municipality_code"]
    if not any(public_body(text) for text in wrong):
        return None
    beside = [text for header, text in values.items() if plain_name(header) == _NAME_BESIDE]
    return body_named(*wrong, *beside)


def in_the_caribbean(written: str) -> bool:
    """Whether a text names an island of the Caribbean Netherlands, as a whole word."""
    return bool(_ISLAND.search(written.casefold()))


def public_body(written: str) -> str:
    """What kind of public body a text names, in Dutch; empty where it names none."""
    plain = plain_name(written)
    bare = plain.removeprefix("eilandgebied").removeprefix("openbaarlichaam")
    if bare in _ISLANDS:
        return "een openbaar lichaam in Caribisch Nederland"
    own = plain.removeprefix("provincie")
    known = {plain_name(name) for name in provinces()}
    if _PROVINCE_CODE.match(plain) or (own != plain and own in known):
        return "een provincie"
    if any(word in plain for word in _JOINT):
        return "een gemeenschappelijke regeling"
    if "waterschap" in plain or "hoogheemraadschap" in plain:
        return "een waterschap"
    return "een openbaar lichaam" if plain.startswith("openbaarlichaam") else ""
