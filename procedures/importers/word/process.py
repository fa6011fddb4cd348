"""What only an internal process has: occasion, frequency, deadline, owner. Pure."""

from __future__ import annotations

from procedures.importers.layout_parts import LENGTHS
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.sectioning import Section
from procedures.importers.word.work import Said, Work, said_in

PROCEDURE_ONLY = frozenset(
    {
        "components", "sets", "time", "place", "fees", "subjects", "results", "conditions", "promulgating_agency",
        "deciding_agency", "executing_agency", "authorised_agency", "coordinating_agencies", "code", "field",
    }
)  # fmt: skip
"""Parts that an internal process has no place for; its time is the deadline."""
_FREQUENCIES = (
    ("annual", ("hang nam", "moi nam", "nam mot lan", "cuoi nam", "dau nam")),
    ("quarterly", ("hang quy", "moi quy", "quy mot lan")),
    ("monthly", ("hang thang", "moi thang", "thang mot lan")),
    ("weekly", ("hang tuan", "moi tuan")),
    ("on_demand", ("khi co", "khi phat sinh", "theo yeu cau", "dot xuat")),
)
_NO_PLACE = "Quy trình nội bộ không có mục này."


def read_process(by_key: dict[str, list[Section]], work: Work) -> None:
    """Fill the keys of an internal process; parts of procedures only are left with the reason."""
    layout = work.layout
    for key in ("code", "field", "field_name", "components"):
        layout.pop(key, None)
    for key, longest in (("trigger", "trigger"), ("owner_unit", "owner_unit"), ("deadline", "deadline")):
        _one(key, _lines(by_key, key), longest, work)
    if "deadline" not in layout:
        _one("deadline", _lines(by_key, "time"), "deadline", work)
    layout.setdefault("trigger", "")
    lines = _lines(by_key, "frequency")
    names = _frequencies(
        " ".join(line.text for line in lines) or f"{layout.get('trigger', '')} {layout.get('deadline', '')}"
    )
    text = "; ".join(line.text.rstrip(".;") for line in lines if not line.is_nothing)
    if text:
        label = work.fit(text, LENGTHS["label"], "occasions.label", lines[0].first.where)
        layout["occasions"] = [{"frequency": name, "label": label} for name in names or ["on_demand"]]
    else:
        layout["frequency"] = "_and_".join(names or ["on_demand"])
    for line in lines:
        line.place("occasions[1]", "unsure", "Tần suất suy ra từ chữ in; xem lại.")
    for key in PROCEDURE_ONLY:
        for section in by_key.get(key, ()):
            for said in said_in(section):
                for piece in said.pieces:
                    piece.leave(_NO_PLACE)


def _lines(by_key: dict[str, list[Section]], key: str) -> list[Said]:
    return [said for section in by_key.get(key, ()) for said in said_in(section)]


def _one(key: str, lines: list[Said], longest: str, work: Work) -> None:
    meant = [line for line in lines if not line.is_nothing]
    if meant:
        text = "; ".join(without_bullet(line.text).rstrip(".;") for line in meant)
        work.layout[key] = work.fit(text, LENGTHS[longest], key, meant[0].first.where)
    for line in lines:
        line.place(key)


def _frequencies(text: str) -> list[str]:
    folded = fold(text)
    return [name for name, phrases in _FREQUENCIES if any(phrase in folded for phrase in phrases)]
