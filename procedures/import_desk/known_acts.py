"""Legal acts that a document names, beside the register of the office: unknown ones, and those no longer in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from document_control.models import LegalAct
from procedures.importers.findings import Finding, FindingKind
from procedures.importers.reading import Layout

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class KnownAct:
    """What the register says of an act; `replaced_by` is a number, empty when there is none."""

    replaced_by: str = ""
    effective_to: dt.date | None = None


def known_acts() -> dict[str, KnownAct]:
    """The register, by number; of equal numbers the first that was entered."""
    rows = LegalAct.objects.order_by("-pk").values_list("number", "replaced_by__number", "effective_to")
    return {number: KnownAct(replaced_by or "", until) for number, replaced_by, until in rows}


def act_findings(layout: Layout, known: Mapping[str, KnownAct], today: dt.date, file: str) -> list[Finding]:
    """What to say of the legal bases of a layout on a day."""
    bases = layout.get("legal_bases")
    items = bases if isinstance(bases, list) else []
    numbers = [str(item["number"]) for item in items if isinstance(item, dict) and item.get("number")]
    found = [
        Finding(file, 0, f"legal_bases[{place}]", message, "warning", FindingKind.ACT_REPLACED)
        for place, number in enumerate(numbers, start=1)
        if number in known and (message := _no_longer(number, known[number], today))
    ]
    unknown = [number for number in dict.fromkeys(numbers) if number not in known]
    if unknown:
        more = f" và {len(unknown) - MOST_NAMED} văn bản khác" if len(unknown) > MOST_NAMED else ""
        message = (
            f"Danh mục chưa có {', '.join(unknown[:MOST_NAMED])}{more}. Khi ghi sẽ thêm vào danh mục; "
            "kiểm tra số hiệu, ngày ban hành."
        )
        found.append(Finding(file, 0, "legal_bases", message, "info", FindingKind.ACT_UNKNOWN))
    return found


def _no_longer(number: str, act: KnownAct, today: dt.date) -> str:
    if act.replaced_by:
        return f"{number} đã được thay bằng {act.replaced_by}. Kiểm tra lại căn cứ này."
    if act.effective_to is not None and act.effective_to < today:
        return f"{number} hết hiệu lực từ {act.effective_to:%d/%m/%Y}. Kiểm tra lại căn cứ này."
    return ""
