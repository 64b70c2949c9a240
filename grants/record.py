"""The base of every value in the domain."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value. An unknown field is refused, so that a typo can never pass unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
