"""What a letter and what is published with it may say, sentence by sentence, and what holds each.

Lawyers read this list; a test that is renamed or goes away has to be replaced here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

GROUNDS = "tests/io/letters/test_grounds.py"
POWERS = "tests/io/letters/test_powers_and_advice.py"
REASONS = "tests/io/cli/test_reasons.py"
BINDING = "tests/optimiser/questions/application/test_binding.py"
MONEY = "tests/io/letters/test_money_told.py"
TABLES = "tests/io/reports/open_data/test_tables.py"
RECOMPUTE = "tests/io/cli/test_recompute.py"

HELD_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "the ground of a refusal is the article of the rule that was applied": (
        (GROUNDS, "test_a_refusal_under_another_rule_cites_that_rule_and_no_ceiling_of_the_scheme"),
        (GROUNDS, "test_a_refusal_of_the_woningbouwimpuls_names_its_own_ground"),
        (GROUNDS, "test_a_refusal_of_an_area_rests_on_the_list_and_not_on_the_ceiling"),
        (GROUNDS, "test_no_basis_is_named_that_nothing_rests_on"),
        (GROUNDS,
         "test_a_refusal_on_a_rule_of_bereikbaarheid_does_not_rest_on_the_rule_of_division"),
        (GROUNDS,
         "test_a_window_that_no_law_sets_is_the_ground_and_not_an_article_that_says_nothing_of_it"),
        (GROUNDS, "test_a_refusal_is_called_one_for_the_ceiling_only_where_the_ceiling_decided"),
    ),
    "it names the constraint that bound: a ceiling, a fund, a cash year, a floor, a goal": (
        (GROUNDS, "test_the_limits_that_bound_are_named_with_their_source"),
        (BINDING, "test_what_binds_is_what_an_evaluation_of_ones_own_finds"),
        (BINDING, "test_the_codes_stand_in_the_order_of_the_policy"),
        (BINDING, "test_homes_that_another_award_brought_add_nothing_to_a_limit_on_homes"),
    ),
    "or homes that count elsewhere": (
        ("tests/io/cli/test_counted_elsewhere.py",
         "test_it_stands_so_in_every_list_and_letter_though_there_is_money"),
        (REASONS, "test_homes_that_another_grant_brings_already_are_not_compared_by_price"),
    ),
    "or a required application that got nothing": (
        (GROUNDS, "test_what_another_application_or_an_officer_decided_is_no_want_of_money"),
        (GROUNDS, "test_other_applications_are_not_named_among_the_limits"),
    ),
    "or money that was set aside": (
        (MONEY, "test_the_money_there_is_to_divide_is_told_without_what_is_kept"),
        (MONEY, "test_what_a_ceiling_keeps_for_later_is_told_with_it"),
    ),
    "'there is not enough money' only where that is true, against what was left": (
        (GROUNDS, "test_want_of_money_is_said_only_where_money_was_what_lacked"),
        (BINDING, "test_a_want_of_money_is_said_only_while_less_was_left_than_the_least_amount"),
        (BINDING, "test_a_full_cash_year_alone_is_no_want_of_money"),
        ("tests/io/wording/test_opening.py",
         "test_no_want_of_money_is_told_and_no_list_is_the_best_unless_that_is_proven"),
    ),
    "how the money was divided is told in the order it was done, with the floors that moved it": (
        (GROUNDS, "test_the_order_of_the_division_is_told_with_the_limits_and_goals_in_it"),
        (REASONS, "test_the_condition_that_explains_a_dearer_award_is_named"),
        (REASONS, "test_a_condition_that_explains_some_dearer_awards_only_is_named_for_a_part"),
    ),
    "'more homes with the same money' only where no granted one is dearer, or with its floor": (
        (REASONS, "test_more_homes_with_the_same_money_is_not_said_where_a_dearer_one_is_awarded"),
        (REASONS, "test_a_floor_that_holds_without_the_dearer_award_does_not_explain_it"),
        (REASONS, "test_one_that_asks_as_much_as_the_others_is_not_told_that_they_do_more_with_it"),
        (REASONS, "test_one_that_asks_less_than_average_reads_that_it_does_not_fit_beside_them"),
    ),
    "a place in an order only where that order decided": (
        (GROUNDS, "test_a_place_is_told_only_where_that_order_decided"),
        (MONEY, "test_a_ranking_tells_the_place_of_an_application_once"),
        ("tests/io/cli/test_marginal.py",
         "test_its_letter_cites_the_article_it_is_paid_in_two_and_anybody_can_divide_again"),
    ),
    "'nothing was chosen' only where no power was used or left": (
        (POWERS, "test_no_letter_says_that_nothing_was_left_to_choose"),
        (POWERS, "test_what_the_minister_may_do_is_told_as_a_power_that_was_used"),
        (POWERS, "test_a_power_that_was_left_is_told_to_the_first_that_crosses_the_ceiling"),
    ),
    "a departure from the advice of the committee is explained, one that is followed annexed": (
        (POWERS, "test_an_advice_that_is_followed_is_annexed_and_a_departure_is_explained"),
        (POWERS, "test_reasons_of_the_committee_are_no_part_of_a_refusal_on_a_requirement"),
    ),
    "the rule, all limits and goals, weights and the order of ties are published": (
        (RECOMPUTE, "test_every_limit_goal_weight_and_order_of_the_policy_is_published"),
        (RECOMPUTE, "test_every_key_of_the_published_rule_is_in_its_dictionary"),
    ),
    "with the list of applications, their homes and amounts, anybody can divide again": (
        (RECOMPUTE, "test_the_sample_round_can_be_checked_by_anybody"),
        (RECOMPUTE, "test_the_file_that_is_published_runs_on_a_bare_python"),
        ("tests/samples/test_past_rounds.py",
         "test_what_is_published_of_a_past_round_can_be_divided_again_by_anybody"),
    ),
    "refused applications carry their homes": (
        (TABLES, "test_every_number_of_the_tables_and_grants_is_that_of_its_award"),
    ),
    "what may be a secret of business or a position in negotiations is left out, and weighed": (
        ("tests/io/reports/open_data/test_outside.py",
         "test_a_claim_is_published_with_nothing_that_is_withheld"),
        ("tests/io/cli/test_weighing.py",
         "test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail"),
        ("tests/io/cli/test_weighing.py",
         "test_what_is_kept_back_has_its_claim_in_its_place_and_recompute_says_so"),
    ),
    "the register of algorithms has its category, law, human intervention, departures and drafts": (
        (TABLES, "test_the_register_of_algorithms_gets_its_texts_with_the_round_in_them"),
        (RECOMPUTE,
         "test_the_register_links_the_law_of_each_scheme_and_says_what_departs_from_its_rule"),
        (TABLES, "test_the_entry_for_the_register_has_the_fields_of_its_standard_and_fits_them"),
    ),
}  # fmt: skip


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize("sentence", HELD_BY)
def test_each_sentence_on_what_letters_may_say_is_held_by_tests_that_exist(sentence: str) -> None:
    assert HELD_BY[sentence]
    for file, name in HELD_BY[sentence]:
        assert name in _tests_in(file), f"{file}::{name}"
