"""Which keys of a policy an amendment changes, with what each was and becomes."""

import random
from datetime import date
from importlib.resources import as_file, files

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.rounds.amending.policy_changes import policy_changes


@pytest.fixture(scope="module")
def policy() -> Policy:
    with as_file(files("verdeelsleutel.sample_applications").joinpath("policy.toml")) as path:
        return load_policy(path)[0]


def told(before: Policy, after: Policy) -> list[tuple[str, str | None, str | None]]:
    return [(one.key, one.before, one.after) for one in policy_changes(before, after)]


def test_the_same_policy_changes_nothing(policy: Policy) -> None:
    assert policy_changes(policy, policy) == ()


@pytest.mark.parametrize("seed", range(20))
def test_every_changed_amount_and_day_is_named_once_and_back_again(
    policy: Policy, seed: int
) -> None:
    drawn = random.Random(seed)
    fund = drawn.choice(sorted(policy.funds))
    total = Euro(drawn.randrange(1, 10**12))
    day = date(2026, drawn.randint(1, 12), drawn.randint(1, 28))
    after = policy.model_copy(
        update={
            "funds": {
                **policy.funds, fund: policy.funds[fund].model_copy(update={"total": total}),
            },
            "round": policy.round.model_copy(update={"decision_date": day}),
        }
    )  # fmt: skip
    found = {key: (was, becomes) for key, was, becomes in told(policy, after)}
    assert found[f"funds.{fund}.total"] == (str(policy.funds[fund].total), str(total))
    assert set(found) <= {f"funds.{fund}.total", "round.decision_date"}
    if day != policy.round.decision_date:
        assert found["round.decision_date"][1] == f"{day:%d-%m-%Y}"
    assert {key: (b, a) for key, a, b in told(after, policy)} == found


def test_what_is_new_or_gone_is_told_as_such(policy: Policy) -> None:
    first, *others = policy.constraint
    fewer = policy.model_copy(update={"constraint": tuple(others)})
    found = told(policy, fewer)
    assert found
    assert all(key.startswith(f"constraint[{first.code}].") for key, _, _ in found)
    assert all(becomes is None and was for _, was, becomes in found)
    assert told(fewer, policy) == [(key, None, was) for key, was, _ in found] or {
        (key, was) for key, _, was in told(fewer, policy)
    } == {(key, was) for key, was, _ in found}


def test_a_parameter_of_the_law_is_named_as_in_the_file(policy: Policy) -> None:
    key = "GB-02.Haven-Stad"
    own = policy.instruments["gebiedsbudget"]
    other = own.model_copy(update={"parameters": {**own.parameters, key: "€ 21 mln"}})
    after = policy.model_copy(
        update={"instruments": {**policy.instruments, "gebiedsbudget": other}}
    )
    ((name, was, becomes),) = told(policy, after)
    assert name == f'instruments.gebiedsbudget.parameters."{key}"'
    assert (was, becomes) == (str(own.parameters[key]), "€ 21 mln")
