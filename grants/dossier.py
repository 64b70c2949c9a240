"""A round with everything in it: what letters and reports are made from."""

from datetime import date

from .after.progress import Progress
from .after.weighing import Weighing
from .applications.application import Application
from .applications.assessment import Assessment
from .applications.finding import Finding
from .bilingual import Bilingual
from .decisions.allocation import Allocation, Approval, Award, IncompleteApplication
from .ledger.years import YearLine
from .lives.later import Ending, LaterDecision
from .money import ZERO, Euro
from .record import Record
from .rounds.policy import Policy


class Weighed(Record):
    """How the reaction of an applicant (*zienswijze*) to an intention to refuse was weighed."""

    on: date
    reason: str


class Decided(Record):
    """All there is to know about one application at the end of a round."""

    application: Application
    assessments: tuple[Assessment, ...]
    award: Award
    heard: Weighed | None = None


class Objected(Record):
    """An objection to a decision, and how it ended; ``outcome`` is empty as long as it is open.

    ``outcome`` is one of :class:`~.after.objection.ObjectionOutcome`, or ``withdrawn``.
    """

    name: str
    received: date
    outcome: str = ""
    on: date | None = None


class AfterDecision(Record):
    """What became of an award after it was decided (*na het besluit*).

    ``still`` is what is committed of it now; ``settled_on`` is when its final amount was fixed.
    ``unsent`` says that it was withdrawn before its letter went, which then never goes.
    ``objections`` are those to the decision, in the order in which they came; ``added`` is what
    decisions on them added, which is in ``still``.
    ``given_on``, ``changed_on`` and ``revoked_on`` are the days of later decisions on it: from the
    reserve, upon a request, or by which it was revoked. ``award`` is the award by the newest of
    them or on an objection. ``paid`` is what was paid of it and did not come back, VAT to the
    BTW-compensatiefonds included, and ``paid_by_year`` the same by the year in which it left;
    ``standing`` is its state by ``grants.lives``, or ``revoked``. ``later`` is every step since, in
    order. ``ending`` is how far its end is, ``None`` as long as nothing was accounted for, fixed or
    claimed back.
    """

    application_id: str
    withdrawn_on: date | None = None
    unsent: bool = False
    settled_on: date | None = None
    still: Euro = ZERO
    objections: tuple[Objected, ...] = ()
    added: Euro = ZERO
    given_on: date | None = None
    changed_on: date | None = None
    revoked_on: date | None = None
    award: Award | None = None
    paid: Euro = ZERO
    paid_by_year: dict[int, Euro] = {}
    standing: str = ""
    later: tuple[LaterDecision, ...] = ()
    ending: Ending | None = None


class Days(Record):
    """When a decision was taken that has a day of its own, and when its letter went."""

    decided_on: date
    sent_on: date | None = None


class FromReserve(Record):
    """An award that was given of money that came free, after its application had been refused.

    ``basis`` is the article or published rule that allows it.
    """

    refused_on: date
    freed: Euro
    basis: str


class Needed(Record):
    """What an application without its full amount would have needed, as it was kept with its list.

    ``homes_lost`` are the affordable homes that the round would lose, and ``displaced`` who would
    get less, if it got its amount. ``amount`` is the most that would have been granted for the same
    homes, or with ``amount_below`` it is at least the first and at most the second; ``more_homes``
    the fewest homes more, or with ``more_homes_from`` at least so many. ``None`` where it was not
    asked or has no answer. ``text`` says so for a letter, without naming another application;
    ``before_approval`` that it was kept when the list was approved, or is not approved yet.
    """

    homes_lost: int | None = None
    displaced: tuple[str, ...] = ()
    amount: Euro | None = None
    amount_below: Euro | None = None
    more_homes: int | None = None
    more_homes_from: int | None = None
    text: Bilingual
    before_approval: bool = True


class Dossier(Record):
    """A round with everything in it: what letters and reports are made from.

    ``sent_on`` is the date the letters are sent; objection terms run from it. ``since`` is what
    happened to a decision after it was taken; ``letters_went`` says that all of them were sent.
    ``set_aside`` is what was reserved for the applications that a supplement decides on, where it
    is about one. ``needed`` is, by application, what was kept of who has not its full amount.
    ``untreated`` has the days on which it was decided not to treat applications, ``supplemented``
    when supplements decided and were sent. ``from_reserve`` is what a letter about an award from
    the reserve tells of it. ``progress`` is how far the homes are, once somebody reported that.
    ``years`` is the money of all rounds of the database by year, in a report alone. ``weighings``
    is what was weighed of its publication and counts, one for each field or letter.
    """

    policy: Policy
    policy_hash: str
    allocation: Allocation
    decided: tuple[Decided, ...]
    incomplete: tuple[IncompleteApplication, ...] = ()
    findings: tuple[Finding, ...] = ()
    approval: Approval | None = None
    sent_on: date | None = None
    example: bool = False
    set_aside: dict[str, Euro] = {}
    since: tuple[AfterDecision, ...] = ()
    letters_went: bool = False
    untreated: dict[str, date] = {}
    supplemented: dict[str, Days] = {}
    needed: dict[str, Needed] = {}
    from_reserve: dict[str, FromReserve] = {}
    progress: Progress | None = None
    years: tuple[YearLine, ...] = ()
    weighings: tuple[Weighing, ...] = ()

    def since_decided(self, application_id: str) -> AfterDecision | None:
        """What happened after its decision; ``None`` where that stands as it was taken."""
        return next((one for one in self.since if one.application_id == application_id), None)
