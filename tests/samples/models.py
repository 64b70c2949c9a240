"""Reading a row of the sample into the model of its instrument, without a workbook."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.instruments.bereikbaarheid.scheme import BereikbaarheidApplication
from verdeelsleutel.instruments.gebiedsbudget.application import GebiedsbudgetApplication
from verdeelsleutel.instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from verdeelsleutel.instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication
from verdeelsleutel.sample_applications.batches import instrument_of
from verdeelsleutel.sample_applications.rows import Row

MODELS: dict[str, type[Application]] = {
    "woningbouwimpuls": WoningbouwimpulsApplication,
    "gebiedsbudget": GebiedsbudgetApplication,
    "realisatiestimulans": RealisatiestimulansStatement,
    "bereikbaarheid": BereikbaarheidApplication,
}


def application(row: Row) -> Application:
    """The application of a row, by the fields named in it."""
    data: dict[str, Any] = {}
    payments: list[dict[str, Any]] = []
    for field, value in row.items():
        if value is None:
            continue
        *outer, name = field.split(".")
        if outer == ["payments"]:
            payments.append({"year": int(name), "amount": value})
        elif outer:
            data.setdefault(outer[0], {})[name] = value
        else:
            data[name] = value
    model: type[BaseModel] = MODELS[instrument_of(row)]
    made = model.model_validate(data | {"payments": tuple(payments)})
    assert isinstance(made, Application)
    return made
