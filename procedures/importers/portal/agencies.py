"""Who and what for: agencies, subjects, field of administration, level of government."""

from __future__ import annotations

import re

from anyascii import anyascii

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.portal.draft import Draft, named
from procedures.importers.portal.ledger import Part

_AGENCIES = {
    "deciding_agency": ("delegatedAgencies", "departmentsAuthority", "unitGroupsAuthority"),
    "executing_agency": ("executingAgencies", "departmentsExecuting", "unitGroupsExecuting"),
    "authorised_agency": ("authorizedAgencies", "departmentsAuthorized", "unitGroupsAuthorized"),
}
_COORDINATING = ("coordinatingAgencies", "departmentsCoordinating", "unitGroupsCoordinating")
_DASHES = re.compile(r"^[\s*•+\-–]{1,10}")
_LEVELS = {"isWard": "ward", "isProvince": "province", "isMinistry": "central"}
_LEVEL_WORDS = {"ward": "cấp xã", "province": "cấp tỉnh", "central": "trung ương"}


def read_agencies(draft: Draft) -> None:
    """The agencies of the law's part 7 and the one that announced the procedure."""
    promulgating = draft.root["departmentPromulgateName"]
    if promulgating.text:
        key = "promulgating_agency"
        draft.layout[key] = draft.fit(promulgating, promulgating.text, L["agency"], key)
    for key, sources in _AGENCIES.items():
        text = draft.join(_pieces(draft, sources, key), "; ", L["agency"], key)
        if text:
            draft.layout[key] = text
    names = draft.names(
        _pieces(draft, _COORDINATING, "coordinating_agencies"), L["agency"], "coordinating_agencies"
    )
    if names:
        draft.layout["coordinating_agencies"] = names


def _pieces(draft: Draft, sources: tuple[str, str, str], key: str) -> list[tuple[Part, str]]:
    """Names of departments and groups; the joined text of the portal only where it says more than they do."""
    text_key, *lists = sources
    whole = draft.root[text_key]
    names = [named(part) for source in lists for part in draft.root[source].items()]
    if len(names) > MOST_ITEMS:  # no record of the portal; do not compare everything with everything
        return [(whole, whole.text), *names]
    rest = whole.text
    for _, name in sorted(names, key=lambda pair: -len(pair[1])):
        rest = rest.replace(name, " ") if name else rest
    if not re.search(r"\w", rest):
        whole.place(
            f"{key}[1]" if key == "coordinating_agencies" else key, "sure", "gồm các cơ quan kể ở dưới"
        )
        return names
    return [(whole, whole.text), *(pair for pair in names if pair[1] not in whole.text)] + [
        (part, whole.text) for part, name in names if name and name in whole.text
    ]


def read_subjects(draft: Draft) -> None:
    """`subjects`: who may apply."""
    parts = [*draft.root["subjectTypesDetails"].items(), *draft.root["targetObjects"].items()]
    names = draft.names((named(part) for part in parts), L["subject"], "subjects")
    if names:
        draft.layout["subjects"] = names


def slug_of(name: str, longest: int = L["code"]) -> str:
    """ "Hộ tịch" → "ho-tich"."""
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(name[:500]).lower()).strip("-")
    return plain[:longest].strip("-")


def read_field(draft: Draft) -> None:
    """`field`, its name and the ministry's code; of several the first."""
    groups = [*draft.root["categoriesDetails"].items(), *draft.root["category"].items()]
    first = ("", "")
    others = []
    for part in groups:
        holder, name = named(part)
        code = part["code"].text
        if not name:
            continue
        if not first[0]:
            first = (name, code)
            _set_field(draft, part, holder, name, code)
        elif (name, code) == first:
            holder.place("field_name")
            part["code"].place("field_ministry_code")
        else:
            holder.leave("hệ thống ghi một lĩnh vực; đã lấy lĩnh vực đầu")
            others.append(name)
    if others:
        draft.warn(
            FindingKind.VALUE_DOUBTFUL,
            "field",
            f"Cổng xếp vào nhiều lĩnh vực; lấy “{first[0]}”. Chọn lại nếu đúng là “{others[0][:80]}”.",
            groups[0].where,
        )


def _set_field(draft: Draft, part: Part, holder: Part, name: str, code: str) -> None:
    slug = slug_of(name) or slug_of(code)
    if not slug:
        return
    draft.layout["field"] = slug
    draft.layout["field_name"] = draft.fit(holder, name, L["field_name"], "field_name")
    if code and len(code) <= L["ministry_code"]:
        draft.layout["field_ministry_code"] = code
        part["code"].place("field_ministry_code")


def read_level(draft: Draft) -> None:
    """`level`: the lowest of those marked."""
    marked = [(level, draft.root[key]) for key, level in _LEVELS.items() if draft.root[key].is_true]
    if not marked:
        return
    level = marked[0][0]
    draft.layout["level"] = level
    for other, part in marked:
        if other == level:
            part.place_flag("level")
        else:
            part.leave(f"nhiều cấp cùng thực hiện; hệ thống ghi cấp thấp nhất ({_LEVEL_WORDS[level]})")
    if len(marked) > 1:
        words = ", ".join(_LEVEL_WORDS[name] for name, _ in marked)
        draft.warn(
            FindingKind.LEVEL_SEVERAL,
            "level",
            f"Thủ tục làm ở nhiều cấp: {words}; tạm ghi {_LEVEL_WORDS[level]}. Chọn cấp đúng của cơ quan.",
            ", ".join(part.where for _, part in marked),
        )


def read_results(draft: Draft) -> None:
    """`results`, equal names once."""
    parts = draft.root["resultsDetails"].items()
    pieces = ((holder, _DASHES.sub("", text)) for holder, text in map(named, parts))
    names = draft.names(pieces, L["result"], "results")
    if names:
        draft.layout["results"] = [{"name": name} for name in names]
