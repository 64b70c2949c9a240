"""The audit trail: what is added to it, how a row is fingerprinted, how it is read and verified."""

from .. import load_late

load_late(__name__, "audit", "verification")
