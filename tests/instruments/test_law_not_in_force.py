"""A rule whose law is not in force on the day of the window decides nothing, and is no nought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.instruments.law.catalogue import Catalogue, NotInForce
from verdeelsleutel.instruments.law.parameters import CatalogueError

from .applications import application, setting

RULES = [(key, rule) for key, one in instruments().items() for rule in one.catalogue.codes]


def without(instrument: Instrument, code: str) -> Catalogue:
    """The catalogue of a scheme as on a day on which one of its rules has no text."""
    written = instrument.catalogue.written
    left = tuple(rule for rule in written.rule if rule.code != code)
    return Catalogue(written.model_copy(update={"rule": left}))


@pytest.mark.parametrize(("key", "code"), RULES, ids=lambda one: str(one))
def test_a_rule_that_is_no_law_on_the_day_is_not_put_and_nothing_stands_for_its_values(
    key: str, code: str
) -> None:
    instrument, asked = instruments()[key], application(key)
    known = setting(others=[asked])
    whole = instrument.candidate(asked, known)
    gone = replace(known, laws={instrument.catalogue.name: without(instrument, code)})
    try:
        said = instrument.screen(asked, gone)
        made = instrument.candidate(asked, gone)
    except NotInForce as stops:  # the round stops, and says which value has no law
        assert key in str(stops)  # noqa: PT017 - either is right
        return
    assert code not in {one.code for one in said}
    if always_in_force(instrument, code):  # there is no such day
        return
    assert (made.requested, made.minimum) == (whole.requested, whole.minimum)
    assert made.score in (None, whole.score)
    for key_without, key_with in zip(made.rank_keys, whole.rank_keys, strict=True):
        assert key_without.value in (None, key_with.value), key_without.name


def always_in_force(instrument: Instrument, code: str) -> bool:
    """Whether a rule has a text on every day of which the law of the scheme is known."""
    written, versions = instrument.catalogue.written, instrument.catalogue.versions
    own = [one for one in versions if one.code == code]
    days = [day for day in days_around(instrument) if written.known_from <= day]
    known = [day for day in days if written.known_to is None or day <= written.known_to]
    return all(any(one.holds_on(day) for one in own) for day in known)


def days_around(instrument: Instrument) -> Iterator[date]:
    """The days on which the text of a rule begins, the day before, and the day after it ends."""
    for version in instrument.catalogue.versions:
        yield version.valid_from
        yield version.valid_from - timedelta(days=1)
        if version.valid_to is not None:
            yield version.valid_to + timedelta(days=1)


@pytest.mark.parametrize("key", list(instruments()))
def test_on_every_day_that_the_law_changes_only_what_is_in_force_is_put(key: str) -> None:
    instrument, asked = instruments()[key], application(key)
    stopped = 0
    for day in sorted(set(days_around(instrument))):
        on_the_day = setting(law_date=day, others=[asked])
        try:
            law = on_the_day.law_of(instrument.catalogue)
            said = instrument.screen(asked, on_the_day)
        except CatalogueError:  # a day of which the law is not known: the round does not open
            stopped += 1
            continue
        own = {one.code for one in said} & set(instrument.catalogue.codes)
        assert own <= {code for code in instrument.catalogue.codes if law.rule_of(code)}
        for one in said:
            assert one.valid_from is None or one.valid_from <= day, one.code
            assert one.valid_to is None or one.valid_to >= day, one.code
    assert stopped < len(set(days_around(instrument)))
