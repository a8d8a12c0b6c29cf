"""Files with holes: whatever is put into them, a reader that is not ours finds every object as it was meant."""

from __future__ import annotations

import io
import zlib

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.pdf.skeleton import Skeleton, build_skeleton
from handouts.pdf.syntax import literal, number, packed_stream, stream, text_string

TEXTS = st.text(max_size=60)
DATA = st.binary(max_size=300)


def document(texts: list[str], streams: list[bytes], holes: set[int]) -> tuple[Skeleton, dict[int, bytes]]:
    """A small file: a catalog, no pages, strings and streams. ``holes``: which of these are left open."""
    bodies: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R /All [%s] >>"
        % b" ".join(b"%d 0 R" % (4 + index) for index in range(len(texts) + len(streams))),
        2: b"<< /Type /Pages /Kids [] /Count 0 >>",
        3: b"<< /Title (T) >>",
    }
    for text in texts:
        bodies[len(bodies) + 1] = text_string(text)
    for index, data in enumerate(streams):
        bodies[len(bodies) + 1] = packed_stream(b"", data) if index % 2 else stream(b"", data)
    open_ones = {key for key in bodies if key in holes}
    skeleton = build_skeleton({key: None if key in open_ones else body for key, body in bodies.items()}, root=1, info=3)
    return skeleton, {key: bodies[key] for key in sorted(open_ones)}


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, max_size=8), streams=st.lists(DATA, max_size=6), holes=st.sets(st.integers(1, 20)))
def test_every_object_is_found_whether_it_stood_or_was_filled_in(
    texts: list[str], streams: list[bytes], holes: set[int]
) -> None:
    skeleton, filled = document(texts, streams, holes)
    assert skeleton.holes == tuple(filled)
    file = skeleton.filled(list(filled.values()))
    assert file == skeleton.filled(list(filled.values()))
    with pikepdf.open(io.BytesIO(file), attempt_recovery=False) as pdf:
        assert not pdf.check_pdf_syntax()
        found = list(pdf.Root.All)
        assert [str(one) for one in found[: len(texts)]] == [
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts
        ]
        assert [one.read_bytes() for one in found[len(texts) :]] == streams
        assert pdf.docinfo.Title == "T"


def test_other_fillings_are_another_document() -> None:
    skeleton, _ = document(["a"], [], {4})
    first, second = skeleton.filled([b"(a)"]), skeleton.filled([b"(b)"])
    ids = [file.split(b"/ID [<")[1][:32] for file in (first, second)]
    assert ids[0] != ids[1]


@given(st.lists(st.floats(-2000, 2000), max_size=20))
def test_numbers_are_short_and_near(values: list[float]) -> None:
    for value in values:
        text = number(value)
        assert abs(float(text) - value) <= (0.0000051 if abs(value) < 4 else 0.00051)
        assert "e" not in text
        assert not text.startswith(("0.", "-0"))


def test_numbers_as_pdf_likes_them() -> None:
    assert [number(value) for value in (0, 1.0, -0.5, 0.25, 12.3456, -0.0000001, 100.0004)] == [
        "0", "1", "-.5", ".25", "12.346", "0", "100",
    ]  # fmt: skip


@given(st.binary(max_size=80))
def test_a_literal_string_holds_any_bytes(data: bytes) -> None:
    with pikepdf.new() as pdf:
        assert bytes(pikepdf.Object.parse(literal(data))) == data
        assert pdf is not None


def test_a_stream_ends_with_a_line_end_that_is_not_counted() -> None:
    for data in (b"q Q", b"q Q\n", b"q Q\r", b""):
        assert stream(b"", data).endswith(b"/Length %d >>\nstream\n%s\r\nendstream" % (len(data), data))
    assert zlib.decompress(packed_stream(b"", b"abc").split(b"stream\n")[1].split(b"\r\n")[0]) == b"abc"
