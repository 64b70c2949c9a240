"""The two supplements for NPLV areas of chapter 3 of the Tijdelijke regeling realisatiestimulans."""

from .scheme import CAPACITY, PUBLIC_SPACE

__all__ = ["CAPACITY", "PUBLIC_SPACE"]
