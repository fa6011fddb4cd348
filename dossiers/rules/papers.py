"""The papers of a dossier: which a version asks for in a case, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from procedures.snapshot_reading import Part, Snapshot, parts


def checklist(snapshot: Snapshot, case_code: str) -> list[Part]:
    """The components of a case, in the order of the version."""
    return [
        component
        for component in parts(snapshot, "components")
        if not component.get("cases") or case_code in component["cases"]
    ]


def is_conditional(component: Part) -> bool:
    """May it be not needed? Its condition says when; whether that holds for this applicant, the officer decides."""
    return bool(component.get("condition"))


def missing(components: Iterable[Part], papers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names of what is asked for, not there and not decided to be not needed; of alternatives one is enough."""
    asked, known = list(components), list(papers)
    there = {paper.get("name") for paper in known if paper.get("is_there")}
    not_needed = {paper.get("name") for paper in known if paper.get("is_not_needed")}
    satisfied = {
        component["alternative_group"]
        for component in asked
        if component.get("alternative_group") and component["name"] in there
    }
    return [
        component["name"]
        for component in asked
        if component["name"] not in there
        and component.get("alternative_group") not in satisfied
        and not (is_conditional(component) and component["name"] in not_needed)
    ]
