"""The words of the body map: what its views are called, what is marked, and names where they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handouts.errors import TemplateError, Where
from handouts.maps import Chosen, MapRegions, Shown, Strength
from handouts.resolve import PlannedArea
from handouts.words import model as w
from handouts.words.fill import Phrases, capitalised
from handouts.words.model import Text, plain, said

LETTERS = {"left": "L", "right": "R"}
FAINTER: Mapping[Strength, str] = {"linked": "map.linked", "faint": "map.spread"}
MOST_NAMES = 14  # more names would leave too little room for the figures
SIDES = {letter: side for side, letter in LETTERS.items()}


def map_words(
    areas: Sequence[PlannedArea], maps: MapRegions, phrases: Phrases, names: Text, style: str | None = None
) -> w.BodyMap:
    """The map of the planned areas; names is how the sheet names them. style "everyday" or "latin" asks for the names
    of what lies about the marks. Raises PictureError for an unmarked area."""
    marks = tuple(w.MapMark(area.id, _sides_of(area)) for area in areas)
    chosen = maps.choose({mark.area: "".join(LETTERS[side] for side in mark.sides) for mark in marks})
    sided = {side for area in areas if area.side != "middle" for side in _sides_of(area)}
    return w.BodyMap(
        marks=marks,
        caption=_caption(marks, maps, chosen, phrases, names),
        alt=plain(phrases.text("alt.body_map", seen=_seen(chosen, maps, phrases), areas=names)),
        front=said(phrases.words("map.front")),
        back=said(phrases.words("map.back")),
        left=said(phrases.words("map.left")),
        right=said(phrases.words("map.right")),
        sides_chosen=tuple(side for side in LETTERS if side in sided),
        figures=tuple(_view(one, phrases) for one in chosen.figures),
        close_ups=tuple(tuple(_view(one, phrases) for one in row) for row in chosen.close_ups),
        labels=_labels(marks, maps, chosen, phrases, style) if style else (),
    )


def _caption(marks: Sequence[w.MapMark], maps: MapRegions, chosen: Chosen, phrases: Phrases, names: Text) -> Text:
    """What is marked, and what the fainter marks mean where a view shows any."""
    caption = phrases.text("map.marked", areas=names)
    for strength, path in FAINTER.items():
        if any(maps.regions(mark.area, one.view, strength) for mark in marks for one in chosen.views):
            caption = phrases.text(path, marked=caption)
    return caption


def _labels(
    marks: Sequence[w.MapMark], maps: MapRegions, chosen: Chosen, phrases: Phrases, style: str
) -> tuple[w.MapLabel, ...]:
    """Names of everything in the groups of the marked regions that the views show, each once, at a marked side: what is
    marked first, then what lies about it."""
    table = phrases.value("map.regions")
    found: dict[str, w.MapLabel] = {}
    hot: set[str] = set()
    for mark in marks:
        marked = {region for one in chosen.views for region in maps.regions(mark.area, one.view)}
        hot |= marked
        groups = [group for group in maps.groups.values() if marked & set(group)]
        for region in (region for group in groups for region in group):
            name = _entry(phrases, _entry(phrases, table, "map.regions", region), f"map.regions.{region}", style)
            found.setdefault(region, w.MapLabel(region, mark.sides[0], capitalised(said(str(name)))))
    return tuple(sorted(found.values(), key=lambda label: label.region not in hot))[:MOST_NAMES]


def _sides_of(area: PlannedArea) -> tuple[str, ...]:
    return (area.side,) if area.side in LETTERS else tuple(LETTERS)


def _view(one: Shown, phrases: Phrases) -> w.MapView:
    side = SIDES.get(one.side)
    return w.MapView(one.view, side, said(_name(one, phrases)))


def _name(one: Shown, phrases: Phrases) -> str:
    """What stands below the view: "Front", "Left side", "Palm"."""
    return _of_side(_entry(phrases, phrases.value("map.views"), "map.views", one.view), one)


def _of_side(word: Any, one: Shown) -> str:
    return str(word[SIDES[one.side]] if isinstance(word, Mapping) else word)


def _entry(phrases: Phrases, table: Any, path: str, key: str) -> Any:
    """One entry of a table of phrases. Raises TemplateError naming the file where there is none."""
    if not isinstance(table, Mapping) or key not in table:
        raise TemplateError(f"no phrase '{path}.{key}'", where=Where(file=phrases.file))
    return table[key]


def _seen(chosen: Chosen, maps: MapRegions, phrases: Phrases) -> Text:
    """What a page reader is told is seen: "Body, front and back", "Body, front. Left hand, palm and back"."""
    parts = [_part("figure", chosen.figures, phrases)]
    if chosen.close_ups:
        kind = maps.maps[chosen.close_ups[0][0].view].kind
        parts.append(_part(kind, [one for row in chosen.close_ups for one in row], phrases))
    text: Text = parts[0]
    for part in parts[1:]:
        text = (*text, *said(phrases.words("map.seen.between")), *part)
    return text


def _part(kind: str, views: Sequence[Shown], phrases: Phrases) -> Text:
    seen = phrases.value("map.seen")
    words = _entry(phrases, seen, "map.seen", "views")
    named = [_of_side(_entry(phrases, words, "map.seen.views", one.view), one) for one in views]
    whose = _entry(phrases, seen, "map.seen", kind)
    if isinstance(whose, Mapping):
        sides = {one.side for one in views if one.side}
        whose = whose[SIDES[sides.pop()] if len(sides) == 1 else "both"]
    listed = phrases.listed([said(one) for one in dict.fromkeys(named)])
    return phrases.fill(str(whose), f"map.seen.{kind}", views=listed)
