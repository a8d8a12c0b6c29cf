"""What a batch says: enough to act on, never so much that it hides what matters."""

from __future__ import annotations

import io

from handouts.batch.telling import RowProblem
from handouts.batch.work import Outcome
from handouts.cli.batch_report import MOST_ROWS_TOLD, Events, Progress, Report, Tally, estimated_rows
from tests.cli.test_batch_again import CAPTURE


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_tells_rate_time_left_and_failures_on_a_terminal_alone() -> None:
    for stream in (Terminal(), io.StringIO()):
        now = iter(range(100))
        progress = Progress(stream, lambda now=now: float(next(now)), total=10)  # type: ignore[misc]
        for row in range(4):
            progress.step(failed=row == 2)
        told = stream.getvalue()
        if stream.isatty():
            assert told.endswith("4 of about 10 rows, 1.0 a second, 6 s left, 1 failed so far")
        else:
            assert told == ""


def test_rows_are_estimated_by_line_ends_but_not_in_a_workbook() -> None:
    assert estimated_rows(io.BytesIO(b"areas\nneck\nknee\n")) == 2
    assert estimated_rows(io.BytesIO(b"areas\rneck\rknee\r")) == 2
    assert estimated_rows(io.BytesIO(b"PK\x03\x04\n\n\n\n")) is None


def test_many_problems_and_warnings_are_counted_and_not_all_listed(capsys: CAPTURE) -> None:
    report = Report(Tally("clients.csv", None), Progress(io.StringIO(), lambda: 0.0), Events(None), "2026-03-12")
    for row in range(MOST_ROWS_TOLD + 30):
        report.row(Outcome(row, "", "failed", problems=(RowProblem("areas", "is empty"),)))
    for row in range(40):
        report.row(Outcome(row, "", "ready", warnings=("one for all", f"of its own {row}")))
    report.ended("done", 2.0)
    lines = capsys.readouterr().err.splitlines()
    assert sum("is empty" in line for line in lines) == MOST_ROWS_TOLD
    assert "handouts: 30 more rows have problems" in lines
    assert "handouts: warning: 40 sheets: one for all" in lines
    assert sum("of its own" in line for line in lines) == 4
    assert "handouts: warning: 40 sheets have warnings; all are in manifest.csv" in lines
    assert lines[-1].startswith("handouts: checked 120 rows: 40 can be made, 80 rows failed, in 2.0 s")
