"""An objection (*bezwaar*): who objects, how it came in, what was done about it, how it ended.

What each of them means in law stands in Awb chapters 6 and 7; its terms are worked out in
``instruments.objection_terms``.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class Channel(StrEnum):
    """The way by which an objection came in: only of post does the postmark count (Awb 6:9)."""

    POST = "post"
    ELECTRONIC = "electronic"
    HANDED_IN = "handed_in"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {"post": "per post", "electronic": "elektronisch"}.get(self.value, "afgegeven")


class Objector(StrEnum):
    """Who objects, beside the application that the decision is about.

    Only who applied can get its own decision changed by an objection to it. Somebody else in the
    round competes for the same money, and is told that its interest is in its own decision.
    """

    APPLICANT = "applicant"
    COMPETITOR = "competitor"
    OTHER = "other"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return _OBJECTORS[self]


_OBJECTORS = MappingProxyType(
    {
        Objector.APPLICANT: "de aanvrager",
        Objector.COMPETITOR: "een andere aanvrager in de ronde",
        Objector.OTHER: "geen aanvrager in de ronde",
    }
)


class Contested(StrEnum):
    """The decision that is objected to: of the list, of a supplement, or not to treat.

    ``none`` where no decision had been sent yet: the objection is premature (Awb 6:10). The last
    three are decisions on the award that came after it: by which it was fixed, money was claimed
    back, or statutory interest was fixed.
    """

    LIST = "list"
    SUPPLEMENT = "supplement"
    UNTREATED = "untreated"
    NONE = "none"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    INTEREST = "interest"

    @property
    def later(self) -> bool:
        """Whether it is a decision on an award after that by which it was given."""
        return self in (Contested.SETTLED, Contested.RECLAIMED, Contested.INTEREST)


class ObjectionStep(StrEnum):
    """What is done about an objection between its receipt and the decision on it."""

    ASKED_TO_MEND = "asked_to_mend"
    MENDED = "mended"
    ADJOURNED = "adjourned"
    CONSENTED = "consented"
    INVITED = "invited"
    HEARD = "heard"
    NOT_HEARD = "not_heard"
    NOTICE_OF_DEFAULT = "notice_of_default"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    COVERED = "covered"
    ADVISED = "advised"
    COSTS_REFUSED = "costs_refused"
    PENALTY_FIXED = "penalty_fixed"
    ASKED_WHEN_POSTED = "asked_when_posted"
    POSTING_SHOWN = "posting_shown"
    LATENESS_EXPLAINED = "lateness_explained"

    @property
    def dutch(self) -> str:
        """What happened, in words an office uses."""
        return _STEPS[self]


_STEPS = MappingProxyType(
    {
        ObjectionStep.ASKED_TO_MEND: "gevraagd een verzuim te herstellen",
        ObjectionStep.MENDED: "het verzuim is hersteld",
        ObjectionStep.ADJOURNED: "de beslissing is verdaagd",
        ObjectionStep.CONSENTED: "met instemming verder uitgesteld",
        ObjectionStep.INVITED: "uitgenodigd voor de hoorzitting",
        ObjectionStep.HEARD: "gehoord",
        ObjectionStep.NOT_HEARD: "van horen afgezien",
        ObjectionStep.NOTICE_OF_DEFAULT: "in gebreke gesteld",
        ObjectionStep.APPEALED: "beroep ingesteld",
        ObjectionStep.WITHDRAWN: "het bezwaar is ingetrokken",
        ObjectionStep.COVERED: "dekking aangewezen",
        ObjectionStep.ADVISED: "de adviescommissie adviseerde",
        ObjectionStep.COSTS_REFUSED: "de kosten worden niet vergoed",
        ObjectionStep.PENALTY_FIXED: "de dwangsom is vastgesteld",
        ObjectionStep.ASKED_WHEN_POSTED: "gevraagd op welke dag het is gepost",
        ObjectionStep.POSTING_SHOWN: "de dag van posten is gebleken",
        ObjectionStep.LATENESS_EXPLAINED: "uitgelegd waarom het te laat kwam",
    }
)


class ObjectionOutcome(StrEnum):
    """How an objection was decided (Awb 7:11, 7:12)."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"
    INADMISSIBLE = "inadmissible"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return _OUTCOMES[self]

    @property
    def revises(self) -> bool:
        """Whether the decision that is objected to is changed by it."""
        return self in (ObjectionOutcome.FOUNDED, ObjectionOutcome.PARTLY)


_OUTCOMES = MappingProxyType(
    {
        ObjectionOutcome.FOUNDED: "gegrond",
        ObjectionOutcome.PARTLY: "gedeeltelijk gegrond",
        ObjectionOutcome.UNFOUNDED: "ongegrond",
        ObjectionOutcome.INADMISSIBLE: "niet-ontvankelijk",
    }
)


class Inadmissible(StrEnum):
    """Why an objection is not treated in substance, with the article that says so."""

    LATE = "late"
    PREMATURE = "premature"
    NO_PARTY = "no_party"
    NOT_MENDED = "not_mended"
    NO_INTEREST = "no_interest"
    NO_DECISION = "no_decision"

    @property
    def article(self) -> str:
        """The article that it rests on."""
        return _INADMISSIBLE[self][0]

    @property
    def article_en(self) -> str:
        """The same in English."""
        return _INADMISSIBLE[self][0].replace("artikelen", "articles").replace(
            "artikel", "article"
        ).replace(", eerste lid,", ", first paragraph,").replace(" en ", " and ")  # fmt: skip

    @property
    def nl(self) -> str:
        """What is the matter, in Dutch."""
        return _INADMISSIBLE[self][1]

    @property
    def en(self) -> str:
        """What is the matter, in English."""
        return _INADMISSIBLE[self][2]


_INADMISSIBLE = MappingProxyType(
    {
        Inadmissible.LATE: (
            "artikelen 6:7, 6:9 en 6:11 Awb",
            "het bezwaar kwam te laat, en dat is u toe te rekenen",
            "the objection came too late, and that is imputable to you",
        ),
        Inadmissible.PREMATURE: (
            "artikel 6:10, eerste lid, Awb",
            "het bezwaar kwam voordat er een besluit was, en u kon niet menen dat het er was",
            "the objection came before there was a decision, and you could not believe there was",
        ),
        Inadmissible.NO_PARTY: (
            "artikelen 1:2 en 7:1 Awb", "u bent geen belanghebbende bij dit besluit",
            "you are no interested party to this decision",
        ),
        Inadmissible.NOT_MENDED: (
            "artikelen 6:5 en 6:6 Awb", "een verzuim is niet op tijd hersteld",
            "a defect was not mended in time",
        ),
        Inadmissible.NO_INTEREST: (
            "artikelen 1:2 en 7:1 Awb", "met dit bezwaar kunt u niets meer bereiken",
            "there is nothing that you can still achieve by this objection",
        ),
        Inadmissible.NO_DECISION: (
            "artikelen 1:3 en 7:1 Awb", "tegen wat u aanvecht staat geen bezwaar open",
            "what you contest is not open to objection",
        ),
    }
)  # fmt: skip


class WithoutHearing(StrEnum):
    """Why nobody is heard: the grounds of Awb 7:3, by their letter."""

    INADMISSIBLE = "a"
    UNFOUNDED = "b"
    WAIVED = "c"
    SILENT = "d"
    MET = "e"

    @property
    def nl(self) -> str:
        """The ground in Dutch."""
        return _WITHOUT[self][0]

    @property
    def en(self) -> str:
        """The ground in English."""
        return _WITHOUT[self][1]


_WITHOUT = MappingProxyType(
    {
        WithoutHearing.INADMISSIBLE: (
            "het bezwaar is kennelijk niet-ontvankelijk", "the objection is clearly inadmissible",
        ),
        WithoutHearing.UNFOUNDED: (
            "het bezwaar is kennelijk ongegrond", "the objection is clearly unfounded",
        ),
        WithoutHearing.WAIVED: (
            "u wilde niet worden gehoord", "you did not want to be heard",
        ),
        WithoutHearing.SILENT: (
            "u verklaarde niet binnen de gestelde termijn dat u wilt worden gehoord",
            "you did not say within the term that you want to be heard",
        ),
        WithoutHearing.MET: (
            "aan het bezwaar wordt geheel tegemoetgekomen en niemand wordt erdoor geraakt",
            "the objection is met in full and nobody else is affected",
        ),
    }
)  # fmt: skip
