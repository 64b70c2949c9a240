"""The Woningbouwimpuls: what it asks for, its rules, and its ranking."""

from .scheme import INSTRUMENT

__all__ = ["INSTRUMENT"]
