"""An option that is one of some words takes the Dutch of each, and says what each means."""

import click
import pytest

from verdeelsleutel.io.cli import program
from verdeelsleutel.io.cli.choices import OneOf

from .conftest import ROUND, Verdeel
from .test_screen import commands

OUTCOME = OneOf(founded="gegrond", not_met="voldoet niet", post="post")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("founded", "founded"), ("gegrond", "founded"), ("Gegrond", "founded"),
        ("not_met", "not_met"), ("voldoet niet", "not_met"), ("voldoet_niet", "not_met"),
        ("not met", "not_met"), ("post", "post"),
    ],
)  # fmt: skip
def test_a_word_is_taken_in_dutch_too(typed: str, kept: str) -> None:
    assert OUTCOME.convert(typed, None, None) == kept


def test_what_is_none_of_them_is_told_with_what_each_means() -> None:
    with pytest.raises(click.BadParameter) as refused:
        OUTCOME.convert("toegewezen", None, None)
    told = "founded (gegrond), not_met (voldoet niet), post"
    assert refused.value.message.endswith(f"{told}.")


def test_the_error_of_a_command_names_the_dutch_of_each_outcome(verdeel: Verdeel) -> None:
    told = verdeel("objection", "decide", "BZ-1", "--round", ROUND, "--outcome", "toegekend")
    assert told.code == 2
    assert (
        "Kies uit: founded (gegrond), partly (deels gegrond), unfounded (ongegrond), "
        "inadmissible (niet-ontvankelijk)." in told.err
    )


def test_every_choice_of_several_english_words_has_its_dutch() -> None:
    """Languages, solvers, letters of an article and kinds of letters are names."""
    names = {"lang", "solver", "without", "kind"}
    for path in commands(program.verdeel):
        one: click.Command = program.verdeel
        for name in path:
            assert isinstance(one, click.Group)
            one = one.commands[name]
        for option in one.params:
            if isinstance(option.type, click.Choice) and option.name not in names:
                assert isinstance(option.type, OneOf), (path, option.name)
