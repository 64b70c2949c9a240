"""What every application has in common, whatever the scheme."""

import re
from datetime import date, datetime
from operator import not_
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ..columns import Column, Kind, YearColumns
from ..homes import Homes, StatedHomes
from ..money import Euro
from ..municipality import Municipality, canonical_code, municipalities
from ..record import Record
from .located_homes import LocatedHomes, MunicipalityNamed, in_order, together
from .public_body import PublicBody, body_called

_DEVICES = re.compile(r"^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])$")
_ID = re.compile(r"^[A-Z0-9][A-Z0-9-]{0,39}$")


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _application_id(value: str) -> str:
    if not _ID.match(value):
        raise ValueError("an application number has A-Z, 0-9 and hyphens, at most 40 characters")
    if _DEVICES.match(value):
        raise ValueError("this name is reserved by Windows and cannot be the name of a letter")
    return value


def _municipality_code(value: str) -> str:
    code = canonical_code(value)
    if code is None:
        raise ValueError("not the code of a municipality of 2025")
    return code


def _is_none(value: object) -> bool:
    return value is None


def _not_negative(value: Euro) -> Euro:
    if value.cents < 0:
        raise ValueError("an amount here cannot be negative")
    return value


ApplicationId = Annotated[str, BeforeValidator(_upper), AfterValidator(_application_id)]
MunicipalityCode = Annotated[str, AfterValidator(_municipality_code)]
Amount = Annotated[Euro, AfterValidator(_not_negative)]
ShortText = Annotated[str, Field(min_length=1, max_length=200)]


class Payment(Record):
    """A payment (*kasbetaling*) foreseen in a calendar year."""

    year: int
    amount: Euro


class Application(Record):
    """An application (*aanvraag*) as a municipality filed it: facts, no judgement.

    Amounts are in cents, counts in whole homes. ``requested`` is what is to be charged to the
    ceiling: including VAT for Gebiedsbudget and Bereikbaarheid, excluding VAT for
    Realisatiestimulans, as the policy says for Woningbouwimpuls. An area field holds the name of
    the area, or ``ja`` where the office names none. ``bag_ids`` are those of its homes, where a
    sheet lists them.
    """

    application_id: Annotated[
        ApplicationId,
        Column(
            "Aanvraagnummer",
            "Uniek in de ronde. Hoofdletters, cijfers en streepjes, ten hoogste 40 tekens.",
            kind=Kind.TEXT,
        ),
    ]
    municipality_code: Annotated[
        MunicipalityCode,
        Column("Gemeentecode", "CBS-code: GM0363, 0363 of 363.", kind=Kind.MUNICIPALITY),
    ]
    municipality: Annotated[
        str | None, Column("Gemeente", "Naam; moet bij de gemeentecode horen.")
    ] = None
    project_id: Annotated[
        ShortText | None,
        Column("Projectcode", "Mag leeg blijven: de opgave gaat over de hele gemeente."),
    ] = None
    project_name: Annotated[ShortText | None, Column("Projectnaam", "Mag leeg blijven.")] = None
    received_at: Annotated[
        datetime, Column("Ontvangen op", "Datum (en zo mogelijk tijd) van de volledige aanvraag.")
    ]
    requested: Annotated[
        Amount | None,
        Column("Gevraagd bedrag", "Mag leeg blijven: de regeling bepaalt het bedrag."),
    ] = None
    minimum: Annotated[
        Amount | None,
        Column(
            "Minimaal bedrag",
            "Laagste bedrag waarmee het project door kan. Leeg: alles of niets.",
            if_empty="alles of niets",
        ),
    ] = None
    all_homes_at_minimum: Annotated[
        bool,
        Column(
            "Alle woningen bij minimum",
            "ja: ook bij het minimale bedrag komen alle woningen er. Leeg is nee.",
            if_empty="nee",
        ),
    ] = False
    homes: StatedHomes
    phases: Annotated[
        tuple[str, ...],
        Column(
            "Deelplan",
            "Namen van de deelplannen, gescheiden door ;. Leeg: het hele project.",
            if_empty="het hele project",
        ),
    ] = ()
    first_start: Annotated[
        date | None, Column("Start bouw", "Datum waarop de bouw van de eerste woning begint.")
    ] = None
    last_start: Annotated[
        date | None,
        Column("Start laatste woning", "Datum waarop de bouw van de laatste woning begint."),
    ] = None
    nplv_area: Annotated[
        str | None,
        Column(
            "NPLV-gebied",
            "Naam van het gebied van het Nationaal Programma Leefbaarheid en Veiligheid, of ja/nee. "
            "Leeg is nee.",
            kind=Kind.AREA,
            if_empty="nee",
        ),
    ] = None
    large_scale_area: Annotated[
        str | None,
        Column(
            "Grootschalig gebied",
            "Naam van het grootschalige woningbouwgebied, of ja/nee. Leeg is nee.",
            kind=Kind.AREA,
            if_empty="nee",
        ),
    ] = None
    breakthrough_location: Annotated[
        str | None,
        Column(
            "Doorbraaklocatie",
            "Naam van de doorbraaklocatie, of ja/nee. Leeg is nee.",
            kind=Kind.AREA,
            if_empty="nee",
        ),
    ] = None
    industrialised: Annotated[
        bool,
        Column(
            "Industriële bouw",
            "ja als de woningen in een fabriek worden gemaakt. Leeg is nee.",
            if_empty="nee",
        ),
    ] = False
    payments: Annotated[
        tuple[Payment, ...],
        YearColumns(
            "Kas {year}",
            2025,
            2040,
            "Betaling in dit jaar, in euro's. Alle jaren leeg: het ritme van de regeling.",
            if_empty="€ 0; alle jaren leeg: het ritme van de regeling",
        ),
    ] = ()
    excludes: Annotated[
        tuple[ApplicationId, ...],
        Column(
            "Sluit uit aanvraag",
            "Aanvraagnummers die niet samen met deze kunnen, gescheiden door ;. Leeg: geen.",
            if_empty="geen",
        ),
    ] = ()
    requires: Annotated[
        tuple[ApplicationId, ...],
        Column(
            "Vereist aanvraag",
            "Aanvraagnummers die nodig zijn voor deze, gescheiden door ;. Leeg: geen.",
            if_empty="geen",
        ),
    ] = ()
    lot: Annotated[
        int | None, Field(ge=1), Column("Lotnummer", "Getrokken lot, door het kantoor ingevuld.")
    ] = None
    withdrawn_on: Annotated[
        date | None,
        Column(
            "Ingetrokken op",
            "Datum waarop de gemeente de aanvraag introk. Leeg: niet ingetrokken.",
            if_empty="niet ingetrokken",
        ),
    ] = None
    contact: Annotated[str | None, Column("Contactpersoon", "Persoonsgegeven.", personal=True)] = (
        None
    )
    email: Annotated[str | None, Column("E-mail", "Persoonsgegeven.", personal=True)] = None
    bag_ids: tuple[str, ...] = ()

    @property
    def place(self) -> Municipality:
        """The municipality that applies: of a joint application, the one that leads it.

        Where another public body applies, the one that its homes are for.
        """
        return municipalities()[self.municipality_code]

    @property
    def applicant(self) -> Municipality | PublicBody:
        """Who applies: whom the decision is for, and who is paid."""
        return self.place

    @property
    def participants(self) -> tuple[str, ...]:
        """The codes of all municipalities that apply together, the one that leads first."""
        return (self.municipality_code,)

    @property
    def partners(self) -> tuple[Municipality, ...]:
        """The municipalities that apply together with the one that leads."""
        return tuple(municipalities()[code] for code in self.participants[1:])

    @property
    def homes_by_segment(self) -> Homes:
        return self.homes.counts()

    @property
    def located(self) -> tuple[LocatedHomes, ...]:
        """Its homes by municipality; nothing where they all count for the one that leads."""
        return ()


class ProjectApplication(Application):
    """An application for one project and a stated amount; a yearly statement has neither.

    The fields narrow those of every application. That is safe, since nothing can be assigned to a
    record; type checkers cannot see it is frozen, hence the remarks. ``homes_by_municipality`` are
    the rows of the sheet ``Woningen per gemeente`` with its number.
    """

    project_id: Annotated[  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
        ShortText,
        Column(
            "Projectcode",
            "Uw code van het project. Dezelfde code in twee regelingen betekent dezelfde woningen. "
            "Is het een project van een andere gemeente: haar code ervoor, als in GM0363:P-1.",
        ),
    ]
    project_name: Annotated[  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
        ShortText, Column("Projectnaam", "Naam van het project.")
    ]
    requested: Annotated[  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
        Amount, Column("Gevraagd bedrag", "In euro's. Komt ten laste van het plafond.")
    ]
    municipality_codes: Annotated[
        tuple[MunicipalityNamed, ...],
        Field(exclude_if=not_),
        Column(
            "Deelnemende gemeenten",
            "Alleen bij een gezamenlijke aanvraag: codes of namen van alle gemeenten, gescheiden "
            "door ;. De gemeente van de gemeentecode is penvoerder en hoort erbij.",
        ),
    ] = ()
    homes_by_municipality: Annotated[tuple[LocatedHomes, ...], Field(exclude_if=not_)] = ()

    @property
    def participants(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.municipality_code, *self.municipality_codes)))

    @property
    def located(self) -> tuple[LocatedHomes, ...]:
        """What its municipalities stated, as long as that is all of its homes: a judgement or a
        correction can have changed how many they are, and not where."""
        rows = in_order(self.homes_by_municipality)
        return rows if together(rows) == self.homes_by_segment else ()


PublicBodyName = Annotated[
    ShortText | None,
    Field(exclude_if=_is_none),
    Column(
        "Openbaar lichaam",
        "Alleen als geen gemeente aanvraagt: de naam van het openbaar lichaam dat het doet, zoals "
        "een provincie of een gemeenschappelijke regeling. De gemeentecode is dan die van de "
        "gemeente waar de woningen komen. Leeg: de gemeente vraagt zelf aan.",
        kind=Kind.TEXT,
    ),
]


class BodyApplication(ProjectApplication):
    """An application of a scheme that knows other public bodies than municipalities.

    Its model ends with ``public_body``, the name of the body that applies where no municipality
    does. The code of the municipality then says for which one the homes are: whatever counts homes,
    projects and money of a place goes by that, and whatever addresses or pays somebody by the body.
    """

    @property
    def other_body(self) -> str | None:
        """The name of the public body that applies, where no municipality does."""
        name: str | None = getattr(self, "public_body", None)
        return name

    @property
    def applicant(self) -> Municipality | PublicBody:
        return self.place if self.other_body is None else body_called(self.other_body)

    @property
    def partners(self) -> tuple[Municipality, ...]:
        if self.other_body is None:
            return super().partners
        return tuple(municipalities()[code] for code in dict.fromkeys(self.municipality_codes))
