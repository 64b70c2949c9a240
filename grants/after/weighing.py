"""What of an application and its letters is kept from the public, weighed by name (*Woo*).

A decision is published, with what it rests on. What a scheme says may be a business secret or a
position in negotiations is not; an officer can weigh that for one application, field by field, and
so for each letter. The grounds are those of article 5.1 of the Open Government Act (*Wet open
overheid*): of the first paragraph nothing is weighed, of the second the interest of openness is
held against the other, and the fifth is for who is harmed out of proportion.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ..bilingual import Bilingual
from ..record import Record


class Matter(StrEnum):
    """What is weighed: a field of the application, or a letter about it."""

    FIELD = "field"
    LETTER = "letter"


class Publicity(StrEnum):
    """What becomes of it: published, in part (a letter, with passages blacked out), or withheld."""

    PUBLISHED = "published"
    PARTLY = "partly"
    WITHHELD = "withheld"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return _PUBLICITY[self]


_PUBLICITY = MappingProxyType(
    {
        Publicity.PUBLISHED: "openbaar",
        Publicity.PARTLY: "deels openbaar",
        Publicity.WITHHELD: "niet openbaar",
    }
)


class WooGround(StrEnum):
    """A ground of article 5.1 of the Woo, by paragraph and letter, as offices stamp it: 5.1.2f."""

    CROWN = "5.1.1a"
    STATE_SECURITY = "5.1.1b"
    BUSINESS_CONFIDENTIAL = "5.1.1c"
    SENSITIVE_PERSONAL = "5.1.1d"
    IDENTIFICATION_NUMBERS = "5.1.1e"
    FOREIGN_RELATIONS = "5.1.2a"
    PUBLIC_FINANCE = "5.1.2b"
    PROSECUTION = "5.1.2c"
    INSPECTION = "5.1.2d"
    PRIVACY = "5.1.2e"
    COMPETITION = "5.1.2f"
    ENVIRONMENT = "5.1.2g"
    SAFETY = "5.1.2h"
    GOOD_GOVERNMENT = "5.1.2i"
    DISPROPORTIONATE = "5.1.5"

    @property
    def article(self) -> str:
        """The ground as a decision cites it, in Dutch."""
        _, _, rest = self.value.partition(".")
        of, letter = rest[2:3], rest[3:]
        named = f"artikel 5.1, {_PARAGRAPH[of]} lid"
        return f"{named}, onder {letter}, van de Wet open overheid" if letter else (
            f"{named}, van de Wet open overheid"
        )  # fmt: skip

    @property
    def told(self) -> Bilingual:
        """What it protects."""
        return _PROTECTS[self]


_PARAGRAPH = MappingProxyType({"1": "eerste", "2": "tweede", "5": "vijfde"})
_G = WooGround
_PROTECTS = MappingProxyType(
    {
        _G.CROWN: Bilingual(nl="de eenheid van de Kroon", en="the unity of the Crown"),
        _G.STATE_SECURITY: Bilingual(nl="de veiligheid van de Staat", en="security of the State"),
        _G.BUSINESS_CONFIDENTIAL: Bilingual(
            nl="bedrijfs- en fabricagegegevens die vertrouwelijk zijn meegedeeld",
            en="business and manufacturing data communicated in confidence",
        ),
        _G.SENSITIVE_PERSONAL: Bilingual(
            nl="bijzondere en strafrechtelijke persoonsgegevens",
            en="special categories of personal data, and those on convictions",
        ),
        _G.IDENTIFICATION_NUMBERS: Bilingual(
            nl="nummers die personen identificeren", en="numbers that identify persons"
        ),
        _G.FOREIGN_RELATIONS: Bilingual(
            nl="de betrekkingen met andere landen en internationale organisaties",
            en="relations with other countries and international organisations",
        ),
        _G.PUBLIC_FINANCE: Bilingual(
            nl="de economische of financiële belangen van overheden, zoals bij onderhandelingen",
            en="economic or financial interests of public bodies, as in negotiations",
        ),
        _G.PROSECUTION: Bilingual(
            nl="de opsporing en vervolging van strafbare feiten",
            en="the detection and prosecution of offences",
        ),
        _G.INSPECTION: Bilingual(
            nl="inspectie, controle en toezicht", en="inspection, control and supervision"
        ),
        _G.PRIVACY: Bilingual(nl="de persoonlijke levenssfeer", en="privacy"),
        _G.COMPETITION: Bilingual(
            nl="andere concurrentiegevoelige bedrijfs- en fabricagegegevens",
            en="other business and manufacturing data that matter to competitors",
        ),
        _G.ENVIRONMENT: Bilingual(
            nl="het milieu waarop de informatie betrekking heeft",
            en="the environment that the information is about",
        ),
        _G.SAFETY: Bilingual(
            nl="de beveiliging van personen en bedrijven", en="safety of persons and companies"
        ),
        _G.GOOD_GOVERNMENT: Bilingual(
            nl="het goed functioneren van overheden", en="the proper functioning of public bodies"
        ),
        _G.DISPROPORTIONATE: Bilingual(
            nl="onevenredige benadeling van een ander belang",
            en="harm out of proportion to another interest",
        ),
    }
)


class Weighing(Record):
    """One weighing. ``subject`` is the field of the application, or the file of the letter.

    ``ground`` is why it is not published, or not in full; ``None`` where it is. ``reason`` is the
    weighing in a sentence. It counts once ``confirmed_by`` is somebody else.
    """

    application_id: str
    matter: Matter
    subject: str
    outcome: Publicity
    ground: WooGround | None
    reason: str
    officer: str
    on: date
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def about(self) -> tuple[str, Matter, str]:
        """What it is of: the newest of those that are of the same counts."""
        return (self.application_id, self.matter, self.subject)

    def says_the_same(self, other: Weighing) -> bool:
        """Whether another weighing of it comes to the same, on the same ground and reason."""
        return (self.about, self.outcome, self.ground, self.reason) == (
            other.about,
            other.outcome,
            other.ground,
            other.reason,
        )
