"""All that an analyst needs, in one place: a round as a model, rules in a line, results as frames.

>>> from verdeelsleutel.io.analysis import Model, applied, Homes, small_policy
>>> model = Model.of(
...     [applied("A", 500_00, Homes(social_rent=50)), applied("B", 400_00, Homes(mid_rent=70))],
...     small_policy(600_00),
... )
>>> model.solve()
<Result: proven, 1 of 2 granted, € 400, 70 affordable homes>

Nothing here is a decision: a model is a what-if, whatever round it was read from. The guide is
``docs/python_interface.md``, with notebooks in ``docs/notebooks/``.
"""

from __future__ import annotations

from ...grants.homes import Homes
from ...optimiser.problem import Problem, applied, knapsack, small_policy
from .amounts import cents_of
from .model import Model
from .progress import ShownProgress
from .result import Result
from .rules import cap, fixed, floor, share, where

__all__ = [
    "Homes",
    "Model",
    "Problem",
    "Result",
    "ShownProgress",
    "applied",
    "cap",
    "cents_of",
    "fixed",
    "floor",
    "knapsack",
    "share",
    "small_policy",
    "where",
]
