"""Receipts: beside each decision, what it was made from and what it can be checked by.

A receipt holds hashes and places, no contents: the cells of the workbook that the application came
from, the application and the answers as they are kept, the law, the policy, the division with its
certificate, and the decision. Its ``code`` is the verification code in the letter itself. The same
round gives the same bytes, so that a receipt can be made again and compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from operator import not_
from pathlib import Path

from pydantic import Field

from ...grants.dossier import Decided, Dossier
from ...grants.record import Record
from ..files.placing import place
from ..records.rounds.applications import StoredApplication, sources
from ..records.rounds.reader import RoundReader
from ..records.rounds.screenings import as_json
from ..records.without_contacts import clean_application
from .references import reference_of, verification_code
from .seal import catalogue_of

FILE = "receipts.json"


class SourceCells(Record):
    """Where an application came from: its workbook by hash, its sheet, row and cells by field.

    ``stored_sha256`` is over the application as it is kept, contact persons left out.
    """

    file: str
    sha256: str
    sheet: str
    row: int
    version: int
    cells: dict[str, str]
    stored_sha256: str


class Division(Record):
    """How the money was divided: proven or not, by which solvers, and with which options.

    What else a solver was told is fixed by the version of the program. ``digest`` is over the list,
    ``proof_sha256`` over the text of its trees; it is not there where there are none.
    """

    status: str
    solvers: tuple[str, ...]
    options: dict[str, int | str | bool | None]
    digest: str
    certificate_sha256: str
    proof_sha256: str = Field(default="", exclude_if=not_)


class Receipt(Record):
    """What one decision was made from. Amounts in cents; ``code`` stands in the letter."""

    application_id: str
    reference: str
    instrument: str
    outcome: str
    amount_cents: int
    compensable_vat_cents: int
    payable_cents: int
    source: SourceCells
    law_sha256: str
    answers_sha256: str
    policy_hash: str
    division: Division
    program_version: str
    code: str


def receipts_of(
    reader: RoundReader, whole: Dossier, laws: Mapping[str, bytes] | None = None
) -> tuple[Receipt, ...]:
    """The receipt of every application of a round, by application number.

    ``laws`` are the catalogues by instrument, where they are not those of this program.
    """
    stored = {one.application.application_id: one for one in reader.applications}
    source = sources(reader)
    version, division = reader.program_version, _division(whole)
    edition = whole.policy.edition
    law = {
        key: hashlib.sha256(laws[key] if laws else catalogue_of(key, edition)).hexdigest()
        for key in whole.policy.instruments
    }
    return tuple(
        _receipt(one, whole, division, version, law, stored[number], source)
        for one in whole.decided
        for number in (one.application.application_id,)
    )


def _division(whole: Dossier) -> Division:
    certificate = whole.allocation.certificate
    return Division(
        status=whole.allocation.status.value,
        solvers=certificate.solvers if certificate else (),
        options=whole.policy.solver.model_dump(mode="json"),
        digest=certificate.digest if certificate else "",
        certificate_sha256=_sha(certificate.model_dump_json()) if certificate else "",
        proof_sha256=certificate.proof if certificate else "",
    )


def _receipt(
    one: Decided,
    whole: Dossier,
    division: Division,
    version: str,
    law: Mapping[str, str],
    stored: StoredApplication,
    source: dict[int, tuple[str, str, int]],
) -> Receipt:
    award = one.award
    digest, written, place = source[stored.row_id]
    return Receipt(
        application_id=award.application_id,
        reference=reference_of(one, whole),
        instrument=award.instrument,
        outcome=award.outcome.value,
        amount_cents=award.amount.cents,
        compensable_vat_cents=award.compensable_vat.cents,
        payable_cents=award.payable.cents,
        source=SourceCells(
            file=stored.file,
            sha256=digest,
            sheet=stored.sheet,
            row=place,
            version=stored.version,
            cells=dict(sorted(stored.cells.items())),
            stored_sha256=_sha(clean_application(written)),
        ),
        law_sha256=law[award.instrument],
        answers_sha256=_sha(as_json(one.assessments)),
        policy_hash=whole.policy_hash,
        division=division,
        program_version=version,
        code=verification_code(one, whole),
    )


def receipts_json(receipts: Sequence[Receipt]) -> str:
    """Receipts as they stand in a file, in the order of application numbers."""
    listed = sorted(receipts, key=lambda one: one.application_id)
    document = [one.model_dump(mode="json") for one in listed]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_receipts(receipts: Sequence[Receipt], folder: Path, name: str = FILE) -> Path:
    """Write receipts into a folder, by default as ``receipts.json``; whole or not at all.

    Raises:
        Unreadable: it cannot be written.
    """
    return place(folder / name, receipts_json(receipts).encode())


def _sha(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()
