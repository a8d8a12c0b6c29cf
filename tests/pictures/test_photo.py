"""Promises of photos and logos: upright, clean, small, and refused with a remedy when unsound."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from handouts.errors import PictureError
from handouts.pictures.logo import load_logo
from handouts.pictures.photo import PreparedPhoto, prepare_photo
from handouts.pictures.svg import read_svg
from handouts.pictures.svg_paths import parse_path, parse_transform

GREY = Image.linear_gradient("L").resize((900, 600))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def prepared(data: bytes, keep_alpha: bool = False) -> PreparedPhoto:
    return prepare_photo(data, max_width_mm=25.4, max_height_mm=25.4, name="clinic.jpg", keep_alpha=keep_alpha)


def opened(photo: PreparedPhoto) -> Image.Image:
    return Image.open(BytesIO(photo.data))


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (GREY, "JPEG"),
        (GREY.convert("CMYK"), "JPEG"),
        (GREY.convert("CMYK"), "TIFF"),
        (GREY.convert("RGB").quantize(16), "PNG"),
        (GREY.convert("LA"), "PNG"),
        (GREY.convert("1"), "PNG"),
        (Image.new("I;16", (60, 40), 40000), "PNG"),
        (GREY.convert("P"), "GIF"),
        (GREY, "WEBP"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.mode,
)
def test_every_kind_of_picture_becomes_8_bit_grey_or_rgb(image: Image.Image, kind: str) -> None:
    photo = prepared(saved(image, kind))
    assert opened(photo).mode in ("L", "RGB")
    assert opened(photo).size == (photo.width_px, photo.height_px)
    assert max(photo.width_px, photo.height_px) <= 300
    assert not photo.has_alpha


def test_16_bit_grey_keeps_its_brightness() -> None:
    assert opened(prepared(saved(Image.new("I;16", (60, 40), 40000), "PNG"))).getpixel((5, 5)) == 156


def test_a_sideways_photo_is_turned_and_its_metadata_is_gone() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Jane"
    photo = prepared(saved(GREY, "JPEG", exif=exif))
    assert photo.height_px > photo.width_px
    assert b"Jane" not in photo.data
    assert not opened(photo).getexif()


def test_the_same_photo_always_gives_the_same_bytes() -> None:
    data = saved(GREY, "JPEG")
    assert prepared(data) == prepared(data)


def test_a_small_photo_is_never_enlarged() -> None:
    photo = prepared(saved(GREY.resize((40, 30)), "PNG"))
    assert (photo.width_px, photo.height_px) == (40, 30)


def test_transparency_becomes_white_paper_unless_it_is_wanted() -> None:
    clear = saved(Image.new("RGBA", (50, 50), (255, 0, 0, 0)), "PNG")
    assert opened(prepared(clear)).getpixel((9, 9)) == (255, 255, 255)
    kept = prepared(clear, keep_alpha=True)
    assert kept.has_alpha
    assert kept.media == "png"


def test_an_opaque_alpha_channel_is_dropped() -> None:
    assert not prepared(saved(Image.new("RGBA", (50, 50), "red"), "PNG"), keep_alpha=True).has_alpha


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"<svg/>", "not a picture"),
        (saved(GREY, "JPEG")[:2500], "cut short"),
        (saved(GREY, "PNG")[:300], "cut short"),
        (saved(Image.new("1", (29_000, 20_000)), "PNG"), "far too large"),
        (saved(Image.new("1", (29_900, 3_000)), "PNG"), "shrink it"),
        (saved(Image.new("L", (3, 3)), "PNG"), "larger"),
        (saved(Image.new("F", (20, 20)), "TIFF"), "save it again"),
    ],
)
def test_an_unsound_picture_is_refused_by_name_with_a_remedy(data: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said) as problem:
        prepared(data)
    assert str(problem.value).startswith("clinic.jpg: ")
    assert problem.value.hint


# ---------------------------------------------------------------- drawn logos
def svg(inside: str, head: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">\n{inside}\n</svg>'.encode()


RECTANGLE = '<rect width="20" height="10" fill="#15565E"/>'


def test_a_logo_is_read_with_its_own_colours() -> None:
    drawing = read_svg(svg(f'<g transform="translate(1 2)" opacity=".5">{RECTANGLE}</g>'), "logo.svg")
    assert (drawing.width, drawing.height) == (400, 200)
    assert drawing.alphas == (0.5,)
    text = drawing.operators({}, ["colour"])
    assert b"0.082 0.337 0.369 rg" in text
    assert b"20.00 160.00 m" in text


def test_style_sheets_classes_and_doctypes_of_drawing_programs_are_read() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
    inside = '<defs><style>.cls-1{fill:#f00}</style></defs><path class="cls-1" d="M0 0h5v5z"/>'
    assert b"1 0 0 rg" in read_svg(svg(inside, head), "logo.svg").operators({}, ["colour"])


@pytest.mark.parametrize(
    ("inside", "head", "said"),
    [
        (RECTANGLE, '<!DOCTYPE svg [<!ENTITY a "aaaa">]>', "document type"),
        ("<script>1</script>", "", "logo.svg:2: the drawing has a script"),
        ('<rect width="5" height="5" onclick="x()"/>', "", "script"),
        ('<image href="https://example.org/a.png"/>', "", "outside"),
        ('<image href="data:image/png;base64,AAAA"/>', "", "outside"),
        ('<use href="file:///etc/passwd#a"/>', "", "outside"),
        ("<style>@import 'a.css';</style>" + RECTANGLE, "", "outside"),
        ("<text>Clinic</text>", "", "outlines"),
        ('<rect width="5" height="5" fill="url(#shine)"/>', "", "gradient"),
        ('<g id="a"><use href="#a"/><use href="#a"/></g>', "", "itself"),
        ('<path d="M0 0 L 5"/>', "", "missing after 'L'"),
        ('<path d="M0 0L1e999 3"/>', "", "far outside"),
        ("", "", "nothing to draw"),
        ("<g>", "", "not valid XML"),
    ],
)
def test_a_logo_that_is_unsafe_or_would_print_wrong_is_refused(inside: str, head: str, said: str) -> None:
    with pytest.raises(PictureError, match=said) as problem:
        read_svg(svg(inside, head), "logo.svg")
    assert "logo.svg" in str(problem.value)
    assert problem.value.hint


def test_copies_of_copies_come_to_an_end() -> None:
    levels = [f'<g id="g{i}"><use href="#g{i + 1}"/><use href="#g{i + 1}"/></g>' for i in range(30)]
    with pytest.raises(PictureError, match="more than"):
        read_svg(svg("".join(levels) + '<g id="g30"/>'), "logo.svg")


def test_arcs_end_where_they_say_and_may_be_written_tightly() -> None:
    loose, tight = parse_path("M0 5 A 5 5 0 0 1 10 5"), parse_path("M0 5A5 5 0 0110 5")
    assert loose == tight
    assert loose[-1][1][-1] == (10, 5)
    assert min(point[1] for _, points in loose for point in points) == pytest.approx(0, abs=0.01)


def test_transforms_apply_from_the_right() -> None:
    assert parse_transform("translate(10,0) scale(2)").at((1, 1)) == (12, 2)
    x, y = parse_transform("rotate(90 5 5)").at((10, 5))
    assert x == pytest.approx(5)
    assert y == pytest.approx(10)


def test_load_logo_reads_drawings_and_pictures_and_names_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(svg(RECTANGLE))
    (tmp_path / "b.png").write_bytes(saved(Image.new("RGBA", (80, 40), (0, 0, 0, 9)), "PNG"))
    assert load_logo(tmp_path / "a.svg").aspect == 2
    logo = load_logo(tmp_path / "b.png")
    assert logo.photo is not None
    assert logo.photo.has_alpha
    assert logo.aspect == 2
    with pytest.raises(PictureError, match=r"none\.svg"):
        load_logo(tmp_path / "none.svg")
