"""Where an award stands once it was accounted for, on the screen; it loads no letters."""

from __future__ import annotations

from ....rounds.settling.told import SettlingTold


def told_lines(one: SettlingTold) -> list[str]:
    """What became of an award since it was accounted for, in Dutch."""
    found: list[str] = []
    if one.settled_at is not None and one.settled_on is not None:
        found.append(f"vastgesteld op {one.settled_on:%d-%m-%Y}: {one.settled_at}")
    if one.announced_on is not None:
        found.append(f"terugvordering aangekondigd op {one.announced_on:%d-%m-%Y}")
    if one.claimed:
        found.append(f"teruggevorderd {one.claimed}, terugbetaald {one.repaid}")
    if one.interest or one.interest_received:
        found.append(
            f"wettelijke rente vastgesteld op {one.interest}, ontvangen {one.interest_received}"
        )
    if one.corrected:
        found.append(f"met een latere opgave verrekend {one.corrected}")
    if one.carried:
        found.append(f"doorgeschoven naar een volgende opgave {one.carried}")
    if one.left and one.pay_by is not None:
        why = "" if one.pay_by_reason is None else f" ({one.pay_by_reason.nl})"
        found.append(f"de gemeente betaalt nog {one.left}, uiterlijk {one.pay_by:%d-%m-%Y}{why}")
    if one.left_of_fund:
        found.append(f"uit het BTW-compensatiefonds komt nog {one.left_of_fund}")
    if one.waits is not None:
        found.append(f"wacht op de tweede naam van een vaststeller: {one.waits.dutch}")
    return found
