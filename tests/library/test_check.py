"""The check keeps its promises: honest, plain, complete, readable, and no overlay can talk its way round it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from handouts.design import contrast
from handouts.errors import InvalidData
from handouts.library.check.claims import check_benefits, check_forbidden, check_ungraded
from handouts.library.check.completeness import check_completeness
from handouts.library.check.content import check_content
from handouts.library.check.contrast import PAIRS, check_contrast
from handouts.library.check.findings import Finding
from handouts.library.check.lengths import check_lengths, check_variables
from handouts.library.check.maps import check_maps
from handouts.library.check.phrases import check_phrases
from handouts.library.check.reading import check_reading, grade
from handouts.library.check.rules import Rules, read_rules
from handouts.library.check.shelf import Shelf, read_shelf, read_trees
from handouts.library.check.strays import check_strays
from handouts.library.check.syllables import syllables
from handouts.library.check.texts import Passage, passages
from handouts.library.check.weaker import check_weaker
from handouts.library.located import Document
from handouts.resources import Folders

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(Folders.find(), "en")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return read_shelf(Folders.find(), "en")


def passage(text: str, slot: str = "tips.text", section: str | None = "full text") -> Passage:
    return Passage(text, "tips.yaml", 7, slot, "a-tip", section)


def write(folder: Path, files: dict[str, str]) -> Folders:
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Folders.find(folder)


def found_in(folder: Path, files: dict[str, str]) -> list[Finding]:
    """Findings in an overlay's own files."""
    return list(check_content(write(folder, files), today=TODAY, overlay=folder, overlay_only=True).findings)


def alone(folder: Path, files: dict[str, str]) -> Shelf:
    """A shelf with these files and nothing else."""
    write(folder, files)
    return read_shelf(Folders(templates=(folder / "templates",), images=()), "en")


def incomplete(folder: Path, files: dict[str, str]) -> list[Finding]:
    """What the files lack."""
    return list(check_completeness(alone(folder, files), month="2026-11", icons=frozenset()))


def ours(*parts: str) -> str:
    return Folders.find().templates[-1].joinpath(*parts).read_text(encoding="utf-8")


# ------------------------------------------------------------ our own content


def test_our_own_content_is_clean() -> None:
    assert check_content(Folders.find(), today=TODAY).findings == ()


def test_every_limit_belongs_to_a_text_there_is(rules: Rules, shelf: Shelf) -> None:
    assert set(rules.file.limits) <= {text.slot for text in passages(shelf)}


def test_every_topic_names_a_benefit_there_is(rules: Rules, shelf: Shelf) -> None:
    assert rules.file.claims is not None
    named = {topic.benefit for topic in rules.file.claims.topics if topic.benefit}
    assert named | set(rules.file.comfort) <= set(shelf.facts["benefits"])


# ------------------------------------------------------------ claims

FORBIDDEN = """
Massage flushes toxins out.|It detoxifies you.|A detoxing massage.|Full of metabolic waste.|It drained waste.
It clears lactic acid.|Lactate builds up.|It breaks down scar tissue.|We broke up adhesions.|Scars are broken down.
It works out your knots.|Knots melt away.|It stretches the fascia.|It released your muscles.|It frees the nerve.
It cures pain.|It cured me.|Curing pain since 1999.|Incurable.|A remedy.|It heals.|Faster healing.|You healed.
It fixes your back.|Fixed in one visit.|We treat it.|Treatments for pain.|He treated it.|We diagnosed a tight hip.
It finds the root cause.|It gets to the root of it.|We addressed the underlying cause.|Permanently better.
Gone for good.|Lasting relief.|Long-term results.|It realigns the spine.|Aligned hips.|A misaligned pelvis.
We put your joint back in place.|It popped right back into place.|It corrects posture.|Improved posture.
Poor posture hurts.|Muscle imbalance.|It rebalances your body.|Results guaranteed.|100% effective.|Proven to help.
It always works.|We promise relief.|It prevents injury.|It keeps pain away.|It stopped pain coming back.
It boosts circulation.|Increased blood flow.|It brings oxygen to the muscles.|It reduced inflammation.
It speeds up recovery.|You recover faster.|It releases endorphins.|It lowers cortisol.|It boosted immunity.
It lengthens tight muscles.|It opens energy lines.|It melts fat.|It has to hurt.|No pain no gain.
Better than medicine.|Massage instead of surgery.|You can stop your tablets.|No side effects.|It is completely safe.
Your knee is bone on bone.|Wear and tear.|A degenerating spine.|It **cures** you.|Root\u00a0cause.|To\u00adxins.
"""
ALLOWED = """
Do not stop or change a medicine because of this sheet.|It is not a diagnosis.|We cannot promise that it will help.
Call today for a leak, a fall or a fever.|Lie on your back and lift your hips.|Change position often.
There is no one perfect posture.|A short walk is the way to raise blood flow.|It does not have to hurt.
Pain that lasts often has no single cause.|Your health comes first.|Let your back lengthen.|Line up your feet.
There is no good proof that massage helps you mend sooner.|Keep your knees in line with your toes.
"""


@pytest.mark.parametrize("sentence", [s for line in FORBIDDEN.split("\n") for s in line.split("|") if s])
def test_a_forbidden_claim_is_found_in_every_form(sentence: str, rules: Rules) -> None:
    assert list(check_forbidden([passage(sentence)], rules))


@pytest.mark.parametrize("sentence", [s for line in ALLOWED.split("\n") for s in line.split("|") if s])
def test_honest_sentences_pass(sentence: str, rules: Rules) -> None:
    assert not list(check_forbidden([passage(sentence)], rules))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Massage lowers blood pressure.", "grade G4"),
        ("Massage will ease your back pain.", "too strong for G2"),
        ("Massage eases pain.", "too surely for G2"),
        ("Massage improves sleep.", "too surely for G3"),
        ("Cupping helps asthma.", "no graded benefit"),
    ],
)
def test_a_claim_outside_the_benefits_is_held_to_its_grade(
    sentence: str, said: str, rules: Rules, shelf: Shelf
) -> None:
    found = list(check_ungraded([passage(sentence)], shelf, rules))
    assert [said in one.what for one in found] == [True]


@pytest.mark.parametrize(
    "sentence", ["Massage may ease pain for a while.", "Some people find massage helps their neck.", "Walk every day."]
)
def test_a_hedged_claim_passes(sentence: str, rules: Rules, shelf: Shelf) -> None:
    assert not list(check_ungraded([passage(sentence)], shelf, rules))


@pytest.mark.parametrize(
    ("grade_", "text"),
    [
        ("G1", "Massage helps the back."),
        ("G2", "Massage can help the back for a while."),
        ("G3", "Massage may help the back for a while."),
        ("R", "Massage will make you calm."),
        ("G4", "Massage may help the back for a while."),
    ],
)
def test_a_benefit_may_not_say_more_than_its_grade(tmp_path: Path, rules: Rules, grade_: str, text: str) -> None:
    shelf = alone(
        tmp_path,
        {
            "library/benefits/b-own.yaml": f"id: b-own\ngrade: {grade_}\nkind: outcome\nevidence: x\nsources: [GK]\n",
            "en/benefits/b-own.yaml": f'id: b-own\ntext: "{text}"\n',
        },
    )
    found = list(check_benefits(shelf, rules))
    assert [(Path(one.file).name, one.line) for one in found] == [("b-own.yaml", 2)]


# ------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("easy", 2), ("area", 3), ("muscle", 2), ("muscles", 2), ("little", 2), ("exercise", 3), ("lifted", 2),
        ("walked", 1), ("side", 1), ("sideways", 2), ("slowly", 2), ("physiotherapist", 6), ("people", 2), ("toes", 1),
        ("shoulders", 2), ("breathe", 1), ("doesn’t", 2), ("8", 1), ("tired", 2), ("moving", 2), ("trying", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, count: int, rules: Rules) -> None:
    assert syllables(word, rules.file.syllables) == count


def test_the_grade_is_that_of_flesch_and_kincaid(rules: Rules) -> None:
    # 6 words, 7 syllables: 0.39 x 6 + 11.8 x 7 / 6 - 15.59
    found, words = grade(["Bend your knees and lift slowly."], Rules(rules.file, rules.reading))
    assert (round(found, 2), words) == (0.52, 6)


def test_a_term_does_not_make_a_text_hard_but_must_be_explained(rules: Rules) -> None:
    unexplained = passage("Do you take warfarin each day?")
    explained = passage("Do you take blood thinners, such as warfarin, each day?")
    assert [one.rule for one in check_reading([unexplained], rules)] == ["term"]
    assert list(check_reading([explained], rules)) == []


def test_an_everyday_word_counts_as_long_as_it_is(rules: Rules) -> None:
    for word in ("massage", "exercise", "medicine", "pregnancy", "diabetes"):
        assert word not in rules.term_forms
    counted, _ = grade(["Exercise, medicine, pregnancy and diabetes."], rules)
    assert counted > 12


@pytest.mark.parametrize("term", sorted(read_rules(Folders.find(), "en").file.terms))
def test_every_discounted_word_has_to_be_explained(term: str, rules: Rules) -> None:
    asked = passage(f"Do you have {term} now?")
    told = passage(f"Do you have {term} ({rules.file.terms[term].plain}) now?")
    assert [one.rule for one in check_reading([asked], rules) if one.rule == "term"] == ["term"]
    assert [one for one in check_reading([told], rules) if one.rule == "term"] == []


def test_an_explanation_that_is_read_elsewhere_does_not_count(rules: Rules) -> None:
    question = passage("Do you take blood thinners, such as warfarin?", section="question")
    line = passage("Ask about warfarin first.", section="short line")
    assert [one.what for one in check_reading([question, line], rules)] == [
        "'warfarin' is not explained where it is first used (short line)"
    ]
    before = passage("Blood thinners make you bruise.", section="short line")
    assert list(check_reading([question, before, line], rules)) == []


def test_a_term_without_an_explanation_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="plain"):
        read_rules(write(tmp_path, {"en/check.yaml": "terms:\n  physiotherapy: {}\n"}), "en")


def test_the_words_of_a_programme_are_graded_and_checked(tmp_path: Path) -> None:
    words = ours("en", "programmes", "driver.yaml")
    honest = found_in(tmp_path, {"en/programmes/driver.yaml": words})
    assert honest == []
    hard = words.replace('message: "', 'message: "Biomechanical rehabilitation flushes out toxins. ')
    rules_broken = {one.rule for one in found_in(tmp_path, {"en/programmes/driver.yaml": hard})}
    assert {"grade", "claim", "length"} <= rules_broken


def test_a_line_on_a_card_is_checked_like_any_other_text(tmp_path: Path) -> None:
    text = 'shoes: "Appropriate orthopaedic footwear guarantees permanent stability for everybody."\n'
    assert {"grade", "claim", "length"} <= {one.rule for one in found_in(tmp_path, {"en/care.yaml": text})}


def test_hard_sections_and_long_sentences_are_found_with_a_remedy(rules: Rules) -> None:
    hard = passage("Subsequently contract your gluteal musculature isometrically.")
    long = passage("Sit down " + "and then get up " * 5 + "in one go.")
    assert [(one.rule, one.severity) for one in check_reading([hard], rules)] == [("grade", "error")]
    assert "sentence" in {one.rule for one in check_reading([long], rules)}
    assert "isometrically" in next(check_reading([hard], rules)).remedy


# ------------------------------------------------------------ lengths and variables


def test_a_text_that_does_not_fit_is_found_with_its_numbers_filled_in(rules: Rules, shelf: Shelf) -> None:
    slot = "conditions.precautions.short"
    fits = passage("Swelling, wheeze? Call {{ emergency }}.", slot)
    too_long = passage("Swelling in your face, wheeze? Call {{ emergency }}.", slot)
    assert [one.rule for one in check_lengths([fits, too_long], shelf, rules)] == ["length"]


def test_a_long_sign_is_a_warning_until_it_cannot_fit(rules: Rules, shelf: Shelf) -> None:
    texts = [passage("x" * length, "red_flags.lines.text") for length in (42, 43, 80, 81)]
    found = [one.severity for one in check_lengths(texts, shelf, rules)]
    assert found == ["warning", "warning", "error"]


@pytest.mark.parametrize(
    ("slot", "text", "count"),
    [
        ("exercises.how", "Lift your {{ side }} leg.", 0),
        ("exercises.how", "Lift your {{ sid }} leg.", 1),
        ("exercises.how", "Call {{ emergency }}.", 1),
        ("tips.text", "Call {{ emergency }}.", 0),
        ("areas.message", "Call {{ emergency }}.", 1),
        ("tips.text", "{% include 'x' %}", 1),
    ],
)
def test_only_variables_that_can_be_filled_in_pass(slot: str, text: str, count: int) -> None:
    assert len(list(check_variables([passage(text, slot)]))) == count


# ------------------------------------------------------------ completeness and overlays


def test_an_incomplete_exercise_is_told_line_by_line(tmp_path: Path) -> None:
    words = ours("en", "exercises", "bridge.yaml").replace("id: bridge", "id: my-lift")
    words = words.replace('harder: "hold for longer at the top"', "harder: null")
    found = incomplete(
        tmp_path,
        {
            "library/exercises/my-lift.yaml": "id: my-lift\nkind: strength\nareas: []\nposition: supine\n"
            "dose:\n  sets: {low: 1, high: 2}\nreview_by: 2020-01\n",
            "en/exercises/my-lift.yaml": words,
        },
    )
    told = " ".join(one.what for one in found)
    for part in ("no area", "how much", "how often", "no source", "2020-01", "no harder form"):
        assert part in told
    assert {one.line for one in found if "no harder form" in one.what} == {14}


def test_a_reason_stands_for_a_missing_harder_form(tmp_path: Path) -> None:
    words = ours("en", "exercises", "bridge.yaml").replace(
        'harder: "hold for longer at the top"', "harder: null  # enough as it is"
    )
    assert incomplete(tmp_path, {"en/exercises/bridge.yaml": words}) == []


def test_an_area_needs_four_exercises_and_aliases(tmp_path: Path) -> None:
    facts = ours("library", "areas", "knee.yaml")
    few = "\n".join(
        "exercises: [quad-set, bridge]" if line.startswith("exercises:") else line for line in facts.split("\n")
    )
    words = ours("en", "areas", "knee.yaml")
    bare = "\n".join(line for line in words.split("\n") if not line.startswith("aliases:"))
    told = " ".join(
        one.what for one in incomplete(tmp_path, {"library/areas/knee.yaml": few, "en/areas/knee.yaml": bare})
    )
    assert "at least 4" in told
    assert "no aliases" in told


def test_checked_needs_sources_that_are_checked(tmp_path: Path) -> None:
    facts = ours("library", "exercises", "bridge.yaml").replace("sources: [", "sources: [GK, ")
    found = incomplete(
        tmp_path,
        {"library/exercises/bridge.yaml": facts, "library/sources/GK.yaml": ours("library", "sources", "GK.yaml")},
    )
    assert ["GK" in one.what for one in found] == [True]


def test_one_broken_file_does_not_hide_the_rest(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "library/exercises/bridge.yaml": "id: bridge\nkind: [\n",
            "en/tips.yaml": 'warm-bath:\n  short: "A bath cures."\n  text: "A bath."\n',
        },
    )
    assert {"library", "claim"} <= {one.rule for one in found}


@pytest.mark.parametrize(
    ("path", "old", "new", "said", "severity"),
    [
        ("library/conditions/osteoporosis.yaml", "drop: [flex-end, ", "drop: [", "without flex-end", "warning"),
        ("library/conditions/osteoporosis.yaml", "max_pressure: 3", "max_pressure: 5", "above 3", "warning"),
        ("library/exercises/bridge.yaml", "tags: [supine-flat, ", "tags: [", "without supine-flat", "warning"),
        ("library/areas/knee.yaml", "red_flags: [rf-knee-injury, ", "red_flags: [", "rf-knee-injury", "warning"),
        ("library/red_flags/rf-cauda.yaml", "tier: emergency", "tier: soon", "tier soon", "warning"),
        ("library/benefits/b-bp.yaml", "grade: G4", "grade: G2", "grade G2, not G4", "error"),
    ],
)
def test_a_record_that_protects_less_than_ours_is_found(
    tmp_path: Path, path: str, old: str, new: str, said: str, severity: str
) -> None:
    text = ours(path)
    assert old in text
    shelf = alone(tmp_path, {path: text.replace(old, new, 1)})
    found = list(check_weaker(shelf, tmp_path, Folders.find().templates[-1]))
    assert [(said in one.what, one.severity) for one in found] == [(True, severity)]


def test_an_overlay_may_add_rules_and_takes_none_away(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "en/check.yaml": "reading: {grade: 99, sentence_words: 99, fewest_words: 99}\nforbidden:\n"
            "  toxins: {pattern: 'zzz', why: a, say: b}\n  magic: {pattern: 'magic', why: c, say: d}\n",
            "en/tips.yaml": 'warm-bath: {short: "Magic: out go toxins.", text: "A bath."}\n',
        },
    )
    assert sorted("magic" in one.what for one in found) == [False, True]


def test_a_phrase_keeps_the_number_to_call(tmp_path: Path) -> None:
    theirs = alone(tmp_path, {"en/phrases.yaml": 'footer: {emergency_line: "Call us"}\nheadings: {weeek: "{no}"}\n'})
    found = check_phrases(read_trees(Folders.find(), "en")[0], theirs.trees)
    assert [(one.line, one.severity) for one in sorted(found)] == [(1, "error"), (2, "warning")]


def test_files_that_nothing_reads_are_found(tmp_path: Path) -> None:
    write(tmp_path, {"en/exercise/x.yaml": "id: x\n", "en/tips.yml": "a: b\n", "tips.yaml": "a: b\n"})
    found = list(check_strays(tmp_path, Folders.find().templates[-1], frozenset()))
    assert [one.rule for one in found] == ["stray"] * 3
    assert any("exercises" in one.remedy for one in found)


def test_a_language_tells_what_it_has_no_words_for(tmp_path: Path) -> None:
    folders = write(tmp_path, {"es/tips.yaml": 'warm-bath: {short: "Un baño.", text: "Un baño tibio."}\n'})
    checked = check_content(folders, "es", today=TODAY, overlay=tmp_path)
    missing = [one.what for one in checked.findings if one.rule == "translation"]
    assert "exercises 'bridge' has no words in 'es'" in missing
    assert "tips 'warm-bath' has no words in 'es'" not in missing
    assert {one.rule for one in checked.findings} == {"translation"}
    assert any("check.yaml" in note for note in checked.notes)


# ------------------------------------------------------------ body maps


def maps_of(folder: Path, regions: str, files: dict[str, str] | None = None) -> list[Finding]:
    path = folder / "images" / "anatomy" / "regions.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(regions, encoding="utf-8")
    folders = write(folder, files or {"en/tips.yaml": "{}"})
    return list(check_maps(read_shelf(folders, "en"), folders))


def test_an_area_that_shows_on_no_map_is_found(tmp_path: Path) -> None:
    area = ours("library", "areas", "neck.yaml").replace("id: neck", "id: throat")
    found = maps_of(tmp_path, "areas: {neck: {front: [neck]}}\n", {"library/areas/throat.yaml": area})
    assert [(Path(one.file).name, one.severity) for one in found] == [("throat.yaml", "error")]
    assert "regions.yaml" in found[0].remedy


def test_an_area_is_marked_by_an_overlay_s_own_regions(tmp_path: Path) -> None:
    area = ours("library", "areas", "neck.yaml").replace("id: neck", "id: throat")
    assert not maps_of(tmp_path, "areas: {throat: {front: [neck]}}\n", {"library/areas/throat.yaml": area})


@pytest.mark.parametrize(
    ("regions", "line", "remedy"),
    [
        ("areas:\n  neck:\n    front: [nek]\n", 3, "did you mean 'neck'?"),
        ("areas:\n  neck:\n    frnot: [neck]\n", 3, "did you mean 'front'?"),
        ("areas:\n  neck:\n    back: [jaw]\n", 3, "it has: "),
        ("areas:\n  neck: {front: [neck]}\n  nekc: {front: [neck]}\n", 3, "did you mean 'neck'?"),
        ("areas:\n  neck:\n    front: neck\n", 3, ""),
        ("areas:\n  neck:\n    palm: [neck]\n", 3, "it has: "),
        ("areas:\n  neck:\n    closer: [head-side]\n", 3, "did you mean 'head_side'?"),
        ("areas:\n  neck:\n    linked: [jow]\n", 3, "did you mean 'jaw'?"),
    ],
)
def test_a_mark_that_cannot_be_painted_names_its_line(regions: str, line: int, remedy: str, tmp_path: Path) -> None:
    (found,) = maps_of(tmp_path, regions)
    assert (Path(found.file).name, found.line) == ("regions.yaml", line)
    assert remedy in found.remedy


def test_pictures_that_no_command_reads_are_found(tmp_path: Path) -> None:
    for name in ("exercises/bridge.svg", "exercises/bridge.yaml", "exercises/bridge.tiff", "plates/knee.yaml",
                 "compiled/exercises/bridg.hpic", "compiled/exercises/bridge.hpic",
                 "anatomy/regions.yaml", "anatomy/region.yaml", "people/people.yaml", "people/folk.yaml"):  # fmt: skip
        path = tmp_path / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = check_strays(tmp_path, Folders.find().templates[-1], frozenset({"bridge"}))
    assert {Path(one.file).name for one in found} == {
        "bridge.tiff", "knee.yaml", "bridg.hpic", "region.yaml", "folk.yaml",
    }  # fmt: skip


# ------------------------------------------------------------ colours


def test_colours_that_cannot_be_told_apart_are_found() -> None:
    theme = Document.from_text("id: pale\ncolours:\n  ink: '#000000'\n  main: '#BBDDDD'\n", "pale.yaml")
    colours = {role: "#000000" for role, _, _ in PAIRS} | {
        ground: "#FFFFFF" for _, grounds, _ in PAIRS for ground in grounds
    }
    colours |= {"main": "#BBDDDD", "on_bar": "#FFFFFF", "on_bar_label": "#000000", "hot": "#882200"}
    found = list(check_contrast(theme, colours, ["#FFFFFF", "#777777"], contrast))
    assert {one.what.split(":")[0] for one in found} == {
        "main on paper", "main on tint", "on_bar on main", "paper on main",
    }  # fmt: skip
    assert {one.line for one in found if one.what.startswith("main")} == {4}


def test_a_condition_that_lowers_less_or_says_less_on_the_cards_is_softer(tmp_path: Path) -> None:
    whole = ours("library", "conditions", "fibromyalgia.yaml").replace("  dose_percent: 50\n", "")
    bare = "".join(
        line
        for line in ours("library", "conditions", "diabetes-neuropathy.yaml").splitlines(keepends=True)
        if "line: shoes" not in line
    )
    found = found_in(
        tmp_path,
        {"library/conditions/fibromyalgia.yaml": whole, "library/conditions/diabetes-neuropathy.yaml": bare},
    )
    told = " ".join(one.what for one in found if one.rule == "softer")
    assert "exercises.dose_percent above 50" in told
    assert "exercises.care without shoes" in told
