"""Realistic words for tests: a lower back and left hip sheet, a crowded one, a tiny one, an advice sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from handouts.design import Branding, Design, Paper, make_design, read_theme
from handouts.pdf.archive import DocumentInfo
from handouts.pictures.compiled import Block, Picture, PictureBook
from handouts.pictures.regions import read_regions
from handouts.words import model as w
from handouts.words.model import Run, Text, said

ROOT = Path(__file__).resolve().parents[2]
A4 = Paper(id="a4", name="A4", width_mm=210, height_mm=297)
LETTER = Paper(id="letter", name="Letter", width_mm=215.9, height_mm=279.4)
REGIONS = read_regions(ROOT / "images" / "anatomy" / "regions.yaml")
INFO = DocumentInfo(
    title="Your take-home sheet: lower back and left hip",
    author="Your Clinic",
    subject="Home care after massage",
    language="en-GB",
    created=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
    producer="handouts test",
)


def design(variant: str = "standard", paper: Paper = A4, **branding: object) -> Design:
    """The calm theme on the paper."""
    clinic = Branding(**branding)  # type: ignore[arg-type]
    return make_design(read_theme(ROOT / "templates" / "themes" / "calm.yaml"), paper, variant, clinic)


class SampleBook(PictureBook):
    """The compiled pictures; a plain panel stands for an exercise that is not compiled."""

    def __init__(self) -> None:
        super().__init__([ROOT / "images" / "compiled"])

    def get(self, kind: str, picture_id: str, build: str | None = None) -> Picture:
        if kind == "exercise" and picture_id not in self.ids(kind):
            return _placeholder(picture_id)
        return super().get(kind, picture_id, build)


def _placeholder(picture_id: str) -> Picture:
    width, height = (200.0, 84.0) if len(picture_id) % 2 else (120.0, 190.0)
    data = (
        f"q\n{{shirt}}\n0 0 {width:g} {height / 4:g} re f\n{{skin}}\n{width / 3:g} {height / 4:g} {width / 4:g} {height * 0.75:g}"
        f" re f\nQ\n"
    ).encode()
    blocks = (Block("colour", data), Block("mono", data))
    return Picture(picture_id, "exercise", width, height, ("shirt", "skin"), (), blocks)


def text(marked: str) -> Text:
    """ "plain **strong** and a raised figure^1^" as runs."""
    runs: list[Run] = []
    for part in re.split(r"(\*\*.+?\*\*|\^\d+\^)", marked):
        if part.startswith("**"):
            runs.append(Run(part[2:-2], strong=True))
        elif part.startswith("^"):
            runs.append(Run(part[1:-1], note=int(part[1:-1])))
        elif part:
            runs.append(Run(part))
    return tuple(runs)


def section(id: str, heading: str, *body: str, icon: str | None = None) -> w.Section:
    """One string is a paragraph; several are a list."""
    if len(body) == 1:
        return w.Section(id, said(heading), (w.Paragraph(text(body[0])),), icon)
    return w.Section(id, said(heading), (w.Bullets(tuple(text(line) for line in body)),), icon)


def _dose(times: str, sets: str, hold: str | None, often: tuple[str, str]) -> tuple[w.DoseFigure, ...]:
    figures = [
        w.DoseFigure(said(times), said("times")),
        w.DoseFigure(said(sets), said("set" if sets == "1" else "sets")),
    ]
    if hold:
        figures.append(w.DoseFigure(said(hold), said("hold"), unit=said("s")))
    figures.append(w.DoseFigure(said(often[0]), said(often[1]), is_word=not often[0][0].isdigit()))
    return tuple(figures)


_MOVES = (
    ("single-knee-to-chest", "Knee to chest", True, "Lie flat, head down. Hold behind your left thigh and draw the knee in a little.",
     ("5", "1", "10", ("every", "day")), "5 times, hold 10\u00a0s, every day",
     "a mild stretch, low back and buttock", "your groin pinches or your leg tingles", "loop a towel behind the thigh", "hold for 20\u00a0seconds"),
    ("bridge", "Bridge", False, "Feet flat. Squeeze your buttocks and lift your hips. Lower slowly.",
     ("8–12", "2", "3", ("3–4", "days a week")), "8–12 times, 2 sets, hold 3\u00a0s, 3–4 days a week",
     "your buttocks work, then your thighs", "your back pinches or a thigh cramps", "lift only half way", "hold for 5\u00a0seconds at the top"),
    ("hip-flexor-stretch", "Hip stretch, standing", True, "Left leg back. Tuck your tailbone under. Shift your hips forward a little. Hold a chair if unsteady.",
     ("3", "1", "20", ("every", "day")), "3 times, hold 20\u00a0s, every day",
     "a stretch at the front of your left hip", "your knee hurts or your back pinches", "take a shorter step", "raise your left arm"),
    ("cat-cow", "Cat and cow", False, "On hands and knees, round your back up, then let it sink. Move slowly with your breath.",
     ("8–10", "2", None, ("every", "day")), "8–10 times, 2 sets, every day",
     "your spine bend and stretch gently", "your wrists hurt or your back pinches", "do it seated on a chair", "pause for two breaths at each end"),
    ("seated-knee-extension", "Seated knee straightening", True, "Sit tall on a firm chair. Straighten your left knee, hold, and lower it with control.",
     ("10", "3", "5", ("2–3", "times a day")), "10 times, 3 sets, hold 5\u00a0s, 2–3 times a day",
     "the front of your thigh work", "the knee clicks with pain or swells", "straighten it only half way", "add a light ankle weight"),
)  # fmt: skip


def cards(count: int, *, extra: bool = False) -> tuple[w.Card, ...]:
    """That many cards, in doing order. extra: with what is needed and which side."""
    made = []
    for number, (id, name, mirrored, how, dose, line, feel, stop, easier, harder) in enumerate(_MOVES[:count], start=1):
        facts = [
            w.Fact("feel", said("Feel"), said(feel)),
            w.Fact("stop", said("Stop if"), said(stop)),
            w.Fact("easier", said("Easier"), said(easier)),
            w.Fact("harder", said("Harder"), said(harder)),
        ]
        if extra:
            facts.insert(0, w.Fact("need", said("You need"), said("a firm chair that does not roll")))
        made.append(
            w.Card(
                number, id, said(name), id, mirrored, f"{name}: a person shows the end position.", said(how),
                (*(said(f"{step.strip()}.") for step in how.split(".") if step.strip()), said("Breathe out as you move, and in as you come back.")),
                _dose(*dose), said(line), tuple(facts),
            )
        )  # fmt: skip
    return tuple(made)


EMERGENCY = (
    "Numbness around your bottom or inner thighs",
    "New trouble holding or passing pee or poo",
    "Weakness, pain or numbness in both legs",
    "After a fall, you cannot stand or walk",
    "Sudden, tearing pain in your chest or back",
    "Chest pain, or you cannot get your breath",
    "Sudden deep belly or back pain, and faint",
    "A limb that is cold, pale or blue, and numb",
)
TODAY = (
    "One swollen, warm, sore leg",
    "One leg or foot that is getting weak or numb",
    "Fever or a hot, red joint along with the pain",
    "Sudden back pain after a fall or small strain",
    "Bleeding that does not stop, or black poo",
)
SOON = ("Pain that is no better in six weeks", "Night pain that no position eases")


def flags(emergency: int = 4, today: int = 4, soon: int = 0) -> w.Flags:
    """A red-flag box with so many signs in each tier."""
    tiers = (
        w.FlagTier(
            "emergency",
            said("Call 999"),
            said("or go to A&E, now"),
            tuple(said(s) for s in EMERGENCY[:emergency]),
        ),
        w.FlagTier("today", said("Call 111"), said("or your GP, today"), tuple(said(s) for s in TODAY[:today])),
        w.FlagTier("soon", said("See your GP"), said("within a few days"), tuple(said(s) for s in SOON[:soon])),
    )
    return w.Flags(
        said("Get help now if you notice any of these"),
        said("They are rare. Do not wait for your next visit."),
        tuple(tier for tier in tiers if tier.signs),
    )


CARE = (
    section("precautions", "Take care: low bone density", "Bend at your hips, not at your waist.", "Do not fully round or twist your back.", "Sudden new back pain? Call 111 today.", icon="care"),
    section("precautions", "Take care: blood thinners", "Massage and stretches stay light.", "Bruises can come more easily. Tell us.", "Bleeding that does not stop? Call 999.", icon="care"),
    section("precautions", "Take care: pregnancy", "Lie on your side, not flat on your back.", "Move slowly when you stand up.", "Bleeding or belly pain? Call your midwife.", icon="care"),
    section("precautions", "Take care: high blood pressure", "Breathe out as you lift. Never hold it.", "Get up slowly from lying down.", "Dizzy or a bad headache? Stop and rest.", icon="care"),
)  # fmt: skip


def standard(
    *,
    exercises: int = 3,
    conditions: int = 1,
    flag_counts: tuple[int, int, int] = (4, 4, 0),
    areas: str = "Lower back and left hip",
    client: str = "Client Name",
    note: str | None = None,
) -> w.Words:
    """A lower back and left hip sheet, as in the mock-up; its parts can be made more or fewer."""
    return w.Words(
        kind="handout",
        language="en-GB",
        document_title="Your take-home sheet: lower back and left hip",
        band=w.Band(said("Your Clinic", strong=True), said("Massage and movement"), said("020 7946 0000"), (said("your-clinic.example"),)),
        title=w.Title(
            said("Your take-home sheet"),
            said(areas),
            (Run("For "), Run(client, strong=True, personal="client")),
            (Run("12 March 2026", personal="date"), Run(", with "), Run("Therapist Name", personal="therapist")),
        ),
        in_short=w.InShort(
            said("In short"),
            said("Keep moving. Most back pain eases in a few weeks."),
            (
                w.Action("move", text("**Exercise.** Do the 3 on the next page, at your own pace.")),
                w.Action("walk", text("**Walk.** 5 to 10\u00a0minutes, two or three times a day.")),
                w.Action("warmth", text("**Warmth.** Use a warm pack for 15 to 20\u00a0minutes.")),
            ),
        ),
        flags=flags(*flag_counts),
        body_map=w.BodyMap(
            (w.MapMark("lower-back", ("left", "right")), w.MapMark("hip-lateral", ("left",)), w.MapMark("glutes-piriformis", ("left",))),
            said("Marked: your lower back and left hip"),
            "Front and back of a body. The lower back and the left hip are marked.",
            said("Front"), said("Back"), said("L"), said("R"), ("left",),
        ),
        causes=section("causes", "What may be behind it", "Often linked with **long sitting**, a **sudden or new load**, poor sleep or stress. In most people, no single cause is found."),
        techniques=section("techniques", "What we did today", "**Long gliding strokes** and **kneading** for your back and hip. Slow, light holds on stiff areas."),
        claims=w.Claims(
            said("How it can help"),
            (
                w.Claim(text("Massage may ease back pain for a while, next to exercise.^1^"), said("Some evidence"), 2),
                w.Claim(text("Regular exercise helps most people for longer.^2^"), said("Good evidence"), 4),
                w.Claim(text("Massage helps many people relax.^3^"), said("Some evidence"), 2),
            ),
        ),
        exercises=w.Exercises(
            said("Your exercises"),
            said("Lying first, then standing. Mild effort is fine. Sharp pain is not."),
            said("Stop if you get sharp pain or tingling, or feel faint."),
            cards(exercises),
        ),
        aftercare=section("aftercare", "Your next two days", "A mild ache for a day or two is normal.", "Do light tasks. Skip heavy lifting.", "On your side? Pillow between knees.", icon="rest"),
        week=section("week", "This week", "Stand up every half hour.", "Walk a little further each day.", "Sleep in any position that suits you.", icon="move"),
        precautions=CARE[:conditions],
        diary=w.Diary(
            said("Tick off each day"),
            tuple(said(day) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),
            tuple(said(name) for _, name, *_ in _MOVES[:exercises]),
            (said("Pain before, 0 to 10"), said("Pain after, 0 to 10")),
            "A grid to tick: seven days across, the exercises and the pain figures down.",
        ),
        pain_scale=w.PainScale(said("no pain"), said("some pain"), said("worst pain"), "A scale from 0, no pain, to 10, worst pain."),
        teach_back=w.TeachBack(said("In your own words"), said("What will you do first? When will you call for help?")),
        next_visit=w.NextVisit(said("Next visit"), None),
        note=w.Note(said("A note from your therapist"), (Run(note, personal="note"),)) if note else None,
        link=w.Link("https://your-clinic.example/back", said("your-clinic.example/back"), said("See the moves online"), "QR code for your-clinic.example/back"),
        foot=w.Foot(
            said("Sources"),
            (
                w.Footnote(1, said("Furlan 2015, Cochrane CD001929; Mak 2024, JAMA Netw Open.")),
                w.Footnote(2, said("WHO 2023, guideline on chronic low back pain.")),
                w.Footnote(3, said("Crawford 2016, Pain Medicine.")),
            ),
            (said("General education. Not a diagnosis, and not in place of a doctor’s advice. Not yet reviewed by a named professional."),),
        ),
        footer=w.Footer(said("Emergency: call 999"), said(areas), "Page {page} of {pages}", said("Version 1.0"), said("Review by March 2028")),
    )  # fmt: skip


def crowded() -> w.Words:
    """Five areas, five exercises, four conditions, fourteen signs."""
    return standard(
        exercises=5,
        conditions=4,
        flag_counts=(7, 5, 2),
        areas="Neck, both shoulders, lower back, left hip and right knee",
    )


def tiny() -> w.Words:
    """As little as a handout can hold."""
    whole = standard(exercises=1, conditions=0, flag_counts=(0, 1, 1), areas="Neck")
    return replace(
        whole,
        body_map=replace(
            whole.body_map,
            marks=(w.MapMark("neck", ("left", "right")),),
            sides_chosen=(),
            caption=said("Marked: your neck"),
        )
        if whole.body_map
        else None,
        week=None,
        techniques=None,
        claims=None,
        link=None,
        title=replace(whole.title, for_whom=None, details=None),
        foot=replace(whole.foot, sources=()),
    )


def advice() -> w.Words:
    """No massage today: what to do instead."""
    whole = standard(exercises=1, conditions=0, flag_counts=(6, 4, 1), areas="Please get checked first")
    return replace(
        whole,
        kind="advice",
        in_short=w.InShort(
            said("In short"),
            said("See your GP before your next massage."),
            (
                w.Action("note", text("**Tell them** what you told us today.")),
                w.Action("phone", text("**Call today** if it gets worse.")),
                w.Action("calendar", text("**Come back** when they say it is fine.")),
            ),
        ),
        body_map=None, causes=None, techniques=None, claims=None, exercises=None, diary=None, pain_scale=None, teach_back=None,
        aftercare=section("until", "Until then", "Keep to easy movement that feels good. Rest when you need to.", icon="rest"),
        week=section("ask", "What to ask", "What could this be?", "Is massage safe for me now?", "When can I start to move more?", icon="note"),
        foot=replace(whole.foot, sources=()),
    )  # fmt: skip


def all_texts(words: w.Words) -> Sequence[str]:
    """Every client sentence of the red flags, which must never be lost."""
    return [w.plain(sign) for tier in words.flags.tiers for sign in tier.signs]
