"""What the therapist is told: the plan before the paper, and what the rules changed. All of it off the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from handouts.library.store import Contents
from handouts.plan import Plan
from handouts.safety import Decision

VERBS = {"drop": "left out", "modify": "easier form", "limit": "limited", "refuse": "refused", "keep": "chosen"}
NO_ROOM = "left out for room: "


def plan_as_json(plan: Plan, contents: Contents) -> dict[str, Any]:
    """The plan as one document (version 1). Holds no personal words."""
    return {
        "version": 1,
        "kind": plan.kind,
        "tier": plan.tier,
        "persistent": plan.persistent,
        "level": plan.level,
        "stage": plan.stage,
        "programme": plan.programme,
        "areas": [{"id": area.id, "side": area.side} for area in plan.areas],
        "sections": list(plan.sections),
        "causes": list(plan.causes),
        "exercises": [
            {
                "id": one.id,
                "side": one.side,
                "position": one.position,
                "dose": _dose(one.dose),
                "for": list(one.areas),
                "form": "easier" if one.easier else "harder" if one.harder else "full",
                "why": one.why,
            }
            for one in plan.exercises
        ],
        "techniques": list(plan.techniques),
        "benefits": list(plan.benefits),
        "tips": list(plan.tips),
        "precautions": [{"id": p.id, "because": p.because} for p in plan.precautions],
        "red_flags": [{"id": flag.id, "tier": flag.tier} for flag in plan.red_flags],
        "decisions": [
            {
                "kind": d.kind,
                "id": d.id,
                "action": d.action,
                "because": d.because,
                "reason": d.reason,
                "sources": list(d.sources),
            }
            for d in plan.decisions
        ],
        "cautions": [{"area": area, "text": text} for area, text in _cautions(plan, contents)],
        "warnings": list(plan.warnings),
    }


def _dose(dose: object) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(dose)
    found = {}
    for key, value in plain.items():
        if isinstance(value, dict):
            found[key] = value["low"] if value["low"] == value["high"] else [value["low"], value["high"]]
        elif value:
            found[key] = value
    return found


def decision_lines(decisions: tuple[Decision, ...]) -> Iterator[str]:
    """One line for what was decided alike, for the therapist: twelve exercises left out for one reason are one line."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for d in decisions:
        alike.setdefault((d.kind, d.action, d.because, d.reason), []).append(d.id)
    for (kind, action, because, reason), ids in alike.items():
        what = kind if ids == [kind] else f"{kind}{'s' if len(ids) > 1 else ''} {', '.join(ids)}"
        yield f"{what}: {VERBS[action]} because of {because}: {reason}"


def warning_lines(warnings: tuple[str, ...]) -> Iterator[str]:
    """The warnings, with what was left out for room in one line, and what to do about it."""
    left_out = [line.removeprefix(NO_ROOM) for line in warnings if line.startswith(NO_ROOM)]
    yield from (line for line in warnings if not line.startswith(NO_ROOM))
    if left_out:
        yield f"{NO_ROOM}{'; '.join(left_out)} (fewer exercises or areas, or --tier full, keep more)"


def caution_lines(plan: Plan, contents: Contents) -> Iterator[str]:
    """What the therapist is to mind at the chosen areas."""
    for area, text in _cautions(plan, contents):
        yield f"{area}: {text}"


def _cautions(plan: Plan, contents: Contents) -> Iterator[tuple[str, str]]:
    for area in plan.areas:
        for text in contents.areas[area.id].therapist_cautions:
            yield area.id, text


def plan_lines(plan: Plan, contents: Contents) -> Iterator[str]:
    """What would be on the sheet and why, for a person."""
    parts = [plan.kind, f"{plan.tier} tier"]
    parts += ["long-lasting pain"] if plan.persistent else []
    parts += [f"{plan.level} level"] if plan.level != "standard" else []
    parts += [f"stage {plan.stage}"] if plan.stage else []
    parts += [f"programme {plan.programme}"] if plan.programme else []
    yield ", ".join(parts)
    yield "Areas: " + ", ".join(f"{area.id} ({area.side})" for area in plan.areas)
    yield "Sections: " + ", ".join(plan.sections)
    yield "Causes: " + (", ".join(plan.causes) or "none")
    yield "Techniques: " + (", ".join(plan.techniques) or "none")
    yield "Benefits: " + (", ".join(f"{b} ({contents.benefits[b].grade})" for b in plan.benefits) or "none")
    yield "Exercises:" if plan.exercises else "Exercises: none"
    for number, one in enumerate(plan.exercises, start=1):
        dose = ", ".join(f"{key}={value}" for key, value in _dose(one.dose).items())
        yield f"  {number}. {one.id} ({one.side}, {one.position}; {dose}) {one.why}"
    yield "Red flags: " + ", ".join(f"{flag.id} [{flag.tier}]" for flag in plan.red_flags)
    if plan.precautions:
        yield "Precautions: " + ", ".join(p.id for p in plan.precautions)
    yield "Decisions:" if plan.decisions else "Decisions: none"
    for line in decision_lines(plan.decisions):
        yield f"  {line}"
    cautions = list(caution_lines(plan, contents))
    yield "Cautions:" if cautions else "Cautions: none"
    for line in cautions:
        yield f"  {line}"
    for warning in plan.warnings:
        yield f"Warning: {warning}"
