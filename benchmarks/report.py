"""The results as a page of the docs: tables, charts, and which targets were reached."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chart import Bar, bar_chart
from benchmarks.measure import Run
from benchmarks.pictures import Loading
from benchmarks.race import Result
from benchmarks.whole import Whole

TYPST, WEASYPRINT = "typst_in_process", "weasyprint_tagged"


@dataclass(frozen=True)
class Findings:
    """Everything that one run measured."""

    day: str
    warm: Sequence[Result]
    different: Sequence[Result]
    batches: Sequence[Whole]  # ours and the peers', the same rows
    cold: Mapping[str, Run]
    by_rows: Sequence[Whole]
    by_combinations: Sequence[Whole]
    by_jobs: Sequence[Whole]
    pictures: Sequence[Loading]


def write_report(findings: Findings, docs: Path) -> None:
    """docs/benchmarks.md and docs/benchmarks/*.svg."""
    charts = docs / "benchmarks"
    charts.mkdir(exist_ok=True)
    for name, chart in _charts(findings).items():
        (charts / f"{name}.svg").write_text(chart, encoding="utf-8")
    (docs / "benchmarks.md").write_text("\n".join(_page(findings)) + "\n", encoding="utf-8")


def _charts(findings: Findings) -> dict[str, str]:
    return {
        "warm": bar_chart(
            "A sheet when everything is warm, 8 combinations",
            "milliseconds a sheet, shorter is better",
            [Bar(one.name, one.ms, f"{one.ms:.2f}", one.peer == "ours") for one in _sorted(findings.warm)],
        ),
        "different": bar_chart(
            "A sheet when no two are alike",
            "milliseconds a sheet, shorter is better",
            [Bar(one.name, one.ms, f"{one.ms:.1f}", one.peer == "ours") for one in _sorted(findings.different)],
        ),
        "cold": bar_chart(
            "One sheet, the whole process",
            "seconds, shorter is better",
            [
                Bar(name, one.seconds, f"{one.seconds:.2f}", name.startswith("handouts"))
                for name, one in sorted(findings.cold.items(), key=lambda pair: pair[1].seconds)
            ],
        ),
        "rows": bar_chart(
            "Memory as a batch grows",
            "megabytes at most",
            [Bar(f"{one.sheets:,} rows", one.run.peak_mb, f"{one.run.peak_mb:.0f}", True) for one in findings.by_rows],
        ),
    }


def _sorted(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda one: one.ms)


def _page(findings: Findings) -> Iterator[str]:
    yield from (
        "# Benchmarks",
        "",
        "Made by `python -m benchmarks`; do not edit. Every figure is from one run on one machine, peers in turn, medians of",
        "rounds. The machine is shared and noisy, so read the ratios and not the times.",
        "",
        f"{findings.day}, {platform.system()} {platform.machine()}, Python {platform.python_version()}, 2 processors.",
        "",
        "The work: our own basic sheet (two pages of A4, three to five exercises with pictures, map, diary), for clients with",
        "names in three scripts. Each peer is given the words read back from our finished PDF and the pictures as SVG, ready to",
        "set. We start from the row: rules, wording, layout and file. Our files are PDF/UA-1 and PDF/A-2a.",
        "",
        "What is not equal: the peers set one plain column, so they take more pages; they leave out our band, running feet,",
        "pictograms and second picture of the map. fpdf2 draws no clip paths. *Said* is the share of the words found in the files.",
        "",
        "## Warm: 8 combinations",
        "",
        "![A sheet when everything is warm](benchmarks/warm.svg)",
        "",
    )
    yield from _race_table(findings.warm)
    yield from ("", "## Every row another combination", "", "![No two alike](benchmarks/different.svg)", "")
    yield from _race_table(findings.different)
    yield from ("", "## Whole runs, start-up included", "")
    yield from _whole_table(findings.batches)
    yield from ("", "## One sheet, the whole process", "", "![One sheet](benchmarks/cold.svg)", "")
    yield from ("| what | seconds | peak MB |", "| --- | ---: | ---: |")
    yield from (f"| {name} | {one.seconds:.3f} | {one.peak_mb:.0f} |" for name, one in findings.cold.items())
    yield from (
        "",
        "## Growth",
        "",
        "![Memory as a batch grows](benchmarks/rows.svg)",
        "",
        "With rows, 8 combinations:",
        "",
    )
    yield from _whole_table(findings.by_rows)
    yield from ("", "With combinations, nothing kept:", "")
    yield from _whole_table(findings.by_combinations)
    yield from ("", "With workers:", "")
    yield from _whole_table(findings.by_jobs)
    yield from ("", "## Loading a picture", "", "The largest of each kind:", "")
    yield from ("| kind | picture | KB on disk | ms |", "| --- | --- | ---: | ---: |")
    yield from (f"| {one.kind} | {one.name} | {one.kilobytes:.0f} | {one.ms:.2f} |" for one in findings.pictures)
    yield from ("", "## Targets", "")
    yield from _targets(findings)


def _race_table(results: Sequence[Result]) -> Iterator[str]:
    ours = next(one for one in results if one.peer == "ours")
    yield "| | ms a sheet | of that processor | ours is faster by | peak MB | KB a file | pages | tagged | said | version |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |"
    for one in _sorted(results):
        said = "" if one.said is None else f"{one.said:.1%}"
        tagged = "" if one.said is None else "yes" if one.tagged else "no"
        yield (
            f"| {one.name} | {one.ms:.2f} | {one.cpu_ms:.2f} | {one.ms / ours.ms:.1f} | {one.peak_mb:.0f} | "
            f"{one.kilobytes:.0f} | {one.pages:.1f} | {tagged} | {said} | {one.version} |"
        )


def _whole_table(runs: Sequence[Whole]) -> Iterator[str]:
    yield "| what | sheets | combinations | workers | seconds | ms a sheet | peak MB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in runs:
        yield (
            f"| {one.what} | {one.sheets:,} | {one.combinations:,} | {one.jobs} | {one.run.seconds:.2f} | {one.ms:.2f} | "
            f"{one.run.peak_mb:.0f} |"
        )


@dataclass(frozen=True)
class Target:
    """A target: what, the value that was found and the one that is wanted."""

    what: str
    found: float
    wanted: float
    at_least: bool

    @property
    def reached(self) -> bool:
        """Whether it was."""
        return self.found >= self.wanted if self.at_least else self.found <= self.wanted


def targets(findings: Findings) -> list[Target]:
    """The targets and what was found."""
    different = {one.peer: one for one in findings.different}
    batches = {one.what: one for one in findings.batches}
    ours = batches["handouts, formes kept"]
    cold = findings.cold
    warm = {one.peer: one for one in findings.warm}
    most = max(findings.by_rows, key=lambda one: one.sheets)
    one, two = findings.by_jobs
    return [
        Target("whole batch: times Typst's rate", batches["Typst in process"].ms / ours.ms, 20, True),
        Target("whole batch: times WeasyPrint's rate", batches["WeasyPrint, PDF/UA"].ms / ours.ms, 200, True),
        Target("all different: times Typst's rate", different[TYPST].ms / different["ours"].ms, 1.5, True),
        Target(
            "one cold sheet, forme kept: times Typst's time",
            cold["handouts, forme kept"].seconds / cold["Typst in process"].seconds,
            2,
            False,
        ),
        Target("one cold sheet, no forme kept: seconds", cold["handouts, no forme kept"].seconds, 0.5, False),
        Target(f"memory at {most.sheets:,} rows: MB", most.run.peak_mb, 150, False),
        Target("two workers: times one", one.run.seconds / two.run.seconds, 1.8, True),
        Target("size of a sheet: KB", warm["ours"].kilobytes, 150, False),
        Target("the slowest picture to load: ms", max(one.ms for one in findings.pictures), 2, False),
        Target("size of a sheet: times WeasyPrint's", warm["ours"].kilobytes / warm[WEASYPRINT].kilobytes, 1, False),
    ]


def _targets(findings: Findings) -> Iterator[str]:
    yield "| target | wanted | found | reached |"
    yield "| --- | ---: | ---: | --- |"
    for one in targets(findings):
        sign = "at least" if one.at_least else "at most"
        yield f"| {one.what} | {sign} {one.wanted:g} | {one.found:.2f} | {'yes' if one.reached else 'no'} |"
