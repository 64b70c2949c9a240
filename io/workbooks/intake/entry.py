"""An entry of the register of what can be wrong."""

from __future__ import annotations

from ....grants.applications.finding import Severity
from ....grants.frozen import frozen


@frozen
class Entry:
    """What a code says: the Dutch sentence of what is wrong, and the one of what to do."""

    severity: Severity
    message: str
    cure: str
