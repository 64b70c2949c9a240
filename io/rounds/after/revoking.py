"""Revoking an award (*intrekken*): on what ground, and whether the municipality is heard first.

Title 4.2 of the Awb does not apply to what only public bodies are given (art. 4:21, third
paragraph), so that its articles on revoking do not bind; they are the yardstick that a court would
hold a decision against. The decision rests on the general rules: care, weighing, and reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ....grants.bilingual import Bilingual
from ....instruments.instrument import Instrument


class Ground(StrEnum):
    """Why an award is revoked, by the yardstick of Awb art. 4:48 to 4:50."""

    NOT_PERFORMED = "not_performed"
    OBLIGATIONS = "obligations"
    WRONG_DATA = "wrong_data"
    KNEW = "knew"
    CIRCUMSTANCES = "circumstances"

    @property
    def told(self) -> Bilingual:
        """The ground as a sentence of a decision."""
        return _TOLD[self]

    @property
    def yardstick(self) -> str:
        """The article of title 4.2 that it is held against, by analogy."""
        return _YARDSTICK[self]


_TOLD: Mapping[Ground, Bilingual] = MappingProxyType(
    {
        Ground.NOT_PERFORMED: Bilingual(
            nl="De activiteiten waarvoor de uitkering is verleend, vinden niet (helemaal) plaats.",
            en="The activities for which the grant was given do not take place, or not entirely.",
        ),
        Ground.OBLIGATIONS: Bilingual(
            nl="Aan de verplichtingen die bij de uitkering horen, wordt niet voldaan.",
            en="The obligations that go with the grant are not met.",
        ),
        Ground.WRONG_DATA: Bilingual(
            nl="De gegevens bij de aanvraag klopten niet of waren niet volledig. Met de juiste "
            "gegevens had ik anders beslist.",
            en="The data with the application were not right or not complete. With the right data "
            "I would have decided otherwise.",
        ),
        Ground.KNEW: Bilingual(
            nl="Het besluit was niet juist, en u wist dat of had dat moeten weten.",
            en="The decision was not right, and you knew that or should have known it.",
        ),
        Ground.CIRCUMSTANCES: Bilingual(
            nl="De omstandigheden zijn zo veranderd, dat het belang bij de uitkering is vervallen.",
            en="Circumstances have changed so much that the grant has lost its purpose.",
        ),
    }
)
_YARDSTICK: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.NOT_PERFORMED: "artikel 4:48, eerste lid, onder a, Awb",
        Ground.OBLIGATIONS: "artikel 4:48, eerste lid, onder b, Awb",
        Ground.WRONG_DATA: "artikel 4:48, eerste lid, onder c, Awb",
        Ground.KNEW: "artikel 4:48, eerste lid, onder d, Awb",
        Ground.CIRCUMSTANCES: "artikel 4:50, eerste lid, Awb",
    }
)


class NotHeard(StrEnum):
    """Why a municipality need not be heard before a decision that it did not ask for."""

    OWN_DATA = "own_data"
    URGENT = "urgent"
    HEARD_BEFORE = "heard_before"
    ON_REQUEST = "on_request"

    @property
    def told(self) -> Bilingual:
        """The reason, with its article."""
        return _NOT_HEARD[self]


_NOT_HEARD: Mapping[NotHeard, Bilingual] = MappingProxyType(
    {
        NotHeard.OWN_DATA: Bilingual(
            nl="Dit besluit rust op gegevens die u zelf hebt verstrekt (artikel 4:8, eerste lid, "
            "Awb).",
            en="This decision rests on data that you supplied yourself (article 4:8, first "
            "paragraph, Awb).",
        ),
        NotHeard.URGENT: Bilingual(
            nl="De vereiste spoed liet dat niet toe (artikel 4:11, onder a, Awb).",
            en="The urgency required did not allow it (article 4:11, under a, Awb).",
        ),
        NotHeard.HEARD_BEFORE: Bilingual(
            nl="U kon uw zienswijze al eerder geven, en sindsdien zijn er geen nieuwe feiten of "
            "omstandigheden (artikel 4:11, onder b, Awb).",
            en="You could give your view before, and there are no new facts or circumstances since "
            "(article 4:11, under b, Awb).",
        ),
        NotHeard.ON_REQUEST: Bilingual(
            nl="U vroeg er zelf om, zodat artikel 4:8 Awb daar niet toe verplicht.",
            en="You asked for it yourself, so that article 4:8 Awb does not require it.",
        ),
    }
)


def article_for(own: Instrument, ground: Ground) -> str:
    """What a revocation rests on: general rules, with the article that is its yardstick."""
    return f"artikelen 3:2, 3:4 en 3:46 Awb; naar analogie {ground.yardstick}"
