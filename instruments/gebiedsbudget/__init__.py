"""The Gebiedsbudget: a closed list of areas, each with the most that it may get."""

from .scheme import INSTRUMENT

__all__ = ["INSTRUMENT"]
