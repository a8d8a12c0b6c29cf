"""``python -m benchmarks``: the whole measurement, written to docs/benchmarks.md. ``--quick`` for a look in two minutes."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from pathlib import Path

from benchmarks.assets import prepare
from benchmarks.pictures import load_largest
from benchmarks.race import race
from benchmarks.report import Findings, targets, write_report
from benchmarks.whole import batch, cold_start, peer_batch

ROOT = Path(__file__).resolve().parent.parent
# How many sheets a round: enough that the quick ones can be timed, few enough that the slow ones end.
WARM = {
    "ours": 400, "typst_in_process": 24, "weasyprint_warm": 3, "weasyprint_tagged": 3, "fpdf2_tuned": 8, "reportlab_plain": 8,
    "limit_zlib6": 200, "limit_zlib1": 200, "limit_write": 400,
}  # fmt: skip
DIFFERENT = {"ours": 16, "typst_in_process": 16, "weasyprint_tagged": 2, "fpdf2_tuned": 6, "reportlab_plain": 6}
COLD = {
    "typst_in_process": "Typst in process",
    "weasyprint_tagged": "WeasyPrint, PDF/UA",
    "fpdf2_tuned": "fpdf2, tuned",
    "reportlab_plain": "ReportLab, plain",
}


def main() -> None:
    """Measure, write, and say which targets were reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds and rows; the docs are left alone")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of the race (default 7)")
    parser.add_argument("--rows", type=int, default=1000, help="rows of the whole batches (default 1000)")
    parser.add_argument("--most", type=int, default=100_000, help="rows of the largest batch (default 100000)")
    parser.add_argument("--day", default=dt.date.today().isoformat(), help="the date written on the page")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.rows, chosen.most = 2, 100, 1000
    with tempfile.TemporaryDirectory(prefix="handouts-benchmarks-") as folder:
        findings = measure(Path(folder), chosen)
    for one in targets(findings):
        sign = ">=" if one.at_least else "<="
        print(f"{'reached' if one.reached else 'MISSED ':8} {one.what}: {one.found:.2f} ({sign} {one.wanted:g})")
    if not chosen.quick:
        write_report(findings, ROOT / "docs")


def measure(work: Path, chosen: argparse.Namespace) -> Findings:
    """All of it, in one run."""
    several = 16 * (chosen.rounds + 1)
    print("preparing", flush=True)
    prepare(work / "kit", 8)
    prepare(work / "kit-different", several)
    print("warm", flush=True)
    warm = race(WARM, work / "kit", work, combinations=8, rounds=chosen.rounds)
    print("all different", flush=True)
    different = race(DIFFERENT, work / "kit-different", work / "different", combinations=several, rounds=chosen.rounds)
    print("whole batches", flush=True)
    cache, rows = work / "batch-cache", chosen.rows
    batches = [
        batch(work, cache, sheets=rows, combinations=8, what="handouts, nothing kept", fresh=True),
        batch(work, cache, sheets=rows, combinations=8, what="handouts, formes kept", fresh=False),
        peer_batch("typst_in_process", "Typst in process", work / "kit", work, sheets=rows, combinations=8),
        peer_batch(
            "weasyprint_tagged", "WeasyPrint, PDF/UA", work / "kit", work, sheets=max(8, rows // 20), combinations=8
        ),
    ]
    print("cold", flush=True)
    cold = cold_start(work / "kit", work, COLD, max(3, chosen.rounds))
    print("growth", flush=True)
    steps = [count for count in (100, 1000, 10_000, 100_000) if count <= chosen.most]
    by_rows = [batch(work, cache, sheets=n, combinations=8, what="formes kept", fresh=False) for n in steps]
    by_combinations = [
        batch(work, cache, sheets=min(rows, 512), combinations=n, what="nothing kept", fresh=True)
        for n in (1, 8, 64, 512)
        if n <= rows
    ]
    most = steps[-2] if len(steps) > 1 else steps[-1]
    batch(work, cache, sheets=8, combinations=8, what="fills the cache", fresh=False)
    by_jobs = [
        batch(work, cache, sheets=most, combinations=8, jobs=jobs, what="formes kept", fresh=False) for jobs in (1, 2)
    ]
    return Findings(chosen.day, warm, different, batches, cold, by_rows, by_combinations, by_jobs, load_largest(200))


if __name__ == "__main__":
    main()
