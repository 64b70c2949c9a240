"""Of a scheme without an article of its own: what the grant was given for was not done in full."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import RefusedByProcess, WrongUse
from verdeelsleutel.io.records.settling.stored import StoredAccount
from verdeelsleutel.io.rounds.settling import unmet
from verdeelsleutel.io.rounds.settling.unmet import PERFORMED, unmet_of

LAW = instruments()["bereikbaarheid"].settling.on(date(2026, 9, 1))
GB_LAW = instruments()["gebiedsbudget"].settling.on(date(2026, 9, 1))
READER: Any = object()


def account(homes: int | None) -> StoredAccount:
    money = Euro.euros(1_000_000)
    return StoredAccount(
        row_id=1, application_id="BER-1", municipality_code="GM0344", year=2030, version=1,
        last=True, spent=money, lawful=money, unlawful=ZERO, shortfall=None, homes=homes,
        affordable_homes=None, reference="SISA-1", on=date(2031, 7, 1), file="sisa.csv",
        sha256="0" * 64, line=2, officer="S. Vermeulen",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An award for 500 homes that asks nothing by the day."""
    promise = SimpleNamespace(homes=SimpleNamespace(total=500))
    awarded = SimpleNamespace(promise=promise, obligations=())

    def one(_: object) -> dict[str, Any]:
        return {"BER-1": awarded}

    monkeypatch.setattr(unmet, "awarded_of", one)


def found(homes: int | None, law: Any = LAW) -> Any:
    return unmet_of(READER, "BER-1", law, account(homes), PERFORMED, date(2031, 9, 1), early=False)


def test_one_home_less_than_the_grant_was_for_is_a_ground_with_its_measure() -> None:
    seen = found(499)
    assert "naar analogie artikel 4:46, tweede lid, Awb" in seen.article
    assert seen.seen.nl == (
        "de uitkering is verleend voor 500 woningen; uw verantwoording noemt er 499"
    )


@pytest.mark.parametrize("homes", [500, 501, None])
def test_what_the_account_does_not_show_is_none(homes: int | None) -> None:
    with pytest.raises(RefusedByProcess, match="blijkt niet dat minder is gedaan"):
        found(homes)


def test_a_scheme_with_an_article_of_its_own_has_its_own_grounds() -> None:
    with pytest.raises(WrongUse, match="--unmet aan welke verplichting"):
        found(499, GB_LAW)
