"""What we know, as typed records: one record a file under templates/library, its words under templates/<language>.

The split is strict. ``templates/library`` holds facts and rules and no sentence a client reads;
``templates/<language>`` holds the sentences and no rule. Both are validated against these records, unknown keys
are errors, and every id must resolve. Units: doses in repetitions, seconds, minutes, days; pressure on the
therapist's scale of 1 (very light) to 5 (very firm).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Side = Literal["left", "right", "both", "middle"]
Tier = Literal["emergency", "today", "soon"]
Grade = Literal["G1", "G2", "G3", "G4", "G5", "R"]
Position = Literal["seated", "standing", "supine", "side-lying", "prone", "quadruped", "kneeling"]
TablePosition = Literal["prone", "supine", "side-lying", "seated"]
Level = Literal["gentle", "standard", "strong"]
Stage = Literal[1, 2, 3]
DosePart = Literal["sets", "reps", "hold", "minutes"]
UNKNOWN = "unknown"  # an answer to any detail: somebody asked, and the client does not know
ExerciseKind = Literal["mobility", "stretch", "strength", "control", "relax", "self-massage", "aerobic"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every record: immutable, and strict about keys."""


class Fact(Record, frozen=True, kw_only=True):
    """What every fact record carries about its own standing."""

    id: str
    sources: tuple[str, ...] = ()
    checked: bool = False  # True only where every source behind it has the status "checked"
    reviewed_by: str | None = None  # a named professional in real life, or nobody
    review_by: str = "2028-11"  # month in which the record must be looked at again


# ---------------------------------------------------------------- areas


class Area(Fact, frozen=True, kw_only=True):
    """A part of the body a client points at."""

    default_side: Side = "both"
    sided: bool = True
    muscles: tuple[str, ...] = ()
    causes: tuple[str, ...]
    persistent_causes: tuple[str, ...] = ()
    techniques: tuple[str, ...]
    benefits: tuple[str, ...]
    exercises: tuple[str, ...]  # gentle to stronger
    tips: tuple[str, ...]  # self-care, most useful first
    red_flags: tuple[str, ...]
    top_flags: tuple[str, ...]  # the four that always print
    therapist_cautions: tuple[str, ...] = ()


MapKind = Literal["figure", "head", "hand", "foot"]


class MapDrawing(Record, frozen=True, kw_only=True):
    """One view of the body: the id of its picture, and the regions that it can mark.

    ``one_side``: it is drawn for the person's right, and its mirror image shows the left. ``badge``: where the letter
    of a side stands, as shares of the picture's width and height from its top left; the other side's is its mirror.
    """

    picture: str
    kind: MapKind
    regions: tuple[str, ...]
    one_side: bool = False
    badge: tuple[float, float] = (0.92, 0.72)


class MapViews(Record, frozen=True, kw_only=True):
    """The regions of the body maps that mark an area. A view that is left out shows no mark.

    ``show`` names the figures and ``closer`` the close-ups that show the area, the best first. ``linked`` and
    ``spread`` name regions that are marked more faintly: what works with the area, and where its ache may be felt.
    """

    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    face: tuple[str, ...] = ()
    head_side: tuple[str, ...] = ()
    palm: tuple[str, ...] = ()
    hand_back: tuple[str, ...] = ()
    sole: tuple[str, ...] = ()
    foot_top: tuple[str, ...] = ()
    foot_side: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    closer: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()


class PlateCover(Record, frozen=True, kw_only=True):
    """What an anatomy plate can stand for on a cover or a poster.

    It is used where it ``shows`` one of the areas and it ``suits`` all the others. ``window``: the part of its height
    that is seen, as shares from its top. ``centre``: what stands in the middle where it is wider than its place, as a
    share of its width.
    """

    shows: tuple[str, ...]
    suits: tuple[str, ...] = ()
    window: tuple[float, float] = (0.0, 1.0)
    centre: float = 0.5


class MapRecords(Record, frozen=True, kw_only=True):
    """What regions.yaml holds: the views, groups of regions, the marks of each pain area, and plates for covers."""

    areas: dict[str, MapViews] = {}
    maps: dict[str, MapDrawing] = {}
    groups: dict[str, tuple[str, ...]] = {}
    covers: dict[str, PlateCover] = {}


class AreaNames(Record, frozen=True, kw_only=True):
    """How the area is named for each side, in the middle of a sentence ("left hip", "lower back")."""

    left: str
    right: str
    both: str
    middle: str


class AreaWords(Record, frozen=True, kw_only=True):
    """Client words of an area."""

    id: str
    names: AreaNames
    aliases: tuple[str, ...] = ()
    message: str  # the one main message, under 50 characters
    persistent_message: str | None = None
    about: str | None = None  # one or two sentences for the full tier: what is there


class AreaGroup(Record, frozen=True, kw_only=True):
    """An everyday word for several areas ("hips", "back")."""

    areas: tuple[str, ...]
    names: AreaNames
    aliases: tuple[str, ...] = ()


class Pointer(Record, frozen=True, kw_only=True):
    """A word that is refused, with the way to go instead ("sciatica" is a diagnosis)."""

    say: str
    areas: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


# ---------------------------------------------------------------- causes and self-care


class CauseWords(Record, frozen=True, kw_only=True):
    """A common, harmless contributor. ``phrase`` fits "Often linked with ..."; ``text`` is one full sentence."""

    phrase: str
    text: str


class Cause(Record, frozen=True, kw_only=True):
    """A cause that prints only for some clients, or not for some."""

    conditions: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


class Tip(Record, frozen=True, kw_only=True):
    """A piece of self-care. ``uses`` names what a condition may forbid (ids of uses.yaml)."""

    when: Literal["now", "days", "week"]
    icon: str | None = None
    uses: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()  # printed only with one of these
    not_with: tuple[str, ...] = ()  # never printed with one of these
    general: bool = False  # for every area
    persistent: bool = False  # only for long-lasting pain
    sources: tuple[str, ...] = ()
    checked: bool = False


class TipWords(Record, frozen=True, kw_only=True):
    """``short`` fits one line (40 characters); ``text`` is for the full tier; ``verb`` + ``action`` for In short."""

    short: str
    text: str
    verb: str | None = None
    action: str | None = None  # at most 45 characters, three short lines beside a pictogram


# ---------------------------------------------------------------- exercises


class Span(Record, frozen=True, kw_only=True):
    """A number or a range, such as 8 to 12."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low < 0 or self.high < self.low:
            raise ValueError(f"a range must run upwards from 0, not {self.low} to {self.high}")


class Dose(Record, frozen=True, kw_only=True):
    """How much: each part may be missing. Seconds for hold, minutes for time."""

    sets: Span | None = None
    reps: Span | None = None
    hold: Span | None = None
    minutes: Span | None = None
    per_day: Span | None = None
    days_per_week: Span | None = None
    steps: bool = False  # reps are steps
    each_side: bool = False


class DoseChange(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A dose of one's own. Hold in seconds, time in minutes; parts left out keep the library's."""

    sets: Annotated[int, msgspec.Meta(ge=1, le=20)] | None = None
    reps: Annotated[int, msgspec.Meta(ge=1, le=200)] | None = None
    hold: Annotated[int, msgspec.Meta(ge=1, le=900)] | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=120)] | None = None
    times_per_day: Annotated[int, msgspec.Meta(ge=1, le=24)] | None = None
    days_per_week: Annotated[int, msgspec.Meta(ge=1, le=7)] | None = None


class EasierForm(Record, frozen=True, kw_only=True):
    """What the easier version still loads. It takes the exercise's place under a Modify rule."""

    tags: tuple[str, ...] = ()
    position: Position | None = None
    skip: bool = False  # there is no easier version: a Modify rule leaves the exercise out
    dose: DoseChange = DoseChange()  # its own numbers, where the low end of the exercise's would be too much
    without: tuple[DosePart, ...] = ()  # parts of the dose that it goes without (no hold)
    meets: tuple[str, ...] = ()  # conditions whose Modify rule the easier text answers although a tag stays


class Exercise(Fact, frozen=True, kw_only=True):
    """One exercise: its loads decide whom it suits."""

    kind: ExerciseKind
    areas: tuple[str, ...]
    position: Position
    tags: tuple[str, ...] = ()
    one_sided: bool = False  # done with one side at a time: the chosen side, or each
    dose: Dose
    muscles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # equipment ids
    effort: Literal[1, 2, 3] = 1  # gentle to strong
    easier: EasierForm = EasierForm()
    picture: str | None = None  # the picture of another exercise, where it shows this one just as well
    loads_joints: tuple[str, ...] = ()  # areas whose joints it loads beside its own


class ExerciseWords(Record, frozen=True, kw_only=True):
    """Client words of an exercise. ``{{ side }}`` and ``{{ other_side }}`` stand for left, right or one/the other."""

    id: str
    name: str
    how: str  # the short form, two lines on the card (about 95 characters)
    steps: tuple[str, ...]  # the full form, one action each
    feel: str  # 40 characters
    stop: str  # 40 characters
    easier: str  # 40 characters
    harder: str | None = None  # 40 characters
    easier_how: str  # the easier version as a whole instruction, used when it takes the exercise's place
    which_side: str | None = None
    alt: str  # what the picture shows


# ---------------------------------------------------------------- equipment and what a client cannot do


class Need(Record, frozen=True, kw_only=True):
    """Something an exercise is done with. ``any_of``: each of these will do in its place."""

    usual: bool = False  # in nearly every home
    any_of: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    harder_of: tuple[str, ...] = ()  # exercises whose harder step asks for it


class CareRule(Record, frozen=True, kw_only=True):
    """A line that a card must carry: ``line`` is an id of care.yaml.

    It holds for exercises of these start positions, for these areas, or named one by one; with ``sites`` only where
    the affected part is one of them or was not told.
    """

    line: str
    positions: tuple[Position, ...] = ()
    areas: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()  # exercises that the line would contradict
    sites: tuple[str, ...] = ()


class Avoidance(Record, frozen=True, kw_only=True):
    """Something this client cannot do, as the loads, start positions and exercises that ask for it.

    ``uses`` are the uses of tips that ask for it too (back-lying, walk); ``care`` are lines that the cards of
    certain exercises then carry.
    """

    means: str  # a few words for the therapist
    tags: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    exercises: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    care: tuple[CareRule, ...] = ()


# ---------------------------------------------------------------- programmes


class ProgrammeExercise(Record, frozen=True, kw_only=True):
    """One exercise of a programme, with a dose of the programme's own where given."""

    id: str
    dose: DoseChange = DoseChange()


class Programme(Fact, frozen=True, kw_only=True):
    """A saved set of exercises. The rules still look at each of them."""

    areas: tuple[str, ...]
    exercises: tuple[ProgrammeExercise, ...]
    level: Level | None = None
    stage: Stage | None = None
    for_conditions: tuple[str, ...] = ()  # only for clients with one of these, which the request must name
    ask_about: tuple[str, ...] = ()  # conditions its clients often have: the therapist is told to ask


class ProgrammeWords(Record, frozen=True, kw_only=True):
    """``for_whom`` helps to choose; ``message`` is the sheet's one main message, under 50 characters."""

    id: str
    name: str
    for_whom: str
    message: str


# ---------------------------------------------------------------- topics


class Topic(Fact, frozen=True, kw_only=True):
    """What a brochure for the waiting room can be about, other than a part of the body.

    Lists run from the most to the least important. Nobody knows who picks it up: ``readers`` are conditions that many
    of them have, and the rules for each of these hold as they do for a client.
    """

    areas: tuple[str, ...]
    programme: str | None = None  # whose exercises follow the topic's own
    exercises: tuple[str, ...] = ()
    causes: tuple[str, ...]
    benefits: tuple[str, ...]
    tips: tuple[str, ...]
    techniques: tuple[str, ...]
    red_flags: tuple[str, ...] = ()  # beside those of the areas
    readers: tuple[str, ...] = ()
    persistent: bool = False  # it speaks of long-lasting pain


class TopicWords(Record, frozen=True, kw_only=True):
    """``about`` stands in a sentence. ``promise`` is a wish for the cover. A poster asks the ``question``, answers it
    with the ``message`` in very large type, and adds the ``sentence``. ``before_moves`` takes the place of the usual
    line beside the moves, where these readers should ask somebody first."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    about: str
    before_moves: str | None = None
    promise: str
    question: str
    message: str
    sentence: str


# ---------------------------------------------------------------- techniques, benefits, flags, sources


class Technique(Fact, frozen=True, kw_only=True):
    """Something the therapist does. ``pressure`` is its usual range on the scale of 1 to 5."""

    pressure: tuple[int, int] | None = None
    uses: tuple[str, ...] = ()
    home_use: bool = False  # self-massage
    needs_training: bool = False
    may_be_out_of_scope: bool = False  # switchable for each clinic


class TechniqueWords(Record, frozen=True, kw_only=True):
    """``phrase`` stands in a list ("long gliding strokes"); ``what`` is one sentence; ``feels`` completes it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    phrase: str
    what: str
    feels: str


class Benefit(Fact, frozen=True, kw_only=True):
    """A claim and how sure we are. G4 and G5 are never claimed."""

    grade: Grade
    kind: Literal["outcome", "mechanism"]
    evidence: str  # the facts behind the grade, for educators
    persistent: Literal["any", "only", "never"] = "any"  # whether it speaks of long-lasting pain
    not_with: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()  # claimed only to clients who named one of these conditions


class BenefitWords(Record, frozen=True, kw_only=True):
    """``text`` is what may be said (G1 to G3, R); ``instead`` is what to say where nothing may be claimed."""

    id: str
    text: str | None = None
    instead: str | None = None


class RedFlag(Fact, frozen=True, kw_only=True):
    """A sign that needs help. ``tier`` is the stricter one where a row has two."""

    tier: Tier
    general: bool = False


class FlagLine(Record, frozen=True, kw_only=True):
    """One line of signs at one tier; at most 42 characters where it can be, never over 84.

    A sign may mean more, or something else, with a condition of the client's own.
    """

    tier: Tier
    text: str
    only_with: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


class RedFlagWords(Record, frozen=True, kw_only=True):
    """``lines``: the most telling sign first. ``more`` prints in the full tier."""

    id: str
    lines: tuple[FlagLine, ...]
    more: tuple[FlagLine, ...] = ()


class Source(Record, frozen=True, kw_only=True):
    """Where a fact comes from."""

    id: str
    citation: str
    short: str
    used_for: str
    weight: Literal["H", "M", "L"]
    status: Literal["checked", "checked-secondary", "general-knowledge"]
    note: str | None = None


# ---------------------------------------------------------------- conditions


class TechniqueRule(Record, frozen=True, kw_only=True):
    """A ban or a limit. Without ``areas`` it holds everywhere; ``max_pressure`` makes it a limit."""

    id: str
    areas: tuple[str, ...] = ()
    max_pressure: int | None = None
    why: str | None = None


class ExerciseException(Record, frozen=True, kw_only=True):
    """A rule for one exercise, stricter than the tags unless ``softer``."""

    id: str
    action: Literal["drop", "modify", "keep"]
    why: str
    softer: bool = False


class PositionRule(Record, frozen=True, kw_only=True):
    """What to do with a position on the table."""

    position: TablePosition
    action: Literal["drop", "modify"]
    how: str


class ExerciseRules(Record, frozen=True, kw_only=True):
    """Tags, start positions and whole-sheet rules."""

    drop: tuple[str, ...] = ()
    modify: tuple[str, ...] = ()
    swap_positions: tuple[Position, ...] = ()
    drop_kinds: tuple[ExerciseKind, ...] = ()
    drop_all: bool = False
    site: Literal["none", "all", "load", "pressure"] = "none"  # what falls away at the affected site
    rest_days: int | None = None  # so long all exercises fall away at the site (the detail days, or not known)
    drop_areas: tuple[str, ...] = ()  # nothing for these areas, where one is chosen
    exceptions: tuple[ExerciseException, ...] = ()
    dose_percent: Annotated[int, msgspec.Meta(ge=10, le=100)] = 100  # of what the client would else be given
    care: tuple[CareRule, ...] = ()  # lines on the cards; they forbid nothing


class Detail(Record, frozen=True, kw_only=True):
    """Something a condition may need to be told ("weeks").

    ``choices`` are the answers of a choice, each with other words for it (brand names of a drug). With ``only_with``
    it makes sense only beside certain answers to other details.
    """

    name: str
    kind: Literal["weeks", "days", "side", "area", "yes-no", "choice", "words"]
    low: int | None = None
    high: int | None = None
    required: bool = False
    choices: dict[str, tuple[str, ...]] = {}
    only_with: dict[str, tuple[str, ...]] = {}


class LevelRule(Record, frozen=True, kw_only=True):
    """A stricter level that holds when a detail says so, or is not known.

    An absolute rule that holds for certain areas only (``areas``, ``at_site``) closes those; where no other area was
    chosen, it stands for the whole sheet.
    """

    level: Literal["absolute", "clearance"]
    when: str  # facts, for the therapist
    tier: Tier | None = None  # absolute: how soon help is needed, where it is
    detail: str | None = None
    below: int | None = None
    above: int | None = None
    equals: str | None = None
    at_site: bool = False  # the detail is an area: holds where that area is chosen
    only_if_told: bool = False  # not assumed where nobody was asked; "unknown" as the answer is the stricter one
    areas: tuple[str, ...] = ()  # holds only where one of these is chosen
    drop_exercises: bool = False  # while it holds and nobody has cleared it
    drop_positions: tuple[Position, ...] = ()


class Condition(Fact, frozen=True, kw_only=True):
    """A condition and what it changes. ``level``: absolute, clearance, local or adapt (the stricter wins)."""

    group: str
    level: Literal["absolute", "clearance", "local", "adapt"]
    level_rules: tuple[LevelRule, ...] = ()
    details: tuple[Detail, ...] = ()
    drop_techniques: tuple[TechniqueRule, ...] = ()
    drop_all_techniques: bool = False
    site_techniques: bool = True  # False: no massage on the affected part (every chosen area where it is not told)
    quiet: bool = False  # no slogan and no call to be active: only what the care team agreed
    quiet_areas: tuple[str, ...] = ()  # quiet only where one of these is chosen
    refusal_tier: Tier | None = None  # an advice sheet that asks for help at this tier
    max_pressure: int | None = None
    positions: tuple[PositionRule, ...] = ()
    exercises: ExerciseRules = ExerciseRules()
    blocks: tuple[str, ...] = ()  # uses of tips and techniques that fall away
    adds_flags: tuple[str, ...] = ()
    therapist: str  # one line for the therapist: what changes and why
    strength: Literal["strong", "custom", "unproven"] = "custom"


class PrecautionLine(Record, frozen=True, kw_only=True):
    """``short`` fits one line of 40 characters; ``text`` is a full sentence or two.

    A line may hold only for a time: until clearance was given, or while a detail says so or is not known.
    """

    short: str
    text: str
    until_cleared: bool = False
    detail: str | None = None
    below: int | None = None
    above: int | None = None
    equals: str | None = None


class ConditionWords(Record, frozen=True, kw_only=True):
    """``name`` in the client's own terms ("low bone density"), used after "Take care:"."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    question: str
    precautions: tuple[PrecautionLine, ...]
    refusal: str | None = None  # the main line of an advice-only sheet
    ask_first: str | None = None  # the main line while clearance is needed, where it is not a doctor's to give


class Region(Record, frozen=True, kw_only=True):
    """A country's numbers and habits. ``emergency`` None: the clinic must give it."""

    id: str
    countries: tuple[str, ...] = ()
    paper: str
    spelling: Literal["uk", "us"]
    emergency: str | None = None  # numbers; words to call somebody are in RegionWords
    urgent: str | None = None
    crisis: str | None = None
    checked: bool = False
    sources: tuple[str, ...] = ()


class RegionWords(Record, frozen=True, kw_only=True):
    """What to call and where to go, for each tier.

    ``emergency`` and ``urgent`` stand in sentences where a number alone would not do ("112 or 999", "your doctor").
    """

    id: str
    name: str
    emergency: str | None = None
    urgent: str | None = None
    emergency_action: str
    emergency_where: str
    today_action: str
    today_where: str
    soon_action: str
    soon_where: str
    maternity: str
