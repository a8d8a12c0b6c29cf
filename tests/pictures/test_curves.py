"""Promises of the studio's curves and recording surface."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("shapely")

from shapely.geometry import LineString, Point, Polygon, box  # noqa: E402

from handouts.pictures.studio import curves  # noqa: E402
from handouts.pictures.studio.surface import Surface, number  # noqa: E402

WAVE = [(0, 0), (20, 30), (60, 10), (90, 40), (95, 90)]


def along(pieces: list[curves.Bezier], steps: int = 40) -> LineString:
    t = np.linspace(0, 1, steps)[:, None]
    m = 1 - t
    spans = [m**3 * p[0] + 3 * m * m * t * p[1] + 3 * m * t * t * p[2] + t**3 * p[3] for p in pieces]
    return LineString(np.vstack(spans))


def test_a_spline_passes_through_its_points() -> None:
    line = curves.spline_line(WAVE)
    assert all(line.distance(Point(p)) < 1e-9 for p in WAVE)


@pytest.mark.parametrize("tolerance", [0.05, 0.5])
def test_fitted_curves_stay_within_the_tolerance(tolerance: float) -> None:
    line = curves.spline_line(WAVE, 30)
    fitted = along(curves.fit_beziers(line.coords, False, tolerance))
    assert fitted.hausdorff_distance(line) < tolerance * 1.5


def test_fitting_a_circle_takes_few_pieces() -> None:
    ring = Point(0, 0).buffer(50, 32).exterior
    assert len(curves.fit_beziers(ring.coords, True, 0.1)) <= 12


def test_a_corner_stays_sharp() -> None:
    fitted = along(curves.fit_beziers(box(0, 0, 40, 40).exterior.coords, True, 0.1))
    assert all(fitted.distance(Point(p)) < 0.01 for p in [(0, 0), (40, 0), (40, 40), (0, 40)])


@pytest.mark.parametrize("points", [[], [(1, 1)], [(1, 1), (1, 1)], [(0, 0), (0, 0), (0, 0)]])
def test_no_line_gives_no_curve(points: list[tuple[float, float]]) -> None:
    assert curves.fit_beziers(np.array(points, dtype=float).reshape(-1, 2)) == []


def test_hatch_lines_stay_inside_and_evenly_apart() -> None:
    disc = Point(3, 4).buffer(20)
    lines = curves.hatch_lines(disc, 45, 4)
    assert 8 <= len(lines) <= 11
    assert all(disc.buffer(1e-6).contains(line) for line in lines)
    assert lines[0].distance(lines[1]) == pytest.approx(4, abs=1.5)


def test_neighbours_hatched_alike_line_up() -> None:
    left, right = box(0, 0, 10, 10), box(10, 0, 20, 10)
    ends = {round(y, 6) for line in curves.hatch_lines(left, 30, 3) for x, y in line.coords if x == 10}
    starts = {round(y, 6) for line in curves.hatch_lines(right, 30, 3) for x, y in line.coords if x == 10}
    assert ends == starts


def test_rounding_drops_slivers_and_keeps_the_body() -> None:
    shape = box(0, 0, 20, 20).union(box(20, 9.9, 30, 10.1))
    assert curves.round_convex(shape, 1).bounds[2] == pytest.approx(20, abs=0.01)


def drawn(surface: Surface) -> str:
    return surface.picture("x", "exercise").blocks[0].data.decode()


def test_a_block_is_closed_and_holds_role_tokens() -> None:
    surface = Surface()
    with surface.block("colour"):
        surface.fill(box(5, 5, 15, 25), "skin", alpha=0.13, stroke="line", width=1)
    text = drawn(surface)
    assert text.startswith("q\n")
    assert text.endswith("B*\nQ\n")
    assert "\n{skin}\n" in text
    assert "\n{S:line}\n" in text
    picture = surface.picture("x", "exercise", margin=2)
    assert picture.roles == ("line", "skin")
    assert picture.alphas == (0.13,)
    assert (picture.width, picture.height) == (15, 25)


def test_the_box_is_moved_to_the_origin() -> None:
    surface = Surface()
    with surface.block("colour"):
        surface.fill(Polygon([(100, 200), (110, 200), (100, 220)]), "skin")
    text = drawn(surface)
    assert "0 0 m\n" in text
    assert "10 0 l\n" in text
    assert "0 20 l\n" in text


def test_state_set_inside_a_clip_is_set_again_after_it() -> None:
    surface = Surface()
    with surface.block("colour"):
        with surface.clip(box(0, 0, 5, 5)):
            surface.fill(box(0, 0, 50, 50), "shade", alpha=0.3)
        surface.fill(box(0, 0, 5, 5), "shade", alpha=0.3)
    text = drawn(surface)
    assert text.count("{shade}") == 2
    assert text.count("/A30 gs") == 2
    assert surface.bounds == (0, 0, 5, 5)


def test_drawing_twice_gives_the_same_picture() -> None:
    def once() -> object:
        surface = Surface()
        with surface.block("mono"):
            surface.hatch(Point(0, 0).buffer(9), "line", 2, 0.5)
            surface.stroke(curves.spline_line(WAVE), "arrow", 1.5, dash=(3, 2))
        return surface.picture("x", "exercise")

    assert once() == once()


def test_misuse_is_refused() -> None:
    surface = Surface()
    with pytest.raises(ValueError, match="inside"):
        surface.fill(box(0, 0, 1, 1), "skin")
    with surface.block("colour"):
        pass
    with pytest.raises(ValueError, match="already"), surface.block("colour"):
        pass
    with pytest.raises(ValueError, match="nothing"):
        surface.picture("x", "exercise")


def test_empty_shapes_draw_nothing() -> None:
    surface = Surface()
    with surface.block("colour"):
        surface.fill(None, "skin")
        surface.fill(Polygon(), "skin")
        surface.stroke(LineString(), "line", 1)
        surface.hatch(Polygon(), "line", 1, 1)
    assert surface.picture("x", "exercise", frame=(0, 0, 1, 1)).blocks[0].data == b"q\n1 j 1 J\nQ\n"


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.001, "0"), (0.5, "0.5"), (12.346, "12.35"), (100, "100")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text
