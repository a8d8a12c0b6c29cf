"""A block stored as what differs comes back whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.pictures.likeness import script_of, spelt_out

LINES = st.lists(st.sampled_from([b"q", b"Q", b"1 2 m", b"3 4 l", b"{skin}", b"f*", b"S", b""]), max_size=30).map(
    b"\n".join
)


@given(LINES, LINES)
def test_what_was_written_comes_back(data: bytes, like: bytes) -> None:
    assert spelt_out(script_of(data, like), like, 10_000) == data


def test_a_block_like_another_takes_hardly_any_room() -> None:
    like = b"\n".join(b"%d %d l" % (n, n * n) for n in range(1000))
    data = like.replace(b"500 250000 l", b"1 1 m")
    assert len(script_of(data, like)) < 40


@pytest.mark.parametrize("script", [b"@0 99", b"@-1 2", b"@2 1", b"@x 1", b"@1"])
def test_lines_that_are_not_there_are_refused(script: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        spelt_out(script, b"a\nb\nc", 1000)


def test_a_small_script_cannot_fill_the_memory() -> None:
    with pytest.raises(ValueError, match="too large"):
        spelt_out(b"\n".join([b"@0 100"] * 1000), b"\n".join([b"x" * 100] * 100), 100_000)
