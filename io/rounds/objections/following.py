"""What comes next about an objection: the command to type, and who gives it."""

from __future__ import annotations

from ....grants.objection import ObjectionStep
from ...records.rounds.objections import StoredObjection
from .terms import ObjectionTerms

_WHEN = "--date jjjj-mm-dd"


def following(round_id: str, one: StoredObjection, terms: ObjectionTerms) -> tuple[str, ...]:
    """What is done next, in lines; the first says what, with the command under it.

    A hearing comes before the decision (Awb 7:2), and so does the mending of a defect that was
    asked for (Awb 6:6). What takes the place of a later decision that was revoked is told with the
    decision on the objection itself.
    """
    if not one.open:
        return _after_the_end(round_id, one, terms)
    name, of = one.name, f"--round {round_id} {_WHEN}"
    if terms.mending is not None:
        return (
            f"zodra het verzuim is hersteld, en anders beslissen na {terms.mending:%d-%m-%Y}",
            f"verdeel objection mend {name} --done {of}",
        )
    if one.of_kind(ObjectionStep.HEARD, ObjectionStep.NOT_HEARD):
        by = "" if terms.deciding is None else f", uiterlijk {terms.deciding.last:%d-%m-%Y}"
        return (
            f"beslissen{by}, door wie mag vaststellen",
            f'verdeel objection decide {name} --outcome <uitkomst> --reason "..." --out <map> {of}',
        )
    if one.of_kind(ObjectionStep.INVITED):
        return (
            "het verslag van de hoorzitting vastleggen",
            f'verdeel objection hear {name} --held --by "..." --reason "..." {of}',
        )
    return (
        "uitnodigen voor een hoorzitting (of met --without zeggen waarom niet)",
        f"verdeel objection hear {name} --invite jjjj-mm-dd --at uu:mm "
        f'--place "..." --out <map> {of}',
    )


def _after_the_end(round_id: str, one: StoredObjection, terms: ObjectionTerms) -> tuple[str, ...]:
    of = f"--round {round_id} {_WHEN}"
    made, owed = one.decision, terms.penalty
    fixed = one.of_kind(ObjectionStep.PENALTY_FIXED)
    if owed is not None and owed.fixed_by is not None and owed.days and not fixed:
        return (
            f"de dwangsom vaststellen, uiterlijk {owed.fixed_by:%d-%m-%Y} (artikel 4:18 Awb)",
            f"verdeel objection penalty {one.name} --out <map> {of}",
        )
    if made is not None and made.beyond and not one.of_kind(ObjectionStep.COVERED):
        return (
            "zeggen wat het bedrag boven de bezwaarreserve dekt",
            f'verdeel objection cover {one.name} --reason "..." {of}',
        )
    if made is not None and made.outcome.revises and one.contested.later:
        return ()
    if terms.appealing is not None and not one.of_kind(ObjectionStep.APPEALED):
        return (
            "alleen als er beroep komt",
            f'verdeel objection appeal {one.name} --reason "beroep ingesteld" {of}',
        )
    return (f"niets meer; {one.name} is afgerond",)
