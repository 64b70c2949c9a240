"""``verdeel template``: the empty workbooks that municipalities fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ....grants.policy import Policy
from ....instruments.instrument import Instrument, instruments
from ....instruments.law.parameters import CatalogueError
from ...config.policy import load_policy
from ...errors import Unreadable, WrongUse
from ...workbooks.templates.live_rules import LiveSetting
from ...workbooks.templates.template import write_template
from ..console import show, show_json
from ..invocation import Invocation


def template(call: Invocation, instrument: str, out: Path, policy: Path | None) -> int:
    """Write the empty workbook of one instrument, or of all.

    With a policy the rules in it are those of the law on the first day of its window, with the
    policy's own parameters and day of decision; without one, those of the newest text known.
    """
    chosen = _chosen(instrument)
    settings: Mapping[str, LiveSetting] = {}
    if policy is not None:
        settings = _settings(load_policy(policy)[0], chosen)
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / f"{one.key}.xlsx" for one in chosen]
    for one, path in zip(chosen, paths, strict=True):
        write_template(one, path, settings.get(one.key))
    if call.as_json:
        show_json(
            [{"instrument": o.key, "file": str(p)} for o, p in zip(chosen, paths, strict=True)]
        )
    else:
        for path in paths:
            show(str(path))
    return 0


def _chosen(name: str) -> Sequence[Instrument]:
    known = instruments()
    if name == "all":
        return tuple(known.values())
    if name.lower() in known:
        return (known[name.lower()],)
    raise WrongUse(f"De regeling {name} is onbekend. Kies uit: {', '.join(known)}, of all.")


def _settings(policy: Policy, chosen: Sequence[Instrument]) -> Mapping[str, LiveSetting]:
    """The law of the round for each instrument that takes part in it."""
    day, carry = policy.round.window_opens, policy.round.explores
    found: dict[str, LiveSetting] = {}
    for one in chosen:
        own = policy.instruments.get(one.key)
        if own is None:
            continue
        try:
            law = one.catalogue.law_on(day, own.parameters, carry=carry)
        except CatalogueError as fault:
            raise Unreadable(
                f"Het beleid voor {one.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
            ) from fault
        found[one.key] = LiveSetting(law, policy.round.decision_date)
    return found
