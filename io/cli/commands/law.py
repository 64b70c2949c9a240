"""The commands about the law: the catalogue of rules, and two days of it beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ....grants.notation import whole
from ....instruments.comparing import Difference, Flip, compare
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ....instruments.law.parameters import NotInForce
from ....instruments.listing import ListedCode, by_code, general, markdown
from ...errors import WrongUse
from ...wording.outcomes import answer_in
from ...wording.texts import Texts
from ..console import say, show, show_json
from ..invocation import Invocation
from ..tables import table
from ..words import words_in


def rules(call: Invocation, instrument: str | None, on: date | None, as_markdown: bool) -> int:
    """List the catalogue, one entry a code. 1 where no law is known on the day; no database."""
    known = [one for one in _catalogues(instrument) if on is None or _is_known(one, on)]
    found = by_code(known, on)
    if call.as_json:
        show_json([rule.model_dump(mode="json") for rule in found])
    elif as_markdown:
        show(markdown(found).rstrip("\n"))
    else:
        for line in _lines(found, words_in(call.lang)):
            show(line)
    return 0 if found else 1


def _catalogues(instrument: str | None) -> tuple[Catalogue, ...]:
    every = {key: one.catalogue for key, one in instruments().items()}
    every[general().name] = general()
    if instrument is None:
        return tuple(every.values())
    prefixes = {one.prefix.lower(): one.key for one in instruments().values()}
    wanted = prefixes.get(instrument.lower(), instrument.lower())
    if wanted not in every:
        raise WrongUse(f"De regeling {instrument} is onbekend. Kies uit: {', '.join(every)}.")
    return (every[wanted],)


def _is_known(catalogue: Catalogue, day: date) -> bool:
    try:
        catalogue.law_on(day)
    except NotInForce:
        say(f"verdeel: van {catalogue.name} is op {day:%d-%m-%Y} geen tekst bekend.")
        return False
    return True


def _lines(found: Sequence[ListedCode], words: Texts) -> list[str]:
    lines: list[str] = []
    for rule in found:
        lines.append(f"{rule.code}  {rule.asks(words.lang)}")
        until = f"{rule.valid_to:%d-%m-%Y}" if rule.valid_to else words("rules.now")
        sure = words("rules.provisional", confidence=rule.confidence)
        confidence = sure if rule.provisional else rule.confidence
        lines.append(f"  {rule.article}; {rule.valid_from:%d-%m-%Y} – {until}; {confidence}")
        lines += [f"  {name}: {p.value}" for name, p in rule.parameters.items()]
        lines.append(f"  {words('rules.source', source=rule.source)}")
        for other in rule.other_versions:
            past = f"{other.valid_to:%d-%m-%Y}" if other.valid_to else ""
            values = "; ".join(f"{name}: {p.value}" for name, p in other.parameters.items())
            lines.append(f"  {other.valid_from:%d-%m-%Y} – {past}: {values} ({other.article})")
    return lines


def rules_diff(call: Invocation, round_id: str, first: date, second: date) -> int:
    """Compare the law of two days on the applications of a round."""
    from ...records.rounds.reader import reading_round  # late: `rules` reads no round
    from ...rounds.screening import settings

    with reading_round(call.database, round_id) as reader:
        policy, stored = reader.policy, reader.applications
    if not stored:
        raise WrongUse(f"Ronde {round_id} heeft nog geen aanvragen. Laad eerst een werkmap.")
    by_instrument = settings(policy, stored)
    found = [
        compare(instruments()[key], setting, first, second)
        for key, setting in by_instrument.items()
        if setting.others
    ]
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "from": first.isoformat(),
                "to": second.isoformat(),
                "instruments": [
                    {
                        **one.model_dump(mode="json"),
                        "flips": [
                            {**flip.model_dump(mode="json"), "flips": flip.flips}
                            for flip in one.flips
                        ],
                    }
                    for one in found
                ],
            }
        )
    else:
        for line in _diff_lines(found, first, second, words_in(call.lang)):
            show(line)
    return 0


def _diff_lines(found: Sequence[Difference], first: date, second: date, words: Texts) -> list[str]:
    days = f"{first:%d-%m-%Y}", f"{second:%d-%m-%Y}"
    by_day = [words(f"rules_diff.{name}") for name in ("met", "affordable", "amount")]
    heading = (
        words("rules_diff.instrument"),
        words("rules_diff.applications"),
        *(f"{name} {day}" for name in by_day for day in days),
    )
    rows = [
        (
            instruments()[one.instrument].name(words.lang),
            whole(one.applications),
            whole(one.before.eligible),
            whole(one.after.eligible),
            whole(one.before.affordable_homes),
            whole(one.after.affordable_homes),
            str(one.before.claim),
            str(one.after.claim),
        )
        for one in found
    ]
    lines = [table(heading, rows, numbers=tuple(range(1, 8))), ""]
    for one in found:
        lines += one.remarks
        for flip in one.flips:
            lines += _flip_lines(flip, words)
    if not any(one.flips for one in found):
        lines.append(words("rules_diff.nothing"))
    return lines


def _flip_lines(flip: Flip, words: Texts) -> list[str]:
    before, after = (answer_in(one.answer, words.lang) for one in (flip.before, flip.after))
    homes = whole(flip.homes.affordable)
    lines = [
        f"{flip.application_id}  {before} → {after}; {flip.before.claim} → {flip.after.claim}; "
        f"{homes} {words('rules_diff.affordable')}"
    ]
    told = {a.code for a in flip.before.decided_by} & {a.code for a in flip.after.decided_by}
    for stand, arrow in ((flip.before, "-"), (flip.after, "+")):
        for answer in stand.decided_by:
            if answer.code not in told:
                sentence = answer.sentence(words.lang)
                lines.append(f"  {arrow} {answer.code}  {sentence} ({answer.article})")
    return lines
