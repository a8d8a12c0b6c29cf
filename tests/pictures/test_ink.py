"""Promises of painting pictures on a canvas."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from handouts.errors import PictureError
from handouts.pictures.compiled import Block, Frame, Picture
from handouts.pictures.ink import fitted_size, place_picture

PICTURE = Picture(
    id="bridge",
    kind="exercise",
    width=100.0,
    height=50.0,
    roles=("skin",),
    alphas=(0.13, 1.0),
    blocks=(Block("colour", b"q\n{skin}\n/A13 gs\n0 0 m\n99 0 l\n0 49 l\nh\nf*\nQ\n"),),
)
RED, BLUE = {"skin": "#FF0000"}, {"skin": "#0000FF"}


def new_canvas() -> Canvas:
    return Canvas(BytesIO(), invariant=1, pageCompression=0)


def pdf_of(canvas: Canvas) -> bytes:
    return bytes(canvas.getpdfdata())


def test_a_picture_painted_twice_is_stored_once() -> None:
    canvas = new_canvas()
    place_picture(canvas, PICTURE, RED, ["colour"], 10, 20)
    place_picture(canvas, PICTURE, {**RED, "unused": "#123456"}, ["colour"], 200, 20, width=50, mirror=True)
    pdf = pdf_of(canvas)
    assert pdf.count(b"/Subtype /Form") == 1
    assert pdf.count(b" Do") == 2
    assert b"/ExtGState" in pdf
    assert b"/ca .13" in pdf or b"/ca 0.13" in pdf


def test_another_palette_is_another_form() -> None:
    canvas = new_canvas()
    place_picture(canvas, PICTURE, RED, ["colour"], 10, 20)
    place_picture(canvas, PICTURE, BLUE, ["colour"], 10, 20)
    pdf = pdf_of(canvas)
    assert pdf.count(b"/Subtype /Form") == 2
    assert b"1 0 0 rg" in pdf
    assert b"0 0 1 rg" in pdf


def test_each_document_holds_its_own_form() -> None:
    for _ in range(2):
        canvas = new_canvas()
        place_picture(canvas, PICTURE, RED, ["colour"], 0, 0)
        assert pdf_of(canvas).count(b"/Subtype /Form") == 1


def test_mirroring_turns_the_picture_within_its_place() -> None:
    canvas = new_canvas()
    place_picture(canvas, PICTURE, RED, ["colour"], 10, 20, width=200, mirror=True)
    assert b"-2 0 0 2 210 20 cm" in pdf_of(canvas)


def test_mirrored_frames_keep_their_order_and_the_whole_keeps_its_place() -> None:
    frames = (Frame("1", 0.0, 40.0), Frame("2", 60.0, 100.0))
    blocks = tuple(Block(f"colour:{name}", PICTURE.blocks[0].data) for name in ("1", "2", "chevrons"))
    canvas = new_canvas()
    place_picture(
        canvas, replace(PICTURE, frames=frames, blocks=blocks), RED, ["colour"], 10, 20, width=200, mirror=True
    )
    pdf = pdf_of(canvas)
    assert b"2 0 0 2 10 20 cm" in pdf
    assert pdf.index(b"-1 0 0 1 40.00 0 cm") < pdf.index(b"-1 0 0 1 160.00 0 cm")
    assert pdf.count(b"-1 0 0 1") == 2


@pytest.mark.parametrize(
    ("asked", "given"),
    [((None, None), (100, 50)), ((200, None), (200, 100)), ((None, 25), (50, 25)), ((200, 25), (50, 25))],
)
def test_the_aspect_is_kept(asked: tuple[float | None, float | None], given: tuple[float, float]) -> None:
    assert fitted_size(PICTURE, *asked) == given


def test_a_picture_in_a_box_stands_in_the_middle_of_its_floor() -> None:
    canvas = new_canvas()
    place_picture(canvas, PICTURE, RED, ["colour"], 10, 20, width=200, height=25)
    assert b".5 0 0 .5 85 20 cm" in pdf_of(canvas)


def test_a_role_without_a_colour_is_an_error_before_anything_is_painted() -> None:
    with pytest.raises(PictureError, match="needs a colour for 'skin'"):
        place_picture(new_canvas(), PICTURE, {}, ["colour"], 0, 0)
