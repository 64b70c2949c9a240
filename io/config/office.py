"""The office file: who works here, who signs for whom, and what a letter looks like.

It holds what may change without touching the outcome of a round, and is logged, not sealed.
"""

import hashlib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from ...grants.applications.public_body import PublicBody, body_key, public_body
from ...grants.bilingual import in_language, said
from ...grants.frozen import frozen
from ...grants.municipality import Municipality, canonical_code
from ...grants.names import comparable, is_same_person
from ...grants.record import Record
from ..errors import Unreadable
from ..files.toml import read_model
from .addresses import ADDRESSES, read_addresses

OFFICE = "office.toml"
"""The name of the office file, beside the policy of its round."""

FILL_IN = "VUL IN"
"""What stands in a new office file where only the office knows what belongs there."""


class Role(StrEnum):
    """What an officer may do."""

    OFFICER = "officer"  # loads, screens, allocates and writes
    APPROVER = "approver"  # approves what another made
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMINISTRATOR = "administrator"


Line = Annotated[str, Field(min_length=1, max_length=120)]
English = Annotated[str, Field(max_length=400)]
"""What is said in English; empty where the office writes Dutch alone, and says that."""
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]


class Officer(Record):
    """A person at the office. ``user`` is the login name or the role in the database."""

    user: Line
    name: Line
    role: Role


class Signatory(Record):
    """Who signs for the minister, in what function (Awb art. 10:11)."""

    name: Line
    function: Line
    function_en: English = ""


@frozen
class OfficeWords:
    """Who is competent for an instrument, in one language. ``function`` is the signatory's."""

    minister: str
    ministry: str
    directorate: str
    mandate: str
    function: str


class InstrumentOffice(Record):
    """Who is competent for one instrument, and under what mandate its letters are signed.

    ``objection_electronic`` is the electronic way to object that was designated (Awb art. 2:13).
    ``objection_signatory`` signs decisions on objections, under ``objection_mandate``: whoever took
    the first decision under mandate has none for that (Awb art. 10:3, third paragraph).
    ``caribbean_court`` is the court to which a public body in the Caribbean Netherlands appeals
    and ``caribbean_court_source`` what that rests on: no text that was read settles it.
    ``advice_on`` is the day of the advice of the committee of the scheme on the applications.
    ``account_codes`` are the codes under which accounts of the scheme have a column, by its name:
    those of SiSa differ by scheme and year.
    """

    minister: Line
    minister_en: English = ""
    ministry: Line
    ministry_en: English = ""
    directorate: Line
    directorate_en: English = ""
    mandate: Annotated[str, Field(min_length=1, max_length=400)]
    mandate_en: English = ""
    signatory: Signatory
    sender_address: Lines
    contact: tuple[Line, ...] = ()
    objection_address: Lines
    objection_electronic: Annotated[str, Field(max_length=200)] = ""
    objection_signatory: Signatory | None = None
    objection_mandate: Annotated[str, Field(max_length=400)] = ""
    objection_mandate_en: Annotated[str, Field(max_length=400)] = ""
    caribbean_court: Annotated[str, Field(max_length=200)] = ""
    caribbean_court_en: Annotated[str, Field(max_length=200)] = ""
    caribbean_court_source: Annotated[str, Field(max_length=400)] = ""
    advice_on: date | None = None
    account_codes: dict[str, Line] = {}

    @model_validator(mode="after")
    def _court_with_its_source(self) -> Self:
        if bool(self.caribbean_court) != bool(self.caribbean_court_source):
            raise ValueError("bij caribbean_court hoort ook caribbean_court_source")
        return self

    def on_objection(self) -> Self | None:
        """Who signs decisions on objections; ``None`` where nobody else than for the first does."""
        other = self.objection_signatory
        if other is None or is_same_person(other.name, self.signatory.name):
            return None
        return self.model_copy(
            update={
                "signatory": other,
                "mandate": self.objection_mandate or self.mandate,
                # Without its English, that of the other mandate would be another mandate.
                "mandate_en": self.objection_mandate_en
                or ("" if self.objection_mandate else self.mandate_en),
            }
        )

    @property
    def mandate_decision(self) -> str:
        """The decision that gives the mandate, without its article."""
        return self.mandate.partition(", artikel")[0]

    @property
    def portfolio(self) -> str:
        """What the minister is minister of: *Infrastructuur en Waterstaat*."""
        return self.minister.partition(" van ")[2] or self.minister

    def names_portfolio(self, portfolio: str) -> bool:
        """Whether the mandate names the minister or ministry with this portfolio."""
        return portfolio.casefold() in self.mandate.casefold()

    def in_language(self, lang: str) -> OfficeWords:
        """What is said of the office in ``nl`` or ``en``."""
        signs = self.signatory
        return OfficeWords(
            minister=said(lang, self.minister, self.minister_en),
            ministry=said(lang, self.ministry, self.ministry_en),
            directorate=said(lang, self.directorate, self.directorate_en),
            mandate=said(lang, self.mandate, self.mandate_en),
            function=said(lang, signs.function, signs.function_en),
        )


class HouseStyle(Record):
    """The look of a letter. Without a logo the sender's name stands alone, as text.

    ``folder`` is a folder of the office with its logo and its own clauses: data only. In the file
    its path starts from the file itself. ``logo`` is a PNG or SVG in that folder, and ``logo_alt``
    what somebody hears who cannot see it.
    """

    folder: Line | None = None
    logo: Annotated[str, Field(pattern=r"^\w[\w .-]*$", max_length=80)] | None = None
    logo_alt: Line | None = None
    logo_alt_en: Line | None = None
    logo_height_mm: Annotated[int, Field(ge=5, le=14)] = 12
    font_size_pt: Annotated[int, Field(ge=9, le=14)] = 10
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#1b3a57"

    @model_validator(mode="after")
    def _logo_whole(self) -> Self:
        if self.logo is not None and (self.folder is None or self.logo_alt is None):
            raise ValueError("bij logo horen ook folder en logo_alt")
        return self


def _known_code(code: str) -> str:
    if public_body(code):
        return body_key(code)
    known = canonical_code(code)
    if known is None:
        raise ValueError(f"{code} is geen gemeentecode van 2025")
    return known


class Office(Record):
    """The whole office file.

    ``municipality_addresses`` has, by municipal code, or of another public body by its name
    (:func:`body_key`), the lines below the addressee's name: those
    of ``adressen.csv`` in the folder of the house style, and before them those of this file. With
    such a file (``addresses_kept``, known once it is read) a letter without an address is refused;
    else it has the name alone. ``folder_missing`` is the folder of the house style where the file
    names one that is not there: letters then have no logo, and whoever writes them is told.
    ``days_equated_with_holidays`` are days that a royal decree equates with a general holiday
    (Algemene termijnenwet art. 3). ``contacts_kept_months`` is how long contact persons of
    applicants are kept after the decision, in months. ``sha256`` is the hash of the file,
    known once it is read.
    """

    officers: tuple[Officer, ...] = ()
    instruments: dict[str, InstrumentOffice] = {}
    house_style: HouseStyle = HouseStyle()
    municipality_addresses: dict[Annotated[str, AfterValidator(_known_code)], Lines] = {}
    days_equated_with_holidays: tuple[date, ...] = ()
    contacts_kept_months: Annotated[int, Field(ge=1, le=240)] = 24
    addresses_kept: bool = False
    folder_missing: str = ""
    sha256: str = ""

    def officer(self, user: str) -> Officer | None:
        """The officer with that login name, whatever its case; ``None`` if unknown."""
        wanted = user.casefold()
        return next((o for o in self.officers if o.user.casefold() == wanted), None)

    def addressee(self, place: Municipality | PublicBody, lang: str = "nl") -> tuple[str, ...]:
        """The lines of the address block: the college, and its address where it is known.

        Of another public body its own board.
        """
        if isinstance(place, PublicBody):
            board = in_language(lang, *place.board)
            of = in_language(lang, f"van {place.named_nl}", f"of {place.name}")
            return (board, of, *self.municipality_addresses.get(place.key, ()))
        name = in_language(
            lang,
            ("Het college van burgemeester en wethouders", f"van de gemeente {place.name}"),
            ("The municipal executive", f"of the municipality of {place.name}"),
        )
        return (*name, *self.municipality_addresses.get(place.code, ()))


def load_office(path: Path) -> Office:
    """The office in a file.

    Raises:
        Unreadable: the file is missing, is no UTF-8 or TOML, or has a key or value it cannot have.
    """
    office = read_model(path, "kantoorbestand", Office)
    _one_of_each(office, path)
    hashed = hashlib.sha256(path.read_bytes()).hexdigest()
    office = office.model_copy(update={"sha256": hashed})
    if office.house_style.folder is None:
        return office
    folder = path.resolve().parent / office.house_style.folder
    if not folder.is_dir():  # an office file that was copied alone: letters without a logo
        bare = office.house_style.model_copy(update={"folder": None, "logo": None})
        return office.model_copy(update={"house_style": bare, "folder_missing": str(folder)})
    style = office.house_style.model_copy(update={"folder": str(folder)})
    kept = folder / ADDRESSES
    addresses = read_addresses(kept) if kept.exists() else {}
    return office.model_copy(
        update={
            "house_style": style,
            "municipality_addresses": {**addresses, **office.municipality_addresses},
            "addresses_kept": bool(addresses),
        }
    )


def _one_of_each(office: Office, path: Path) -> None:
    users = [officer.user.casefold() for officer in office.officers]
    double = sorted({user for user in users if users.count(user) > 1})
    if double:
        raise Unreadable(
            f"Het kantoorbestand {path.name} noemt {', '.join(double)} meer dan een keer. "
            "Geef iedere medewerker een eigen gebruikersnaam."
        )
    names = [comparable(officer.name) for officer in office.officers]
    same = sorted({one.name for one in office.officers if names.count(comparable(one.name)) > 1})
    if same:
        raise Unreadable(
            f"Het kantoorbestand {path.name} heeft namen die niet van elkaar te onderscheiden "
            f"zijn: {', '.join(same)}. Geef iedere medewerker één regel, met een eigen naam."
        )
