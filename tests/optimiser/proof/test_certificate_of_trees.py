"""What a certificate believes of a list: trees followed to their end, and no solver's word."""

from __future__ import annotations

import lzma
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from verdeelsleutel.grants.decisions.allocation import ORDER, PROOFS, Basis, Stage, Status
from verdeelsleutel.grants.homes import NO_HOMES
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.objectives import objectives_of
from verdeelsleutel.optimiser.proof import check_proof
from verdeelsleutel.optimiser.proof.certificate import Era, certify
from verdeelsleutel.optimiser.proof.export import problem_of
from verdeelsleutel.optimiser.proof.tree import FIRST_LINE, Refused, kept, opened, unpacked
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, Why, digest_of

from ..builders import MLN, a_round, candidate, divided, policy

MADE, RULES = a_round(25, seed=7)


def staged(solution: Solution, **by_name: Basis) -> Solution:
    """The same with other bases; spaces in a name are underscores."""
    stages = tuple(
        stage.model_copy(update={"basis": basis, "multipliers": ()})
        if (basis := by_name.get(stage.name.split(" ")[0]))
        else stage
        for stage in solution.stages
    )
    return solution.model_copy(update={"stages": stages})


def test_every_stage_and_the_order_rest_on_what_needs_no_solver() -> None:
    assert divided(25, seed=7).status is Status.PROVEN
    assert {stage.basis for stage in divided(25, seed=7).stages} <= set(PROOFS)
    assert divided(25, seed=7).stages[-1].name == ORDER
    assert divided(25, seed=7).stages[-1].basis is Basis.CHECKED_TREE
    certificate = certify(MADE, RULES, divided(25, seed=7))
    assert certificate.valid
    assert certificate.basis is Basis.CHECKED_TREE
    assert certificate.proof == opened(divided(25, seed=7).proof).sha256


# Without the floor for Drenthe the list in which nobody gets anything keeps every hard limit.
FREE = RULES.model_copy(update={"constraint": ()})


def nobody(solution: Solution, basis: Basis) -> Solution:
    """The list in which nobody gets anything, with everything restated from it."""
    program = program_of(case_of(MADE, FREE))
    given = tuple(
        ProposedAward(
            application_id=one.application_id, cents=0, rank=one.rank, reason=Why.NOT_CHOSEN
        )
        for one in solution.given
    )
    grants = [item.grant(0) for item in program.case.items]
    values = {one.name: one.exact(grants) for one in objectives_of(program)} | {ORDER: 0}
    stages = tuple(
        Stage(
            name=stage.name, unit=stage.unit, value=values[stage.name],
            bound=values[stage.name], proven=True, solver="CP-SAT and HiGHS", basis=basis,
        )
        for stage in solution.stages
    )  # fmt: skip
    empty = {"given": given, "stages": stages, "digest": digest_of(given), "homes": NO_HOMES}
    return solution.model_copy(update=empty)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("basis", list(Basis))
def test_a_list_in_which_nobody_gets_anything_is_not_proven_by_any_word(basis: Basis) -> None:
    solution = allocate(MADE, FREE)
    forged = nobody(solution, basis)
    for proof in ("", solution.proof):
        certificate = certify(MADE, FREE, forged.model_copy(update={"proof": proof}))
        assert not certificate.valid
        about = ("Stage", "The multipliers", "The proof")
        assert all(fault.startswith(about) for fault in certificate.faults)


@pytest.mark.parametrize("basis", [Basis.TWO_SOLVERS, Basis.ONE_SOLVER, Basis.NOTHING])
@pytest.mark.parametrize("name", ["shortfall", "affordable", "money", "published"])
def test_a_stage_that_rests_on_a_word_is_not_called_proven(name: str, basis: Basis) -> None:
    certificate = certify(MADE, RULES, staged(divided(25, seed=7), **{name: basis}))
    assert any("is called proven, and rests on" in fault for fault in certificate.faults)


def test_a_list_of_which_a_stage_rests_on_two_solvers_can_say_that_it_is_not_proved() -> None:
    told = staged(divided(25, seed=7), money=Basis.TWO_SOLVERS)
    stages = tuple(
        stage.model_copy(update={"proven": False}) if stage.name == "money" else stage
        for stage in told.stages
    )
    told = told.model_copy(update={"stages": stages, "status": Status.NOT_PROVED})
    certificate = certify(MADE, RULES, told)
    assert certificate.valid
    assert "money: two solvers, no proof" in certificate.rests_on


def test_before_there_were_trees_two_solvers_were_called_a_proof_and_still_are() -> None:
    old = staged(
        divided(25, seed=7),
        affordable=Basis.TWO_SOLVERS,
        money=Basis.TWO_SOLVERS,
        published=Basis.ONE_SOLVER,
    ).model_copy(update={"proof": ""})
    assert not certify(MADE, RULES, old).valid
    certificate = certify(MADE, RULES, old, era=Era.BEFORE_TREES)
    assert certificate.valid
    assert certificate.basis is Basis.TWO_SOLVERS
    assert "each at zero gap" in certificate.rests_on
    assert "proof" not in certificate.model_dump()


def test_a_tree_that_is_missing_or_of_something_else_is_refused() -> None:
    proof = opened(divided(25, seed=7).proof)
    others, rules = a_round(25, seed=8)
    wrong = {
        "not there": "",
        "cut short": divided(25, seed=7).proof[:-8],
        "another round": allocate(others, rules).proof,
        "rests on a tree": kept(replace(proof, stages={})),
        "published order rests": kept(replace(proof, shared=None, order={})),
        "there is no stage 9": kept(replace(proof, stages={**proof.stages, 9: proof.stages[0]})),
    }
    for why, text in wrong.items():
        certificate = certify(MADE, RULES, divided(25, seed=7).model_copy(update={"proof": text}))
        assert not certificate.valid
        assert any(why in fault for fault in certificate.faults), (why, certificate.faults)


@pytest.mark.parametrize("repeated", [b"\0", b"B 0 0\n"])
def test_a_text_that_is_made_to_fill_a_memory_is_no_proof(repeated: bytes) -> None:
    """Of both checkers: some kilobytes that unpack to a hundred megabytes, or to many lines."""
    head = f"{FIRST_LINE}\nclaim {64 * 'a'}\nstage 0\n".encode()
    packed = lzma.compress(head + repeated * (2**27 // len(repeated)) + b"end\n", preset=0)
    assert len(packed) < 50_000
    with pytest.raises(Refused):
        unpacked(packed)
    with pytest.raises(check_proof.Wrong):
        check_proof.unpacked(packed)
    few = lzma.compress(head + b"B 0 0\n" * 2**21 + b"end\n", preset=0)
    with pytest.raises(Refused, match="more lines"):
        unpacked(few)


def test_the_proof_is_no_part_of_the_digest_and_none_of_what_was_kept_before() -> None:
    bare = divided(25, seed=7).model_copy(update={"proof": ""})
    assert digest_of(bare.given) == divided(25, seed=7).digest
    assert "proof" not in bare.model_dump()
    assert Solution.model_validate_json(bare.model_dump_json()) == bare


def test_a_round_with_one_application_or_none_that_is_free_is_proven() -> None:
    for made in ([candidate("A", MLN, (9,))], [candidate("A", 0, ())]):
        for budget in (MLN, MLN - 1):
            solution = allocate(made, policy(budget))
            assert solution.status is Status.PROVEN
            assert certify(made, policy(budget), solution).valid


def test_two_hundred_of_one_price_are_proven() -> None:
    made = [
        candidate(f"A-{k:03d}", MLN * (k % 7 + 1), (k % 7 + 1,), project_id=f"P{k}")
        for k in range(200)
    ]
    rules = policy(MLN * 300 + 1)
    solution = allocate(made, rules)
    assert {stage.basis for stage in solution.stages} <= set(PROOFS)
    assert certify(made, rules, solution).valid


def test_others_check_it_with_one_file_and_no_dependency(tmp_path: Path) -> None:
    """Isolated from everything that is installed, as who has only the file would run it."""
    problem, proof = tmp_path / "problem.json", tmp_path / "proof.xz"
    problem.write_text(problem_of(MADE, RULES, divided(25, seed=7)), encoding="ascii", newline="\n")
    proof.write_bytes(opened(divided(25, seed=7).proof).packed())
    command = [sys.executable, "-I", "-S", str(check_proof.__file__), str(problem), str(proof)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"money: {divided(25, seed=7).cents}; none is better" in done.stdout
    problem.write_text(problem.read_text().replace('"value":', '"value":1', 1))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "REFUSED" in done.stdout
