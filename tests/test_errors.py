"""Problems keep what they know: seen from another place, and carried to another process."""

from __future__ import annotations

import pickle

import pytest

from handouts.errors import (
    CannotWrite,
    ExitCode,
    HandoutsError,
    InvalidData,
    Problems,
    RefusedForSafety,
    Where,
)

ONE = InvalidData("is empty", where=Where("a.yaml", 3), hint="write something")
TWO = RefusedForSafety("no sheet may be made")


@pytest.mark.parametrize("error", [ONE, TWO, CannotWrite("is full"), Problems([ONE, TWO]), Problems([])])
def test_a_problem_comes_out_of_another_process_as_it_went_in(error: HandoutsError) -> None:
    there = pickle.loads(pickle.dumps(error))
    assert type(there) is type(error)
    assert (str(there), there.exit_code, there.where, there.hint) == (
        str(error), error.exit_code, error.where, error.hint,
    )  # fmt: skip


def test_several_problems_travel_with_each_of_them() -> None:
    there = pickle.loads(pickle.dumps(Problems([ONE, TWO])))
    assert [type(one) for one in there.problems] == [InvalidData, RefusedForSafety]
    assert there.problems[0].where == Where("a.yaml", 3)


def test_several_problems_are_seen_from_another_place_together() -> None:
    moved = Problems([ONE, TWO]).at(Where("clients.csv", row=7))
    assert str(moved) == "clients.csv:7: is empty; write something\nclients.csv:7: no sheet may be made"
    assert isinstance(moved, Problems)
    assert moved.exit_code == Problems([ONE, TWO]).exit_code


def test_a_problem_without_place_or_hint_is_its_message() -> None:
    assert str(TWO) == "no sheet may be made"
    assert TWO.exit_code is ExitCode.REFUSED_FOR_SAFETY
