"""Headings find their columns, whoever wrote them; what cannot be found is said with the nearest word."""

from __future__ import annotations

import pytest

from handouts.batch.columns import Columns, match_columns, read_maps
from handouts.batch.table import Row
from handouts.errors import HandoutsError


def matched(*headings: str, flags: dict[str, str] | None = None, clinic: dict[str, str] | None = None) -> Columns:
    return match_columns(Row(1, headings), "clients.csv", flags=flags or {}, clinic=clinic or {})


def refusal(*headings: str, flags: dict[str, str] | None = None, clinic: dict[str, str] | None = None) -> str:
    with pytest.raises(HandoutsError) as caught:
        matched(*headings, flags=flags, clinic=clinic)
    return str(caught.value)


@pytest.mark.parametrize("heading", ["next_visit", "Next Visit", "NEXT-VISIT", " nextvisit ", "Next\u00a0visit"])
def test_case_spaces_and_underscores_of_a_heading_do_not_count(heading: str) -> None:
    assert matched("areas", heading).places == {"areas": 0, "next_visit": 1}


def test_columns_nobody_asked_for_are_ignored_and_named() -> None:
    columns = matched("Shoe size", "areas", "", "Insurer", "", "")
    assert columns.places == {"areas": 1}
    assert columns.ignored == ("Shoe size", "column 3", "Insurer")
    assert columns.width == 4


def test_a_flag_wins_over_the_clinic_and_the_clinic_over_our_own_heading() -> None:
    headings = ("name", "Client Name", "Patient", "areas")
    clinic = {"Client Name": "name"}
    assert matched(*headings).places["name"] == 0
    assert matched(*headings, clinic=clinic).places["name"] == 1
    columns = matched(*headings, clinic=clinic, flags={"patient": "name"})
    assert columns.places["name"] == 2
    assert columns.ignored == ("name", "Client Name")


def test_a_heading_that_is_mapped_elsewhere_is_no_longer_our_own() -> None:
    assert matched("Name", "areas", flags={"Name": "ref"}).places == {"ref": 0, "areas": 1}


def test_a_mapping_of_the_clinic_may_be_for_another_table() -> None:
    assert matched("areas", clinic={"Client Name": "name"}).places == {"areas": 0}


def test_a_flag_for_a_heading_that_is_not_there_names_the_nearest() -> None:
    said = refusal("Client Name", "areas", flags={"Client Nmae": "name"})
    assert said == "--map 'Client Nmae=name': the table has no heading 'Client Nmae'; did you mean 'Client Name'?"


@pytest.mark.parametrize(
    "field", ["side", "red_flags", "persistent", "level", "stage", "avoid", "equipment", "programme"]
)
def test_everything_a_clients_sheet_hangs_on_has_a_column(field: str) -> None:
    assert matched("areas", field).places[field] == 1
    assert read_maps([f"Theirs={field}"]) == {"Theirs": field}


def test_a_programme_may_stand_for_the_areas() -> None:
    assert matched("ref", "programme").places == {"ref": 0, "programme": 1}


@pytest.mark.parametrize("heading", ["region", "Theme", "max exercises", "advice_sheet", "version", "Client"])
def test_a_heading_that_names_a_part_of_a_request_is_never_left_aside(heading: str) -> None:
    assert f"'{heading}' is no column of a table; " in refusal("areas", heading)
    assert matched("areas", heading, flags={heading: "ref"}).places["ref"] == 1


def test_a_second_column_of_names_is_only_left_aside() -> None:
    assert matched("areas", "client", "name").ignored == ("client",)


def test_a_repeated_heading_says_where_both_stand() -> None:
    said = refusal("areas", "ref", "Areas")
    assert (
        said
        == "clients.csv:1:areas: stands twice: 'areas' in column 1 and 'Areas' in column 3; remove or rename one of them"
    )


def test_a_missing_column_names_the_nearest_heading() -> None:
    said = refusal("name", "Area")
    assert said == "clients.csv:1:areas: this column is missing; did you mean 'Area'? Then use --map \"Area=areas\""


def test_a_first_row_that_may_be_a_client_is_not_repeated() -> None:
    said = refusal("Andreas", "lower-back")
    assert "Andreas" not in said
    assert said.startswith("clients.csv:1:areas: no heading is one we know; the first line must name the columns")


def test_mappings_are_read_and_unknown_columns_named() -> None:
    assert read_maps(["Client Name=name", "a=b=Next Visit"]) == {"Client Name": "name", "a=b": "next_visit"}
    for text, said in (
        ("Client Name=nam", "--map 'Client Name=nam' leads to unknown column 'nam'; did you mean 'name'?"),
        ("Client Name", "--map 'Client Name' is no mapping; write it as --map \"Client Name=name\""),
    ):
        with pytest.raises(HandoutsError) as caught:
            read_maps([text])
        assert str(caught.value) == said
    with pytest.raises(HandoutsError, match="twice"):
        read_maps(["A=name", "a=ref"])


def test_too_few_cells_are_blank_and_too_many_an_error() -> None:
    columns = matched("ref", "areas", "note")
    assert columns.values(Row(2, ("1", "neck"))) == {"ref": "1", "areas": "neck"}
    assert columns.values(Row(2, ("", "neck", "", "", ""))) == {"areas": "neck"}
    with pytest.raises(HandoutsError, match="has 5 cells for 3 headings; put quotes around"):
        columns.values(Row(2, ("1", "neck", "Heat", "", "not cold")))


def test_a_letter_that_cannot_be_read_matters_only_in_a_column_that_is_used() -> None:
    columns = matched("name", "Insurer", "areas")
    assert columns.values(Row(2, ("x", "\udce9", "neck")))["areas"] == "neck"
    with pytest.raises(HandoutsError, match="name: holds a letter that cannot be read"):
        columns.values(Row(2, ("Ren\udce9", "", "neck")))
