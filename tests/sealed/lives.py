"""The lives of the kept round: every command of an officer, and the state that each part leads to.

The round is ``desk/``: a policy, the policy of its amendment, an office with its house style, and
workbooks. Every command runs in a copy of that folder. The maker of the states and the tests that
finish them read the same lines here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ROUND = "2026-7"
MAKER, SECOND, APPROVER = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
LETTERS = "brieven"


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, and the exit code that it has to give."""

    arguments: tuple[str, ...]
    code: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a life: the state that it ends in, and the commands that lead there."""

    state: str
    commands: tuple[Command, ...]


def _do(*arguments: str, by: str = MAKER, code: int = 0) -> Command:
    return Command((*arguments, "--office", "office.toml", "--as", by), code)


def _of(*arguments: str, by: str = MAKER, code: int = 0) -> Command:
    return _do(*arguments, "--round", ROUND, by=by, code=code)


_RULES = ("WBI-16", "WBI-17")  # both need the score of the committee that is missing


def _judge(rule: str, *arguments: str, on: str, by: str) -> Command:
    return _of("judge", "WBI-2026-0008", "--rule", rule, *arguments, "--date", on, by=by)


_ANSWER = ("--answer", "met", "--reason", "De commissie heeft de noodzaak alsnog gewaardeerd.")
_ALLOCATE = _of("allocate", "--out", "verdeling")
_APPROVE = _of("approve", by=APPROVER)
WRITE_LETTERS = _of("letters", "--out", LETTERS)

_BEGIN = (
    Part("opened", (_do("round", "open", ROUND, "--policy", "policy.toml"),)),
    # A cell is wrong in the first workbook; the second has it right, and a new version of another.
    Part("loaded", (_of("load", "aanvragen.xlsx", code=1), _of("load", "aanvulling.xlsx"))),
    Part("closed", (_do("round", "close", ROUND),)),
    Part("screened", (_of("screen"),)),
    # The judgements of one officer wait for another.
    Part("judged", tuple(_judge(rule, *_ANSWER, on="2026-11-02", by=MAKER) for rule in _RULES)),
    Part(
        "allocated",
        (
            *(_judge(rule, "--confirm", on="2026-11-03", by=SECOND) for rule in _RULES),
            _of(
                "withdraw", "WBI-2026-0096", "--date", "2026-11-04",
                "--reason", "Brief van het college van 3 november 2026.",
            ),
            _of(
                "lots", "BER-2026-0051", "BER-2026-0001",
                "--deed", "akte van notaris mr. V. Voorbeeld van 5 november 2026 (fictief)",
            ),
            _ALLOCATE,
        ),
    ),
)  # fmt: skip

PROPOSE = _do(
    "round", "amend", ROUND, "--policy", "policy_gewijzigd.toml", "--date", "2026-11-10",
    "--reason", "De begroting voegt dertig miljoen euro toe.",
)  # fmt: skip
_CONFIRM = _do("round", "amend", ROUND, "--confirm", "--date", "2026-11-12", by=SECOND)
_ARCHIVE = _do("round", "archive", ROUND, by=APPROVER)


def go_on(state: str) -> Command:
    """No part of a life: what an office does after it installed another version of the program.

    It is dated after what was amended already, as every amendment is.
    """
    day = "2026-11-12" if state in AMENDED else "2026-11-09"
    return _do(
        "round", "amend", ROUND, "--program", "--date", day,
        "--reason", "Het kantoor werkt met een nieuwe versie van het programma.",
    )  # fmt: skip


LIVES = {
    "plain": (
        *_BEGIN,
        Part("approved", (_APPROVE,)),
        Part("sent", (WRITE_LETTERS,)),
        Part("archived", (_ARCHIVE,)),
    ),
    "amended": (
        *_BEGIN,
        Part("amendment_proposed", (PROPOSE,)),
        Part("amended", (_CONFIRM,)),
        Part("amended_allocated", (_ALLOCATE,)),
        Part("amended_approved", (_APPROVE,)),
        Part("amended_sent", (WRITE_LETTERS,)),
    ),
}
AMENDED = ("amended", "amended_allocated", "amended_approved", "amended_sent")
FINISHED = ("sent", "archived", "amended_sent")


def kept_states() -> dict[str, str]:
    """Every state once, in order, with the life that it is kept of."""
    found: dict[str, str] = {}
    for life, parts in LIVES.items():
        for part in parts:
            found.setdefault(part.state, life)
    return found


def rest_of(life: str, state: str) -> Iterator[Command]:
    """What is left of a life from a state until its letters are sent."""
    states = [part.state for part in LIVES[life]]
    for part in LIVES[life][states.index(state) + 1 :]:
        if part.state != "archived":
            yield from part.commands
