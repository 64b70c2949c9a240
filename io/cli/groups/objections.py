"""The commands about objections (*bezwaren*).

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..choices import OneOf
from ..invocation import Invocation
from ..options import (
    Whole,
    common,
    day,
    of_application,
    of_round,
    on_a_day,
    out_folder,
    word,
)

_ONE = click.argument("objection", metavar="OBJECTION")
_OUT = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the letter goes; without it none is written.",
)  # fmt: skip


def _reason(what: str) -> Any:
    return click.option("--reason", metavar="TEXT", help=what)


_SET = click.option(
    "--set", "corrections", multiple=True, metavar="FIELD=VALUE",
    help="A corrected field, such as homes.social_rent=120; can be repeated.",
)  # fmt: skip
_TREAT = click.option(
    "--treat", is_flag=True,
    help="Treat it after all: it was not treated, or came outside the window.",
)  # fmt: skip
_LIMIT = click.option(
    "--time-limit", type=Whole(1), metavar="SECONDS", help="For dividing the money again.",
)  # fmt: skip


@click.group("objection")
def objection_group() -> None:
    """Handle objections: OBJECTION is one such as BZ-1, or its application number."""


@objection_group.command("open")
@of_application
@of_round
@on_a_day("--received", "received", "The day on which it was received.")
@on_a_day("--dated", "dated", "The date of the letter itself.")
@on_a_day("--posted", "posted", "The date of the postmark.")
@click.option(
    "--channel", type=OneOf(post="post", electronic="elektronisch", handed_in="afgegeven"),
    required=True,
    help="How it came in; of post alone the postmark counts (Awb 6:9).",
)  # fmt: skip
@click.option("--municipality", metavar="CODE", help="Who objects; default the applicant.")
@click.option("--objector", metavar="NAME", help="Who objects, where it is no municipality.")
@click.option("--committee", is_flag=True, help="A committee advises (Awb 7:13).")
@click.option(
    "--against", type=OneOf(settled="vastgesteld", reclaimed="teruggevorderd", interest="rente"),
    help="The decision on the settlement that it is about; default the one on APPLICATION.",
)  # fmt: skip
@_reason("The grounds, in short.")
@day("The date of the registration, and of the acknowledgement.")
@_OUT
@word
@common
def open_(call: Invocation, **own: Any) -> int:
    """Register an objection to the decision on APPLICATION, and acknowledge its receipt."""
    from ..commands.objecting import handling

    return handling.open_objection(call, **own)


@objection_group.command("mend")
@_ONE
@of_round
@click.option("--defect", "defects", multiple=True, metavar="TEXT", help="What is missing.")
@click.option("--done", is_flag=True, help="Record that it was mended.")
@on_a_day("--until", "until", "The last day to mend; default two weeks, on a working day.")
@day("The date of the request, or of the mending.")
@_OUT
@word
@common
def mend(call: Invocation, **own: Any) -> int:
    """Ask to mend a defect (Awb 6:6), which stops the clock, or record that it was mended."""
    from ..commands.objecting import handling

    return handling.mend(call, **own)


@objection_group.command("posting")
@_ONE
@of_round
@on_a_day("--shown", "shown", "Record the day on which it was posted, as was shown.")
@on_a_day("--until", "until", "The last day to show it; default two weeks, on a working day.")
@_reason("With --shown: what shows it.")
@day("The date of the request, or of what was shown.")
@_OUT
@word
@common
def posting(call: Invocation, **own: Any) -> int:
    """Ask when it was posted, if that decides whether it is in time (Awb 6:9), or record that."""
    from ..commands.objecting import handling

    return handling.posting(call, **own)


@objection_group.command("lateness")
@_ONE
@of_round
@_reason("What the objector explained.")
@day("The date on which the explanation came.")
@common
def lateness(call: Invocation, **own: Any) -> int:
    """Record why it came late, as the objector explained that (Awb 6:11)."""
    from ..commands.objecting import handling

    return handling.lateness(call, **own)


@objection_group.command("adjourn")
@_ONE
@of_round
@on_a_day("--until", "until", "The new last day; default six weeks later.")
@click.option("--consent", is_flag=True, help="Further, since all consent (Awb 7:10(4)).")
@_reason("Why.")
@day("The date of the letter.")
@_OUT
@word
@common
def adjourn(call: Invocation, **own: Any) -> int:
    """Adjourn the decision once by at most six weeks (Awb 7:10(3)), or further by consent."""
    from ..commands.objecting import handling

    return handling.adjourn(call, **own)


@objection_group.command("hear")
@_ONE
@of_round
@on_a_day("--invite", "hearing", "Invite to a hearing on this day.")
@click.option("--at", default="", metavar="TIME", help="The hour of the hearing.")
@click.option("--place", default="", metavar="TEXT", help="The place of the hearing.")
@click.option("--held", is_flag=True, help="Record a hearing that was held.")
@click.option("--by", "names", multiple=True, metavar="NAME", help="Who heard; the leader first.")
@click.option(
    "--without", type=click.Choice(["a", "b", "c", "d", "e"]),
    help="Nobody is heard, by this letter of Awb 7:3.",
)  # fmt: skip
@_reason("The record of the hearing, or why nobody is heard.")
@day("The date of the letter, of the hearing, or of doing without one.")
@_OUT
@word
@common
def hear(call: Invocation, **own: Any) -> int:
    """Invite to a hearing, record it, or record why nobody is heard (Awb 7:2 to 7:7)."""
    from ..commands.objecting import handling

    return handling.hear(call, **own)


@objection_group.command("default")
@_ONE
@of_round
@_reason("What the notice says, in short.")
@click.option(
    "--per-day", "per_day", multiple=True, metavar="AMOUNT",
    help="An amount a day of Awb 4:17, three times; asked where it is not known here.",
)  # fmt: skip
@day("The date on which it was received.")
@common
def default(call: Invocation, **own: Any) -> int:
    """Record a notice of default (Awb 4:17)."""
    from ..commands.objecting import handling

    return handling.default(call, **own)


@objection_group.command("penalty")
@_ONE
@of_round
@day("The date of the decision.")
@_OUT
@word
@common
def penalty(call: Invocation, **own: Any) -> int:
    """Fix the penalty for a late decision (Awb 4:18), and write that decision."""
    from ..commands.objecting import deciding

    return deciding.penalty(call, **own)


@objection_group.command("appeal")
@_ONE
@of_round
@_reason("Against what, and at which court.")
@day("The date of the appeal.")
@common
def appeal(call: Invocation, **own: Any) -> int:
    """Record an appeal to the court."""
    from ..commands.objecting import handling

    return handling.appeal(call, **own)


@objection_group.command("withdraw")
@_ONE
@of_round
@_reason("How it was withdrawn.")
@day("The date on which it was withdrawn.")
@common
def withdraw(call: Invocation, **own: Any) -> int:
    """Record that an objection was withdrawn (Awb 6:21)."""
    from ..commands.objecting import handling

    return handling.withdraw(call, **own)


@objection_group.command("list")
@click.argument("objection", metavar="[OBJECTION]", required=False)
@of_round
@day("The day that terms are held against.")
@common
def list_(call: Invocation, **own: Any) -> int:
    """List the register with every term, or one objection in full."""
    from ..commands.objecting import listing

    return listing.listed(call, **own)


@objection_group.command("replay")
@_ONE
@of_round
@_SET
@_TREAT
@_LIMIT
@common
def replay(call: Invocation, **own: Any) -> int:
    """Do the sealed round over with corrections; nothing changes by it."""
    from ..commands.objecting import deciding

    return deciding.replay(call, **own)


@objection_group.command("decide")
@_ONE
@of_round
@click.option(
    "--outcome", type=OneOf(
        founded="gegrond", partly="deels gegrond", unfounded="ongegrond",
        inadmissible="niet-ontvankelijk",
    ),
    required=True, help="How it is decided.",
)  # fmt: skip
@click.option(
    "--ground",
    type=OneOf(
        late="te laat", premature="te vroeg", no_party="geen belanghebbende",
        not_mended="niet hersteld", no_interest="geen belang", no_decision="geen besluit",
    ),
    help="Why it is inadmissible.",
)  # fmt: skip
@click.option("--excused", default="", metavar="TEXT", help="Why being late is excused (6:11).")
@on_a_day("--advised", "advised", "The day of the committee's advice (7:13).")
@click.option("--adviser", default="", metavar="NAME", help="What the committee is called.")
@click.option("--departs", default="", metavar="TEXT", help="Why the advice is not followed.")
@_SET
@_TREAT
@click.option("--amount", metavar="AMOUNT", help="The award from now on.")
@click.option("--costs", metavar="AMOUNT", help="Costs that are compensated (Awb 7:15).")
@click.option(
    "--costs-refused", default="", metavar="TEXT", help="Why costs are not compensated (7:15)."
)
@_LIMIT
@_reason("The reasons, as they stand in the letter.")
@day("The date of the decision.")
@_OUT
@word
@common
def decide(call: Invocation, **own: Any) -> int:
    """Decide on an objection (Awb 7:11, 7:12), by an approver who did not take the first."""
    from ..commands.objecting import deciding

    return deciding.decide(call, **own)


@objection_group.command("cover")
@_ONE
@of_round
@_reason("What covers the part beyond the objection reserve.")
@day("The date.")
@common
def cover(call: Invocation, **own: Any) -> int:
    """Name what covers the part of a decision beyond the objection reserve; by an approver."""
    from ..commands.objecting import deciding

    return deciding.cover(call, **own)


@objection_group.command("file")
@_ONE
@of_round
@out_folder()
@day("The date on which it is shown.")
@common
def file(call: Invocation, out: Path, **own: Any) -> int:
    """Make the comparison file for an objector, with what is secret masked, and log it."""
    from ..commands.objecting import comparing

    return comparing.file(call, out, **own)


COMMANDS = (objection_group,)
