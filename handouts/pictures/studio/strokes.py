"""Line weights that come out the same on paper however large the picture was drawn."""

from __future__ import annotations

from dataclasses import dataclass

PANEL = (181.0, 90.5)  # points: 64 x 32 mm, the usual picture panel of a handout


@dataclass(frozen=True)
class Strokes:
    """Widths in points at natural size for a picture that is printed at the scale fit."""

    fit: float

    def printed(self, points: float) -> float:
        """The natural size of something that measures this many points on paper."""
        return points / self.fit

    @property
    def outline(self) -> float:
        return self.printed(0.55)

    @property
    def fine(self) -> float:
        return self.printed(0.38)

    @property
    def contour(self) -> float:
        return self.printed(1.35)


def strokes_for(width: float, height: float) -> Strokes:
    """The weights for a picture of this natural size (points) fitted into the panel."""
    return Strokes(min(PANEL[0] / width, PANEL[1] / height))
