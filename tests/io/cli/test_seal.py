"""What the seal of a round covers."""

import tomllib
from pathlib import Path

from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.rounds.seal import policy_hash


def read(path: Path) -> Policy:
    return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def test_the_seal_follows_from_what_the_policy_says_and_not_from_how_it_is_written(
    samples: Path,
) -> None:
    written = read(samples / "policy.toml")
    again = Policy.model_validate_json(written.model_dump_json())
    assert policy_hash(written) == policy_hash(again)
    assert len(policy_hash(written)) == 64


def test_any_change_of_the_policy_breaks_the_seal(samples: Path) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    changes = [
        ('total = "€ 5 mld"', 'total = "€ 5.000.000.000,01"'),
        ('at_least = "2/3"', 'at_least = "3/5"'),
        ('rule = "optimise"', 'rule = "first_come"'),
    ]
    for before, after in changes:
        assert before in text
        changed = Policy.model_validate(tomllib.loads(text.replace(before, after, 1)))
        assert policy_hash(changed) != policy_hash(read(samples / "policy.toml")), after


def test_a_scheme_that_takes_no_part_is_not_in_the_seal(samples: Path, small_samples: Path) -> None:
    small = read(small_samples / "policy.toml")
    assert set(small.instruments) < set(read(samples / "policy.toml").instruments)
    assert policy_hash(small) != policy_hash(read(samples / "policy.toml"))
