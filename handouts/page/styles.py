"""The type of a sheet: every role of the page specification in points, for standard and for large print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handouts.design import Colours, Design
from handouts.page.style import MM as MM
from handouts.page.style import Style as Style

if TYPE_CHECKING:
    from handouts.pdf.fonts import Faces

UNIT = 4 * MM  # the baseline unit
HALF = 2 * MM


def rounded_up(height: float, step: float = HALF) -> float:
    """The next multiple of the step at or above the height (points)."""
    steps = int(height / step)
    return (steps + (height - steps * step > 0.01)) * step


@dataclass(frozen=True)
class Styles:
    """All roles."""

    title: Style
    title_long: Style
    eyebrow: Style
    for_whom: Style
    details: Style
    clinic: Style
    clinic_line: Style
    phone: Style
    label: Style
    message: Style
    action: Style
    flag_heading: Style
    flag_note: Style
    tier_action: Style
    tier_where: Style
    body: Style
    heading: Style
    care_heading: Style
    page_heading: Style
    advice: Style
    stop_line: Style
    evidence: Style
    caption: Style
    view: Style
    disc: Style
    card_name: Style
    card_number: Style
    small_number: Style
    small_name: Style
    dose: Style
    dose_word: Style
    dose_unit: Style
    dose_label: Style
    day: Style
    scale_figure: Style
    scale_word: Style
    question: Style
    address: Style
    small: Style
    running: Style
    emergency: Style


def styles_for(design: Design) -> Styles:
    """The type of a design. Raises InvalidData for a clinic font that cannot be used."""
    from handouts.pdf.fonts import faces_of  # a page printed from a kept forme needs styles and no font file

    faces = faces_of(design.branding.fonts)
    return _large(faces, design.colours) if design.large else _standard(faces, design.colours)


def _standard(faces: Faces, colours: Colours) -> Styles:
    def regular(size: float, leading: float, colour: str = colours.ink) -> Style:
        return Style(faces.regular, faces.semibold, size, leading, colour)

    def semibold(size: float, leading: float, colour: str = colours.ink) -> Style:
        return Style(faces.semibold, faces.bold, size, leading, colour)

    def bold(size: float, leading: float, colour: str = colours.ink) -> Style:
        return Style(faces.bold, faces.bold, size, leading, colour)

    small = replace(regular(9, 11.34, colours.mute), even=False)
    return Styles(
        title=bold(25, 30),
        title_long=bold(20, 24),
        eyebrow=semibold(12.5, 16, colours.main2),
        for_whom=regular(12, 16),
        details=regular(10.5, 14, colours.mute),
        clinic=bold(15, 18, colours.main),
        clinic_line=regular(9.5, 12, colours.mute),
        phone=semibold(10.5, 14),
        label=semibold(10.5, 14, colours.on_bar_label),
        message=bold(18, 24, colours.on_bar),
        action=regular(12, 16),
        flag_heading=bold(12.5, 16),
        flag_note=regular(10.5, 14, colours.mute),
        tier_action=bold(15, 18),
        tier_where=semibold(10.5, 13),
        body=regular(12, 16),
        heading=bold(12.5, 16, colours.main),
        care_heading=bold(12.5, 16, colours.hot_text),
        page_heading=bold(22, 28),
        advice=regular(10.5, 14),
        stop_line=semibold(10.5, 14),
        evidence=semibold(9.5, 12),
        caption=regular(9.5, 12),
        view=semibold(10, 12, colours.mute),
        disc=semibold(9, 11),
        card_name=bold(15, 18),
        card_number=bold(12, 14, colours.paper),
        small_number=bold(9.5, 11, colours.paper),
        small_name=bold(12.5, 16),
        dose=bold(18, 22, colours.main),
        dose_word=bold(14, 18, colours.main),
        dose_unit=bold(12, 14, colours.main),
        dose_label=regular(9.5, 12),
        day=semibold(10, 12, colours.mute),
        scale_figure=bold(12, 14),
        scale_word=regular(9.5, 12, colours.mute),
        question=regular(10.5, 14),
        address=semibold(9, 11.34),
        small=small,
        running=small,
        emergency=replace(semibold(9, 11.34, colours.red), even=False),
    )


def _large(faces: Faces, colours: Colours) -> Styles:
    def regular(size: float = 18, leading: float = 22.68, colour: str = colours.ink) -> Style:
        return Style(faces.regular, faces.semibold, size, leading, colour)

    def semibold(size: float = 18, leading: float = 22.68, colour: str = colours.ink) -> Style:
        return Style(faces.semibold, faces.bold, size, leading, colour)

    def bold(size: float, leading: float, colour: str = colours.ink) -> Style:
        return Style(faces.bold, faces.bold, size, leading, colour)

    body = regular()
    furniture = replace(regular(14, 17.01), even=False)  # nothing is under 14
    return Styles(
        title=bold(28, 34),
        title_long=bold(24, 30),
        eyebrow=semibold(18, 22.68, colours.main2),
        for_whom=body,
        details=body,
        clinic=bold(20, 24, colours.main),
        clinic_line=body,
        phone=semibold(),
        label=semibold(18, 22.68, colours.on_bar_label),
        message=bold(22, 29, colours.on_bar),
        action=body,
        flag_heading=bold(20, 25),
        flag_note=body,
        tier_action=bold(22, 27),
        tier_where=semibold(),
        body=body,
        heading=bold(20, 25, colours.main),
        care_heading=bold(20, 25, colours.hot_text),
        page_heading=bold(28, 34),
        advice=body,
        stop_line=semibold(),
        evidence=semibold(),
        caption=body,
        view=semibold(),
        disc=semibold(14, 17),
        card_name=bold(22, 27),
        card_number=bold(18, 22, colours.paper),
        small_number=bold(15, 18, colours.paper),
        small_name=bold(20, 25),
        dose=bold(28, 34, colours.main),
        dose_word=bold(22, 27, colours.main),
        dose_unit=bold(19, 24, colours.main),
        dose_label=body,
        day=semibold(15, 18),
        scale_figure=bold(18, 22),
        scale_word=body,
        question=body,
        address=semibold(),
        small=replace(body, even=False),
        running=furniture,
        emergency=replace(semibold(14, 17.01, colours.red), even=False),
    )
