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


def is_required(component: Part) -> bool:
    """Must it be there whatever the applicant's situation? Conditions are the officer's judgement."""
    return not component.get("condition")


def missing(components: Iterable[Part], papers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names of what must be there and is not; of a group of alternatives one is enough."""
    there = {paper.get("name") for paper in papers if paper.get("is_there")}
    required = [component for component in components if is_required(component)]
    satisfied = {
        component["alternative_group"]
        for component in required
        if component.get("alternative_group") and component["name"] in there
    }
    return [
        component["name"]
        for component in required
        if component["name"] not in there and component.get("alternative_group") not in satisfied
    ]
