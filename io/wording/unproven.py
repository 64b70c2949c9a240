"""What is said of a list of which it was not proven in time that none is better."""

from __future__ import annotations

from ...grants.decisions.allocation import Allocation, Status
from ...grants.notation import AFFORDABLE, counted, whole
from ...grants.rounds.policy import Policy


def unproven(allocation: Allocation) -> str:
    """That it is not proven, with the bound and the gap in homes; empty where it is."""
    if allocation.status is Status.PROVEN:
        return ""
    told = "Niet bewezen is dat er geen betere verdeling bestaat."
    certificate = allocation.certificate
    most = None if certificate is None else certificate.most_homes
    if most is None:
        return f"{told} Een grens in woningen is in de tijd niet gevonden."
    homes = allocation.totals.affordable_homes
    return (
        f"{told} Deze steunt {counted(homes, *AFFORDABLE)}; meer dan {whole(most)} kunnen het "
        f"er volgens de gevonden grens niet zijn: een verschil van {whole(most - homes)}."
    )


def divide_again(policy: Policy) -> str:
    """What to do about a list that was not proven in time."""
    seconds = policy.solver.time_limit_seconds
    return (
        "Verdeel opnieuw terwijl de computer weinig anders doet, of geef meer tijd, bijvoorbeeld "
        f'"verdeel allocate --round {policy.round.id} --time-limit {2 * seconds}"; het beleid '
        f"geeft {whole(seconds)} seconden."
    )
