"""Revoking an award (*intrekken*): on what ground, how much of it, and how it is heard first.

Title 4.2 of the Awb does not apply to what only public bodies are given (art. 4:21, third
paragraph), so that its articles on revoking do not bind; they are the yardstick that a court would
hold a decision against. The decision rests on the general rules: care, weighing, and reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ....grants.bilingual import Bilingual
from ....grants.calendar import next_working_day
from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro
from ....instruments.instrument import Instrument
from ....instruments.terms.settling import years_later
from ...errors import RefusedByProcess, WrongUse
from ...records.after.award_decisions import (
    ChangeAsked,
    DecisionKind,
    StoredAwardDecision,
    StoredIntention,
)
from ...records.rounds.reader import RoundReader
from ..settling.hearing import was_heard
from .changing import changed_award
from .standing import StandingAward

_TO_ANSWER = timedelta(weeks=2)  # the Awb leaves it to the office; shorter than a week is no chance
SHORTEST_TO_ANSWER = timedelta(weeks=1)


class Ground(StrEnum):
    """Why an award is revoked, by the yardstick of Awb art. 4:48 to 4:50.

    Of a scheme whose decision fixes the grant at once that yardstick is 4:49, which knows no
    changed circumstances.
    """

    NOT_PERFORMED = "not_performed"
    OBLIGATIONS = "obligations"
    WRONG_DATA = "wrong_data"
    KNEW = "knew"
    CIRCUMSTANCES = "circumstances"

    def told_of(self, *, fixed: bool) -> Bilingual:
        """The ground as a sentence of a decision; ``fixed`` is whether that one fixed the grant."""
        return _TOLD_OF_A_FIXING.get(self, _TOLD[self]) if fixed else _TOLD[self]

    def yardstick(self, *, fixed: bool) -> str:
        """The article of title 4.2 that it is held against, by analogy; empty where none knows it.

        ``fixed`` is whether the decision fixed the grant.
        """
        return (_OF_A_FIXING if fixed else _YARDSTICK).get(self, "")


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
            nl="De omstandigheden zijn zo veranderd dat de uitkering niet, of niet zo, kan "
            "doorgaan.",
            en="Circumstances have changed so much that the grant cannot go on, or not like this.",
        ),
    }
)
_TOLD_OF_A_FIXING: Mapping[Ground, Bilingual] = MappingProxyType(
    {  # in the words of Awb 4:49, first paragraph
        Ground.NOT_PERFORMED: Bilingual(
            nl="De woningen waarvoor de uitkering is vastgesteld, komen er niet (allemaal). Dat "
            "kon ik bij de vaststelling redelijkerwijs niet weten. Had ik het geweten, dan had ik "
            "de uitkering lager vastgesteld.",
            en="The homes for which the grant was fixed do not come, or not all of them. I could "
            "not reasonably know that when I fixed it. Had I known, I would have fixed it lower.",
        ),
        Ground.OBLIGATIONS: Bilingual(
            nl="Na de vaststelling is niet voldaan aan de verplichtingen die bij de uitkering "
            "horen.",
            en="After the grant was fixed the obligations that go with it were not met.",
        ),
        Ground.WRONG_DATA: Bilingual(
            nl="De gegevens van de opgave klopten niet of waren niet volledig. Dat kon ik bij de "
            "vaststelling redelijkerwijs niet weten. Met de juiste gegevens had ik de uitkering "
            "lager vastgesteld.",
            en="The data of the statement were not right or not complete. I could not reasonably "
            "know that when I fixed the grant. With the right data I would have fixed it lower.",
        ),
        Ground.KNEW: Bilingual(
            nl="De vaststelling was niet juist, en u wist dat of had dat moeten weten.",
            en="The fixing was not right, and you knew that or should have known it.",
        ),
    }
)
_YARDSTICK: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.NOT_PERFORMED: "artikel 4:48, eerste lid, onder a, Awb",
        Ground.OBLIGATIONS: "artikel 4:48, eerste lid, onder b, Awb",
        Ground.WRONG_DATA: "artikel 4:48, eerste lid, onder c, Awb",
        Ground.KNEW: "artikel 4:48, eerste lid, onder d, Awb",
        Ground.CIRCUMSTANCES: "artikel 4:50, eerste lid, onder b, Awb",
    }
)
_OF_A_FIXING: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.NOT_PERFORMED: "artikel 4:49, eerste lid, onder a, Awb",
        Ground.OBLIGATIONS: "artikel 4:49, eerste lid, onder c, Awb",
        Ground.WRONG_DATA: "artikel 4:49, eerste lid, onder a, Awb",
        Ground.KNEW: "artikel 4:49, eerste lid, onder b, Awb",
    }
)
_YEARS_AFTER_A_FIXING = 5  # Awb 4:49, third paragraph


class NotHeard(StrEnum):
    """Why a municipality need not be heard before a decision that it did not ask for."""

    OWN_DATA = "own_data"
    URGENT = "urgent"
    HEARD_BEFORE = "heard_before"
    PURPOSE = "purpose"
    ON_REQUEST = "on_request"

    @property
    def told(self) -> Bilingual:
        """The reason, with its article."""
        return _NOT_HEARD[self]


_NOT_HEARD: Mapping[NotHeard, Bilingual] = MappingProxyType(
    {
        NotHeard.OWN_DATA: Bilingual(
            nl="Dit besluit rust op gegevens die u zelf hebt verstrekt (artikel 4:8, eerste lid, "
            "onder b, Awb).",
            en="This decision rests on data that you supplied yourself (article 4:8, first "
            "paragraph, under b, Awb).",
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
        NotHeard.PURPOSE: Bilingual(
            nl="Wat dit besluit moet bereiken, kon alleen zonder u dat vooraf te zeggen (artikel "
            "4:11, onder c, Awb).",
            en="What this decision is to achieve could only be achieved without telling you "
            "beforehand (article 4:11, under c, Awb).",
        ),
        NotHeard.ON_REQUEST: Bilingual(
            nl="U vroeg er zelf om, zodat artikel 4:8 Awb daar niet toe verplicht.",
            en="You asked for it yourself, so that article 4:8 Awb does not require it.",
        ),
    }
)


def article_for(own: Instrument, ground: Ground) -> str:
    """What a revocation rests on: general rules, with the article that is its yardstick."""
    yardstick = ground.yardstick(fixed=fixes_at_once(own))
    return f"artikelen 3:2, 3:4 en 3:46 Awb; naar analogie {yardstick}"


def fixes_at_once(own: Instrument) -> bool:
    """Whether the decision of a scheme fixes the grant (*vaststelling*) and not only gives it."""
    return own.settling.texts[-1].fixes_at_once


def require_revocable(own: Instrument, ground: Ground, decided_on: date, on: date) -> None:
    """Refuse to revoke a fixing on a ground, or so late, as its yardstick does not know.

    Raises:
        RefusedByProcess: with the article.
    """
    if not fixes_at_once(own):
        return
    if not ground.yardstick(fixed=True):
        raise RefusedByProcess(
            f"Het besluit voor {own.name_nl} stelt de uitkering vast. Een vaststelling kan niet "
            "worden ingetrokken omdat omstandigheden veranderden (naar analogie artikel 4:49, "
            "eerste lid, Awb). Noem een andere grond."
        )
    last = years_later(decided_on, _YEARS_AFTER_A_FIXING)
    if on > last:
        raise RefusedByProcess(
            f"Te laat: de vaststelling van {decided_on:%d-%m-%Y} kon worden ingetrokken tot en met "
            f"{last:%d-%m-%Y} (vijf jaar, naar analogie artikel 4:49, derde lid, Awb)."
        )


def require_effect(ground: Ground, effect: date | None, after: date, told: date | None) -> None:
    """Refuse a day of effect that leaves the municipality no term, or one where it works back.

    ``after`` is the day that it has to come after, ``told`` the day that the intention named.

    Raises:
        WrongUse: with what has to be named, or left away.
    """
    if ground is not Ground.CIRCUMSTANCES:
        if effect is not None:
            raise WrongUse(
                "--effect hoort bij --ground circumstances; op een andere grond werkt de "
                "intrekking terug (naar analogie artikelen 4:48, tweede lid, en 4:49, tweede lid, "
                "Awb)."
            )
        return
    if effect is None or effect <= after:
        raise WrongUse(
            f"Noem met --effect de dag waarop de intrekking ingaat, na {after:%d-%m-%Y}: "
            "veranderde omstandigheden laten intrekken toe met een redelijke termijn (naar "
            "analogie artikel 4:50, eerste lid, Awb)."
        )
    if told is not None and effect < told:
        raise WrongUse(
            f"Het voornemen noemde {told:%d-%m-%Y} als dag van ingang; eerder kan niet zonder een "
            "nieuw voornemen."
        )


FINANCIAL = (
    "Artikel 4:12 Awb (een financiële beschikking waarvan bezwaar alles kan herstellen) geldt niet "
    "voor het intrekken van een subsidie (tweede lid, onder c). Titel 4.2 bindt hier niet, maar is "
    "wel de maat: hoor de gemeente eerst, of noem een grond van artikel 4:8 of 4:11 Awb."
)
"""Why the exception for financial decisions is no reason to leave somebody unheard."""


def last_day_to_answer(on: date) -> date:
    """The last day for the view of a municipality where no other was named: two weeks, or the
    working day after that."""
    return next_working_day(on + _TO_ANSWER)


def intention_for(reader: RoundReader, number: str) -> StoredIntention | None:
    """The newest intention to revoke an award that nothing was decided on since."""
    own = [one for one in reader.after.revocation_intentions if one.application_id == number]
    used = {
        one.detail.intention
        for one in reader.after.award_decisions
        if one.application_id == number and one.approver
    }
    return own[-1] if own and own[-1].row_id not in used else None


def to_decide(one: StoredIntention, round_id: str, heard: str, number: str = "") -> str:
    """What to type to decide on an intention, on the terms that it named.

    ``heard`` says how the municipality was heard; ``number`` stands for that of the application,
    where a list names several.
    """
    on = f"--round {round_id} --date jjjj-mm-dd --ground {one.ground}"
    left = f' --amount "{one.remains}"'.replace("\u00a0", " ") if one.remains else ""
    term = f' --effect {one.effect} --notice "..."' if one.effect is not None else ""
    why = '--reason "..." --interest "..." --weighed "..."'
    return f"verdeel revoke {number or one.application_id} {on}{left}{term} {why} {heard}"


def revoked_award(standing: StandingAward, application: Any, remains: Euro) -> Award:
    """The award with so much of it left: the last payments go first."""
    if remains:
        return changed_award(standing, application, ChangeAsked(text="", amount=remains))
    nothing: dict[str, object] = {
        "amount": ZERO, "compensable_vat": ZERO, "payable": ZERO, "next_window": ZERO,
        "payments": (),
    }  # fmt: skip
    return standing.award.model_copy(update=nothing)


SAID, SILENT = '--heard jjjj-mm-dd --view "..."', "--silent"
"""How a municipality was heard, as it is typed: it gave its view, or let its term pass."""


def heard_difference(reader: RoundReader, one: StoredAwardDecision) -> str:
    """Where how a municipality was heard does not follow, in Dutch; empty where it does."""
    detail = one.detail
    if one.kind is not DecisionKind.REVOKED:
        return ""
    if not detail.interest or not detail.weighed:
        return "de belangen zijn niet afgewogen"
    if detail.ground == Ground.CIRCUMSTANCES and (
        detail.effect is None or detail.effect <= (one.approved_on or one.on) or not detail.notice
    ):
        return "de intrekking heeft geen redelijke termijn"
    if detail.not_heard == NotHeard.HEARD_BEFORE and not was_heard(
        reader, one.application_id, detail.heard_before, one.on
    ):
        return "er is geen eerdere gelegenheid waarbij de gemeente is gehoord"
    if detail.not_heard:
        return "" if detail.not_heard in tuple(NotHeard) else "waarom niet is gehoord, is onbekend"
    told = {two.row_id: two for two in reader.after.revocation_intentions}.get(
        detail.intention or 0
    )
    if told is None or told.application_id != one.application_id:
        return "er is geen voornemen waarop de gemeente is gehoord"
    if (told.ground, told.remains) != (detail.ground, detail.after.amount):
        return "het voornemen was een ander"
    if told.effect is not None and (detail.effect is None or detail.effect < told.effect):
        return "het voornemen noemde een latere dag van ingang"
    if detail.heard_on is None:
        silent = detail.silent_until == told.until and told.until < one.on
        return "" if silent else "de gemeente kon haar zienswijze nog geven"
    return "" if detail.heard_on >= told.on else "de gemeente is gehoord voordat zij iets wist"
