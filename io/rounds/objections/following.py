"""What comes next about an objection: the command to type, and who gives it."""

from __future__ import annotations

from ....grants.after.objection import ObjectionStep
from ....grants.bilingual import Bilingual
from ....grants.notation import short_day
from ....instruments.terms.objections import Arrived
from ...records.rounds.objections import StoredObjection
from .terms import ObjectionTerms

_WHEN = "--date jjjj-mm-dd"
_ADVISED = '--advised jjjj-mm-dd --adviser "..." '  # asked where a committee advises


class Following(Bilingual):
    """What is done next, with the command under it; without a command nothing is left to do.

    ``presses`` says that somebody can act now, and not only wait for whoever objected.
    """

    command: str = ""
    presses: bool = True


def following(round_id: str, one: StoredObjection, terms: ObjectionTerms) -> Following | None:
    """What is done next about an objection; ``None`` where its decision itself tells that.

    A hearing comes before the decision (Awb 7:2), and so does the mending of a defect that was
    asked for (Awb 6:6), when it was posted where that decides whether it is in time (6:9), and why
    it came late (6:11). What
    takes the place of a later decision that was revoked is told with the
    decision on the objection itself.
    """
    if not one.open:
        return _after_the_end(round_id, one, terms)
    name, of = one.name, f"--round {round_id} {_WHEN}"
    if terms.arrived is Arrived.UNSHOWN and terms.posting is None:
        return Following(
            nl="vragen op welke dag het is gepost (of dat met --shown vastleggen)",
            en="ask on which day it was posted (or record that with --shown)",
            command=f"verdeel objection posting {name} --out <map> {of}",
        )
    if terms.mending is not None:
        return Following(
            nl=f"zodra het verzuim is hersteld, en anders beslissen na {terms.mending:%d-%m-%Y}",
            en="once the defect was mended; if it is not, decide after "
            f"{short_day(terms.mending, 'en')}",
            command=f"verdeel objection mend {name} --done {of}", presses=False,
        )  # fmt: skip
    if terms.posting is not None:
        return Following(
            nl="zodra blijkt op welke dag het is gepost, en anders beslissen na "
            f"{terms.posting:%d-%m-%Y}",
            en="once it is shown on which day it was posted; if it is not, decide after "
            f"{short_day(terms.posting, 'en')}",
            command=f'verdeel objection posting {name} --shown jjjj-mm-dd --reason "..." {of}',
            presses=False,
        )  # fmt: skip
    if terms.explaining is not None:
        return Following(
            nl="zodra is uitgelegd waarom het te laat kwam, en anders beslissen na "
            f"{terms.explaining:%d-%m-%Y}",
            en="once it is explained why it came late; if it is not, decide after "
            f"{short_day(terms.explaining, 'en')}",
            command=f'verdeel objection lateness {name} --reason "..." {of}', presses=False,
        )  # fmt: skip
    if one.of_kind(ObjectionStep.HEARD, ObjectionStep.NOT_HEARD):
        last = None if terms.deciding is None else terms.deciding.last
        by = "" if last is None else f", uiterlijk {last:%d-%m-%Y}"
        by_en = "" if last is None else f", by {short_day(last, 'en')}"
        return Following(
            nl=f"beslissen{by}, door wie mag vaststellen", en=f"decide{by_en}, by an approver",
            command=f'verdeel objection decide {name} --outcome <uitkomst> --reason "..." '
            f"{_ADVISED if one.committee else ''}--out <map> {of}",
        )  # fmt: skip
    if one.of_kind(ObjectionStep.INVITED):
        return Following(
            nl="het verslag van de hoorzitting vastleggen",
            en="record the report of the hearing",
            command=f'verdeel objection hear {name} --held --by "..." --reason "..." {of}',
        )
    return Following(
        nl="uitnodigen voor een hoorzitting (of met --without zeggen waarom niet)",
        en="invite to a hearing (or say with --without why not)",
        command=f"verdeel objection hear {name} --invite jjjj-mm-dd --at uu:mm "
        f'--place "..." --out <map> {of}',
    )


def _after_the_end(
    round_id: str, one: StoredObjection, terms: ObjectionTerms
) -> Following | None:  # fmt: skip
    of = f"--round {round_id} {_WHEN}"
    made, owed = one.decision, terms.penalty
    fixed = one.of_kind(ObjectionStep.PENALTY_FIXED)
    if owed is not None and owed.fixed_by is not None and owed.days and not fixed:
        return Following(
            nl=f"de dwangsom vaststellen, uiterlijk {owed.fixed_by:%d-%m-%Y} (artikel 4:18 Awb)",
            en=f"fix the penalty, by {short_day(owed.fixed_by, 'en')} (article 4:18 Awb)",
            command=f"verdeel objection penalty {one.name} --out <map> {of}",
        )
    if made is not None and made.beyond and not one.of_kind(ObjectionStep.COVERED):
        return Following(
            nl="zeggen wat het bedrag boven de bezwaarreserve dekt",
            en="say what covers the amount beyond the objection reserve",
            command=f'verdeel objection cover {one.name} --reason "..." {of}',
        )
    if made is not None and made.outcome.revises and one.contested.later:
        return None
    if terms.appealing is not None and not one.of_kind(ObjectionStep.APPEALED):
        return Following(
            nl="alleen als er beroep komt", en="only if there is an appeal",
            command=f'verdeel objection appeal {one.name} --reason "beroep ingesteld" {of}',
            presses=False,
        )  # fmt: skip
    return Following(nl=f"niets meer; {one.name} is afgerond", en=f"nothing; {one.name} is done")
