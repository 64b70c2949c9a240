"""The command ``verdeel reclaim recalculate``: a supplement by what was spent after all."""

from __future__ import annotations

from collections.abc import Iterator

from ....records.rounds.reader import reading_round
from ....rounds.settling.recalculated import Recalculated, recalculated
from ...console import show, show_json
from ...invocation import Invocation
from ...typed import amount_of


def recalculate(
    call: Invocation, application_id: str, round_id: str, costs: str | None, vat: str | None,
    time_limit: int | None,
) -> int:  # fmt: skip
    """Do the round over with the costs that there were; nothing changes by it."""
    with reading_round(call.database, round_id) as reader:
        told = recalculated(
            reader,
            application_id.upper(),
            amount_of(costs, "--costs"),
            amount_of(vat, "--vat"),
            seconds=time_limit,
        )
    if call.as_json:
        show_json(
            {**told.model_dump(mode="json"), "more": told.more.cents, "less": told.less.cents}
        )
        return 0
    for line in _lines(told):
        show(line)
    return 0


def _lines(told: Recalculated) -> Iterator[str]:
    number = told.application_id
    for one in told.corrections:
        yield f"{one.label} in {told.year}: {one.before} wordt {one.shown}."
    yield f"Vastgesteld is {told.fixed}. Met deze bedragen was dat {told.would}."
    if told.lowered:
        yield (
            f"Uit de kosten volgt {told.asked}; het plafond laat daarvan {told.would} over. De "
            "verdeling is daarvoor overgedaan; wat anderen kregen, verandert er niet door."
        )
    if told.claimed:
        yield f"Daarvan is al {told.claimed} teruggevorderd."
    if told.less:
        yield (
            f"Dat is {told.less} minder. De minister kan dat met de opgave van een later jaar "
            f"verrekenen ({told.article}), maar dit programma doet dat niet: het betaalt iedere "
            f"opgave zoals haar besluit zegt. Vorder het terug bij eigen besluit ({told.reclaim}):"
        )
        yield (
            f'    verdeel reclaim intend {number} --amount "{told.less}" --reason "..." '
            f"--out <map> --round {told.round} --date jjjj-mm-dd"
        )
    elif told.more:
        yield (
            f"Dat is {told.more} meer. Of de reservering en het plafond dat nu nog dragen, staat "
            f"in geen artikel en in geen antwoord van het beleid: {told.article} zegt alleen dat "
            "de minister het kan verrekenen. Laat de gemeente wat zij nog niet opgaf over "
            f"{told.year} opgeven in een volgende ronde; die toetst dat."
        )
    else:
        yield "Er is niets te verrekenen en niets terug te vorderen."
