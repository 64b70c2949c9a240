"""The seal of a round: one hash over everything that decides, besides the applications."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from importlib.resources import files

from ..grants.policy import Policy
from ..instruments.instrument import instruments


def program_version() -> str:
    """The version of this program."""
    return version("verdeelsleutel")


def policy_hash(policy: Policy) -> str:
    """SHA-256 over the policy, the rule catalogue, the columns of the templates, the program.

    The catalogue is hashed as it is shipped, so that any change of a rule breaks the seal.
    """
    parts = {
        "policy": policy.model_dump(mode="json"),
        "catalogue": _catalogue(),
        "templates": {
            key: [[column.field, column.label, column.kind] for column in instrument.columns]
            for key, instrument in sorted(instruments().items())
        },
        "program": program_version(),
    }
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _catalogue() -> dict[str, str]:
    data = files("verdeelsleutel.instruments").joinpath("data")
    # Line ends differ between checkouts on Windows and elsewhere; the law does not.
    return {
        entry.name: hashlib.sha256(entry.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for entry in sorted(data.iterdir(), key=lambda entry: entry.name)
        if entry.is_file()
    }
