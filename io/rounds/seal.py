"""The seal of a round: one hash over everything that decides, besides the applications."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ...grants.rounds.policy import Policy
from ...instruments.instrument import instruments


@cache
def program_version() -> str:
    """The version of this program."""
    return version("verdeelsleutel")


def policy_hash(policy: Policy) -> str:
    """SHA-256 over the policy, the law and templates of its instruments, and the program.

    The law is hashed as it is shipped, so that any change of a rule breaks the seal; a scheme that
    takes no part in the round does not, even where it is installed later.
    """
    taking_part = {key: instruments()[key] for key in sorted(policy.instruments)}
    parts: dict[str, Any] = {
        "policy": policy.model_dump(mode="json"),
        "catalogue": {key: _sha(catalogue_of(key, policy.edition)) for key in taking_part},
        "shared": {name: _sha(data) for name, data in shared_law().items()},
        "templates": {
            key: [[column.field, column.label, column.kind] for column in instrument.columns]
            for key, instrument in taking_part.items()
        },
        "program": program_version(),
    }
    if policy.tells_all:  # the first edition sealed only the columns of the sheet itself
        parts["sheets"] = {
            key: {
                sheet.name: [[column.field, column.label, column.kind] for column in sheet.columns]
                for sheet in instrument.sheets
            }
            for key, instrument in taking_part.items()
        }
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _sha(written.encode())


@cache
def catalogue_of(key: str, edition: int) -> bytes:
    """The law of an instrument as it is sealed: its catalogue, with every version of its rules.

    Of these only what a round of that edition reads, so that what is added for later rounds leaves
    the law of an earlier one as it was. A process has one law, which it loads once.
    """
    written = instruments()[key].catalogue.written.in_edition(edition)
    return written.model_dump_json().encode()


@cache
def shared_law() -> Mapping[str, bytes]:
    """The data files that no single scheme owns: areas, exclusions, general law."""
    data = files("verdeelsleutel.instruments").joinpath("data")
    own = {f"{key}.toml" for key in instruments()}
    # Line ends differ between checkouts on Windows and elsewhere; the law does not.
    found = {
        entry.name: entry.read_bytes().replace(b"\r\n", b"\n")
        for entry in sorted(data.iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and entry.name not in own
    }
    return MappingProxyType(found)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
