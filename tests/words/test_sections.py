"""Templates are the user's to change: whatever one does wrong is told with its file, never as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.errors import TemplateError
from handouts.words.fill import Phrases
from handouts.words.model import plain
from handouts.words.sections import Sections

PHRASES = Phrases({"lists": {"separator": ", ", "and": "{most} and {last}"}, "broken": {"for": "For {name"}}, "en")
FAULTS = {
    "a missing key": "{{ phrases['nothing'].more }}",
    "a misspelt name": "{{ urgnet }}",
    "words and numbers": "{{ 'a' + 1 }}",
    "no words at all": "{{ nothing.upper() }}",
    "nothing by nothing": "{{ 1 // 0 }}",
    "a filter with a wrong value": "{{ 'x' | round }}",
    "no end of a bracket": "{{ phrases",
    "an unknown filter": "{{ 'x' | shout }}",
    "a capital of nothing": "{{ 1 | capitalise }}",
    "too much": "{{ 'x' * 9999999999999999999 }}",
    "what it must not see": "{{ ''.__class__.__mro__ }}",
    "a macro that calls itself": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
}


def sections(folder: Path) -> Sections:
    return Sections([folder], "en", PHRASES)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "en" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("template", FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_section_names_the_template_and_its_line(template: str, tmp_path: Path) -> None:
    path = write(tmp_path, "sections/week.md.j2", f"# Week\n\n{template}\n")
    with pytest.raises(TemplateError) as caught:
        sections(tmp_path).render("week", phrases={}, nothing=None)
    assert str(caught.value).startswith(f"{path}:3: ")


@pytest.mark.parametrize("template", FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_sentence_names_the_record_and_its_line(template: str, tmp_path: Path) -> None:
    quoted = template.replace("'", "''")
    path = write(tmp_path, "tips.yaml", f"walk:\n  short: 'Walk.'\n  text: '{quoted}'\n")
    with pytest.raises(TemplateError) as caught:
        sections(tmp_path).line(template, "templates/en", phrases={}, nothing=None)
    assert str(caught.value).startswith(f"{path}:3:")


def test_a_sentence_that_stands_in_no_file_is_told_as_its_writer_names_it(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"^clinic\.yaml: "):
        sections(tmp_path).line("{{ urgnet }}", "clinic.yaml")


def test_a_template_that_takes_itself_in_is_told(tmp_path: Path) -> None:
    write(tmp_path, "sections/week.md.j2", "{% include 'sections/week.md.j2' %}")
    with pytest.raises(TemplateError, match="without an end"):
        sections(tmp_path).render("week")


def test_a_template_that_is_missing_is_named_even_where_another_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no template 'sections/week\.md\.j2'"):
        sections(tmp_path).render("week")
    write(tmp_path, "sections/week.md.j2", "{% include 'sections/more.md.j2' %}")
    with pytest.raises(TemplateError, match=r"no template 'sections/more\.md\.j2'"):
        sections(tmp_path).render("week")


def test_a_phrase_with_a_broken_field_names_its_file() -> None:
    with pytest.raises(TemplateError, match=r"^templates/en/phrases\.yaml: 'broken\.for' cannot be filled in"):
        PHRASES.text("broken.for", name="Ann")


def test_a_sentence_without_marks_is_taken_as_it_is(tmp_path: Path) -> None:
    assert plain(sections(tmp_path).line("A {brace} and 100 %.", "x")) == "A {brace} and 100 %."
