"""The Realisatiestimulans: an amount for every home whose building started, by yearly statement."""

from .scheme import INSTRUMENT

__all__ = ["INSTRUMENT"]
