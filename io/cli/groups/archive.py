"""The commands about keeping a round: packed into one file, done over, contact persons taken away.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..invocation import Invocation
from ..options import DAY, as_json, common, of_round


@click.command()
@of_round
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The file to make; an existing one is never overwritten.",
)  # fmt: skip
@click.option(
    "--letters", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also the register of the letters in this folder.",
)  # fmt: skip
@common
def bundle(call: Invocation, **own: Any) -> int:
    """Pack a round into one file, from which anybody can do it over; no contact persons in it."""
    from ..commands.keeping import archive

    return archive.bundle(call, **own)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--no-solve", "certify", is_flag=True, help="Only prove the list again.")
@click.option("--anchor", metavar="HASH", help="A head of the audit trail that was kept elsewhere.")
@as_json
def replay(file: Path, certify: bool, anchor: str | None, as_json: bool) -> int:
    """Do the round in a bundle FILE over, without a database, and compare byte for byte."""
    from ..commands.keeping import archive

    return archive.replay(file, solve=not certify, anchor=anchor, as_json=as_json)


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="FOLDER"
)
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
    help="Language of the outcome.",
)  # fmt: skip
@as_json
def recompute(folder: Path, lang: str, as_json: bool) -> int:
    """Check the open data in FOLDER: add up, divide again, follow the proof; no database."""
    from ..commands.keeping import recomputing

    return recomputing.recompute(folder, lang=lang, as_json=as_json)


@click.group("privacy")
def privacy_group() -> None:
    """What personal data goes, and what remains."""


@privacy_group.command("purge")
@of_round
@click.option(
    "--before", type=DAY, required=True,
    metavar="YYYY-MM-DD", help="Only where the retention term ended before this day.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only tell what would go and what would remain.")
@common
def privacy_purge(call: Invocation, **own: Any) -> int:
    """Take away the contact persons of a published round, after their retention term."""
    from ..commands.keeping import archive

    return archive.purge(call, **own)


COMMANDS = (bundle, replay, recompute, privacy_group)
