"""Approving a round, and all of it in one dossier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ...grants.decisions.allocation import Approval, Status
from ...grants.lives.round import ANOTHER_APPROVER, APPROVERS, Step
from ...grants.names import is_among, is_same_person, people_among
from ...grants.notation import counted
from ...grants.rounds.policy import Policy
from ...instruments.findings.overlap import already_paid, corrected_before, costs_before
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess, WrongUse
from ..records import tables
from ..records.after import award_decisions
from ..records.login import login
from ..records.rounds import approvals, screenings
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor, require_admitted
from ..rounds.after.reserve import ladder_of
from ..rounds.checks.answers import both_right, pending
from ..rounds.checks.chronology import require_after, under_a_decision
from ..rounds.checks.decision_date import answers_on
from ..rounds.checks.earlier_rounds import check_opening, paid_before
from ..rounds.checks.makers import logins_of_makers, makers_of
from ..rounds.checks.rederivation import require_derivable
from ..rounds.completing.asking import open_request
from ..rounds.division import is_current
from ..rounds.groundless import require_grounds
from ..rounds.incomplete import incomplete_of
from ..rounds.lawful import require_deciding
from ..rounds.ledger import book_commitments
from ..rounds.open_questions import open_questions, ranking_names, unranked
from ..rounds.state import move, permit, record, require_seal
from ..wording.unproven import divide_again

_SHOWN = 10


def approve(
    reader: RoundReader,
    who: Actor,
    on: date | None,
    check: Callable[[], None] | None = None,
) -> tuple[Approval | None, bool]:
    """Approve the newest allocation. The second value is ``False`` if it was approved already.

    ``check`` is the last thing to refuse it: whether the list on paper is the one in the database.
    A list that is not proven, where the policy lets it be approved at all, needs two names: with
    the first of them there is no approval yet.

    Raises:
        RefusedByProcess: whoever made any part of the round cannot approve it; nor can a round be
            approved that is only a what-if, is not proven (unless the policy allows it), departs
            from a regulation's own rule without a decision in two names, has a tie that needs lots,
            ranks while an application waits for an answer, or has changed since it was allocated.
        WrongUse: no date was given and the policy has none.
    """
    allocation, standing = reader.allocation_row, reader.approval
    if standing is not None:
        return standing, False
    policy = reader.policy
    _check(reader, policy, allocation, who)
    decided_on = on or policy.round.decision_date
    if decided_on is None:
        raise WrongUse("Noem de datum van het besluit met --date jjjj-mm-dd.")
    require_after("Het besluit", decided_on, under_a_decision(reader))
    _check_year(policy, decided_on)
    on_that_day = answers_on(reader, decided_on)
    if check is not None:
        check()
    require_derivable(reader)
    if allocation.status != Status.PROVEN:
        first = reader.first_name
        if not first or is_same_person(first, who.name):
            if not first:
                record(reader, EventKind.FIRST_NAME, who)
            return None, not first
    _keep(reader, allocation, who, decided_on, on_that_day)
    return reader.approval, True


def _check(reader: RoundReader, policy: Policy, allocation: tables.Allocation, who: Actor) -> None:
    """Everything that can refuse an approval before its day is known, in the order of telling."""
    permit(reader, Step.APPROVE, who)
    require_deciding(policy)
    require_admitted(who)
    require_seal(reader)
    _check_makers(reader, who)
    _check_approvable(policy, allocation)
    _check_current(reader, allocation)
    _check_answered(reader)
    _check_ranked(reader)
    _check_judged(reader)
    _check_complete(reader)
    require_grounds(reader, reader.allocation.awards)
    _check_no_proposal(reader)
    check_opening(reader)
    _check_paid_once(reader)


def _keep(
    reader: RoundReader, allocation: tables.Allocation, who: Actor, decided_on: date,
    on_that_day: tuple[tuple[int, str], ...],
) -> None:  # fmt: skip
    """Keep the approval, with what the rules say on its day and who comes next, and commit."""
    awards = reader.allocation.awards
    number = approvals.add(reader, allocation, who.name, decided_on)
    screenings.add_as_decided(reader, number, on_that_day)
    ladder = ladder_of(reader)
    if ladder:
        award_decisions.add_ladder(reader, number, ladder)
    book_commitments(reader, awards, decided_on)
    move(reader, Step.APPROVE)
    record(reader, EventKind.APPROVED, who)


def _check_makers(reader: RoundReader, who: Actor) -> None:
    did = [stage for stage, names in makers_of(reader).items() if is_among(who.name, names)]
    if did:
        raise RefusedByProcess(
            f"{who.name} heeft {' en '.join(did)} en kan de verdeling daarom niet vaststellen. "
            f"Laat {ANOTHER_APPROVER} vaststellen.{who.instead(APPROVERS)}"
        )
    own = login(reader.session)
    if own.casefold() in logins_of_makers(reader):
        raise RefusedByProcess(
            f"Onder de login {own} is aan deze ronde gewerkt, onder welke naam ook. Laat "
            f"{ANOTHER_APPROVER} dat doen, met een eigen login."
        )


def _check_approvable(policy: Policy, allocation: tables.Allocation) -> None:
    if allocation.status != Status.PROVEN and not policy.solver.unproven_may_be_approved:
        raise RefusedByProcess(
            f"Deze verdeling is niet bewezen en blijft een ontwerp. {divide_again(policy)}"
        )
    for one in policy.fixed:
        if people_among(one.authorised_by) < 2:
            raise RefusedByProcess(
                f"Het besluit over {one.application} in het beleid staat op naam van één persoon. "
                "Daarvoor zijn twee namen nodig."
            )
    for key, instrument in policy.instruments.items():
        own = instruments()[key]
        if instrument.rule is own.own_rule:
            continue
        if not instrument.basis_text or people_among(instrument.authorised_by) < 2:
            raise RefusedByProcess(
                f"Het beleid verdeelt {own.name_nl} met een andere regel dan "
                f"{own.own_rule_article}, zonder besluit op naam van twee personen. "
                "Zo is de ronde een verkenning, die niet kan worden vastgesteld."
            )


def _check_complete(reader: RoundReader) -> None:
    """Every application ends in a decision: none may be left behind because it is incomplete."""
    left = [one for one in incomplete_of(reader) if one.open]
    read = {one.application.application_id for one in reader.applications}
    asked = [
        number
        for number in dict.fromkeys(one.number for one in reader.requests)
        if number in read and open_request(reader, number) is not None
    ]
    if asked:
        raise RefusedByProcess(
            f"Gevraagd is {', '.join(asked)} aan te vullen, en dat is nog niet gebeurd. Wacht de "
            "termijn af, of laat twee medewerkers besluiten haar niet te behandelen: verdeel "
            "complete close, met het nummer."
        )
    if left:
        raise RefusedByProcess(
            "Wie onvolledig is, heeft nog geen besluit, en dan wordt er niets vastgesteld: "
            + "; ".join(
                f"{one.application_id} ({counted(len(one.findings), 'fout', 'fouten')})"
                for one in left
            )
            + '. Laat de aanvraag aanvullen ("verdeel complete request"), laat twee medewerkers '
            'besluiten haar niet te behandelen ("verdeel complete close"), of leg vast dat zij is '
            f'ingetrokken. Zie "verdeel round applications {reader.id}".'
        )


def _check_no_proposal(reader: RoundReader) -> None:
    """Nothing is decided on what somebody has proposed to change."""
    disputed = sorted(
        {one.application_id for one in reader.strikes if not one.confirmed_by}
        & {one.application_id for one in reader.withdrawals}
    )
    if disputed:
        raise RefusedByProcess(
            f"Van {', '.join(disputed)} is gezegd dat de intrekking een vergissing is, en dat "
            'wacht op een tweede naam. Bevestig het met "verdeel withdraw --undo --confirm".'
        )
    waits = reader.waiting_amendment
    if waits is not None:
        raise RefusedByProcess(
            f"Een wijziging van het beleid, voorgesteld door {waits.officer}, wacht op een tweede "
            f'naam. Bevestig haar met "verdeel round amend {reader.id} --confirm" of neem haar '
            "terug met --drop; dan kan worden vastgesteld."
        )


def _check_answered(reader: RoundReader) -> None:
    """What touches money is answered by a person before anything is decided (Awb 3:2)."""
    waits = pending(reader)
    if waits:
        asked = [f"{one.application_id} ({one.finding.code})" for one in waits]
        more = f" en nog {len(asked) - _SHOWN}" if len(asked) > _SHOWN else ""
        raise RefusedByProcess(
            f"Vragen over geld wachten op een antwoord: {', '.join(asked[:_SHOWN])}{more}. Geef "
            f'het met "verdeel answer" (veel tegelijk met --template en --file), en zie ze met '
            f'"verdeel round check {reader.id}".'
        )


def _check_paid_once(reader: RoundReader) -> None:
    """Whatever another round paid since this one was screened was asked of nobody yet."""
    given = {one.application_id for one in reader.allocation.awards if one.amount}
    filed = [
        (one.instrument, one.application)
        for one in reader.applications
        if one.application.application_id in given
    ]
    kept = both_right(reader)
    twice = [
        one.application_id
        for one in already_paid(filed, paid_before(reader))
        if (one.application_id, one.code) not in kept
    ]
    settled = [
        one.application_id
        for one in corrected_before(filed, paid_before(reader))
        if (one.application_id, one.code) not in kept
    ]
    costs = [
        one.application_id
        for one in costs_before(filed, paid_before(reader))
        if (one.application_id, one.code) not in kept
    ]
    if costs:
        raise RefusedByProcess(
            f"Sinds de toetsing is voor het gebied van {', '.join(costs[:_SHOWN])} in een andere "
            f"ronde toeslag verleend. Toets opnieuw: verdeel screen --round {reader.id}"
        )
    if settled:
        raise RefusedByProcess(
            f"Sinds de toetsing is over een jaar dat {', '.join(settled[:_SHOWN])} corrigeert iets "
            f"teruggevorderd of verrekend. Toets opnieuw: verdeel screen --round {reader.id}"
        )
    if twice:
        raise RefusedByProcess(
            f"Voor {', '.join(twice[:_SHOWN])} is sinds de toetsing in een andere ronde al geld "
            "verleend. Er is niets vastgesteld; laat de gemeente een van beide intrekken."
        )


def _check_ranked(reader: RoundReader) -> None:
    """A ranking takes all applications together: nobody's place is certain while one waits."""
    unready = unranked(reader.policy, open_questions(reader))
    if unready:
        raise RefusedByProcess(
            "Een rangschikking wordt vastgesteld als over iedere aanvraag is geoordeeld, en zij "
            f'wacht nog: {ranking_names(unready)}. Zie "verdeel round status {reader.id}".'
        )


def _check_judged(reader: RoundReader) -> None:
    """Nobody is left behind because a question about the application is open."""
    open_ = open_questions(reader) if reader.policy.asks else ()
    if open_:
        by_number: dict[str, list[str]] = {}
        for one in open_:
            by_number.setdefault(one.application_id, []).append(one.named)
        named = "; ".join(f"{n} ({', '.join(codes)})" for n, codes in by_number.items())
        waits = [one for one in open_ if one.waits_on][:_SHOWN]
        first = "".join(f"Voor {one.application_id}: {one.who}. " for one in waits)
        raise RefusedByProcess(
            f"Vaststellen kan pas als op iedere vraag is geantwoord, en deze staan open: {named}. "
            'Beantwoord ze met "verdeel judge" (veel tegelijk met --template en --file), of houd '
            "wat later wordt beslist met twee namen aan: verdeel judge --set-aside. "
            f'{first}Zie "verdeel round status {reader.id}".'
        )


def _check_year(policy: Policy, on: date) -> None:
    """Without a date of decision in the policy, money was planned from the window's end on."""
    planned = policy.round.window_closes.year
    if policy.asks and policy.round.decision_date is None and on.year != planned:
        raise RefusedByProcess(
            "Het beleid noemt geen datum van het besluit; de betalingen zijn daarom gepland vanaf "
            f"{planned}, het jaar waarin het aanvraagtijdvak sluit. Het besluit is van {on.year}. "
            f'Leg de datum vast met "verdeel round amend {policy.round.id}" en verdeel opnieuw.'
        )


def _check_current(reader: RoundReader, allocation: tables.Allocation) -> None:
    if not is_current(reader, allocation):
        raise RefusedByProcess(
            "Sinds de verdeling is een oordeel, een lot of een aanvraag gewijzigd. "
            f'Verdeel eerst opnieuw met "verdeel allocate --round {reader.id}".'
        )
    if reader.ties:
        raise RefusedByProcess(
            f"Tussen {', '.join(reader.ties)} beslist alleen nog het lot. "
            f'Leg de loting vast met "verdeel lots" en verdeel daarna opnieuw.'
        )
