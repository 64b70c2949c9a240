"""Free text without personal data: what an applicant wrote may hold a name, an address or a number.

The fields for contact persons never leave. This is for the other texts, such as a project's name,
in which somebody may have written them as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ...grants.dossier import Dossier

REMOVED = "[verwijderd]"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w,.])(?:\+31|0031|0)[\s-]?(?:\(0\))?(?:[\s-]?[0-9]){8,9}(?![\w,.]*[0-9])"
)
_NINE = re.compile(r"(?<![0-9.,])[0-9]{9}(?![0-9.,]*[0-9])")


class Redactor:
    """Takes personal data out of texts: the contacts of this round, and what looks like them."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are contact persons and addresses; those under four letters are left alone.

        A name is found however it is spaced, broken over lines, or its accents are written.
        """
        known = {
            unicodedata.normalize(form, " ".join(name.split()))
            for name in names
            for form in ("NFC", "NFD")
            if len(name.strip()) > 3
        }
        listed = sorted(known, key=lambda name: (-len(name), name))
        joined = "|".join(r"\s+".join(map(re.escape, name.split(" "))) for name in listed)
        self._names = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if listed else None

    def __call__(self, text: str) -> str:
        """The text with each piece of personal data replaced by ``[verwijderd]``."""
        if self._names is not None:
            text = self._names.sub(REMOVED, text)
        text = _PHONE.sub(REMOVED, _EMAIL.sub(REMOVED, text))
        return _NINE.sub(lambda found: REMOVED if _is_bsn(found[0]) else found[0], text)


def without_contacts(dossier: Dossier) -> Dossier:
    """The same dossier with no contact person in it: what is written from it can hold none."""
    bare = {"contact": None, "email": None}
    decided = tuple(
        one.model_copy(update={"application": one.application.model_copy(update=bare)})
        for one in dossier.decided
    )
    return dossier.model_copy(update={"decided": decided})


def redactor_of(dossier: Dossier) -> Redactor:
    """For the texts of one round: its contact persons, their addresses, and who decided."""
    names: list[str] = []
    for decided in dossier.decided:
        names += [decided.application.contact or "", decided.application.email or ""]
    if dossier.approval is not None:
        names += [dossier.approval.maker, *dossier.approval.approvers]
    for instrument in dossier.policy.instruments.values():
        names += instrument.authorised_by
    for fixed in dossier.policy.fixed:
        names += fixed.authorised_by
    return Redactor(names)


def _is_bsn(digits: str) -> bool:
    """Whether nine digits pass the test of a citizen service number (*elfproef*)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and digits != "000000000"
