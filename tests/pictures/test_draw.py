"""What the page on posing tells a newcomer is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("shapely")

from handouts.errors import PictureError
from handouts.pictures.studio.pose_lines import line_of
from handouts.pictures.studio.proof import draw_proof

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "posing.md").read_text(encoding="utf-8")
FIRST_POSE = PAGE.partition("## Your first pose")[2].partition("\n## ")[0]
STEPS = re.findall(r"```yaml\n(.*?)```", FIRST_POSE, re.DOTALL)
POSE = """id: two
start:
  hand_at: [0, 1, 0]
  hand_at_R: [1, 1, 1]
  root: {pitch: -90}
end:
  knee: 3
props:
  - mat
  - {ball: {size: 0.1}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "seated-reach.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_step_of_the_page_goes_as_it_says(tmp_path: Path) -> None:
    seat, hands, reach, marks = STEPS
    assert draw_proof(written(tmp_path, seat), "slim").problems == ()
    assert draw_proof(written(tmp_path, seat + hands), "slim").problems == ()
    [problem] = draw_proof(written(tmp_path, seat + hands + reach), "slim").problems
    assert str(problem).replace(str(tmp_path) + "/", "") in FIRST_POSE
    right = reach.replace("[0.10, 1.6, 0.1]", "[0.10, 0.98, 0.02]")
    assert right != reach
    with pytest.raises(PictureError, match="did you mean 'side_L'"):
        draw_proof(written(tmp_path, seat + hands + right + marks), "slim")
    whole = written(tmp_path, seat + hands + right + marks.replace("sides_L", "side_L"))
    for build in ("slim", "full", "broad"):
        assert draw_proof(whole, build).problems == ()


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["start.hand_at_L"], 3),
        (["start.hand_at_R"], 4),
        (["end.hand_at_L"], 3),
        (["end.knee_L"], 7),
        (["start.foot_at", "start.root"], 5),
        (["start.root.pitch"], 5),
        (["props[1].ball.size"], 10),
        (["start.foot_at"], 2),
        (["arrows[0]"], None),
    ],
)
def test_the_line_of_a_key_is_where_it_is_written(keys: list[str], line: int | None, tmp_path: Path) -> None:
    assert line_of(written(tmp_path, POSE), keys) == line


def test_a_file_that_is_no_yaml_has_no_lines(tmp_path: Path) -> None:
    assert line_of(written(tmp_path, "a: ["), ["a"]) is None
    assert line_of(tmp_path / "gone.yaml", ["a"]) is None
