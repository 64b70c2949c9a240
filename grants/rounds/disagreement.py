"""Values that are right one by one and not together: all of it at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from ..frozen import frozen


@frozen
class Disagreement:
    """What does not agree, as a Dutch sentence, and where it stands in what was written."""

    loc: tuple[int | str, ...]
    sentence: str


def refuse(model: str, found: Iterable[Disagreement]) -> None:
    """Refuse a model in which anything disagrees; for its validators.

    Raises:
        pydantic.ValidationError: there is a disagreement; it has every one of them.
    """
    faults = [
        InitErrorDetails(
            type=PydanticCustomError("value_error", "{said}", {"said": one.sentence}),
            loc=one.loc,
            input=None,
        )
        for one in found
    ]
    if faults:
        raise ValidationError.from_exception_data(model, faults)
