"""One record of the portal → one `Reading`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.layout import NATIONAL_CODE
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.plain_text import has_markup, one_line
from procedures.importers.portal.acts import read_acts
from procedures.importers.portal.agencies import (
    read_agencies,
    read_field,
    read_level,
    read_results,
    read_subjects,
)
from procedures.importers.portal.channels import read_channels
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.fee_conflicts import check_fees
from procedures.importers.portal.fees import read_fees
from procedures.importers.portal.law_parts import check_parts, check_standing, read_sets
from procedures.importers.portal.ledger import MAX_LEAVES, Ledger, Part
from procedures.importers.portal.papers import read_papers
from procedures.importers.portal.steps import read_steps
from procedures.importers.portal.time_conflicts import check_times
from procedures.importers.portal.times import read_times
from procedures.importers.reading import Reading

SPEAKS_OF = frozenset(
    {
        "name", "code", "local_code", "field", "field_name", "field_ministry_code", "level", "subjects", "channels",
        "online_level", "promulgating_agency", "deciding_agency", "executing_agency", "authorised_agency",
        "coordinating_agencies", "sets", "time_limit", "cases", "components", "forms", "fees", "results",
        "legal_bases", "conditions", "references", "public_steps", "steps",
    }
)  # fmt: skip
_HANOI_TIME = dt.timezone(dt.timedelta(hours=7))
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LONGEST_EPOCH = 14
_SHOWN_PLACES = 3


def read_record(data: dict[str, Any], prefix: str, findings: Findings) -> Reading:
    """Read the data of one procedure.

    Args:
        prefix: put before every place in passages and findings ("[3]." in a list).
    """
    ledger = Ledger(data, prefix)
    draft = Draft(Part(ledger, (), data), findings)
    _read_identity(draft)
    read_field(draft)
    read_level(draft)
    read_subjects(draft)
    read_agencies(draft)
    times = read_times(draft)
    check_times(draft, times)
    read_channels(draft, times)
    notes = read_papers(draft, times)
    read_fees(draft, times)
    check_fees(draft, times)
    read_results(draft)
    read_acts(draft)
    _read_conditions(draft, notes)
    _read_announcement(draft)
    read_steps(draft)
    read_sets(draft)
    check_parts(draft)
    check_standing(draft)
    _check_texts(draft)
    return Reading(draft.layout, tuple(ledger.passages()), SPEAKS_OF)


def _read_identity(draft: Draft) -> None:
    name, code, shown = draft.root["name"], draft.root["code"], draft.root["codeNotation"]
    if name.text:
        draft.layout["name"] = draft.fit(name, name.text, L["title"], "name")
    draft.layout["code"] = None
    if not code.text and NATIONAL_CODE.fullmatch(shown.text):
        draft.layout["code"] = shown.text
        shown.place("code", "unsure", "mã hiển thị trên Cổng; mục mã để trống")
    elif not code.text:
        draft.warn(
            FindingKind.CODE_MALFORMED, "code", "Bản ghi không có mã thủ tục quốc gia. Ghi mã như 1.001193."
        )
    elif NATIONAL_CODE.fullmatch(code.text):
        draft.layout["code"] = code.text
        code.place("code")
    else:
        draft.warn(
            FindingKind.CODE_MALFORMED,
            "code",
            f"Mã “{code.text[:60]}” không phải mã thủ tục quốc gia; ghi vào mã địa phương. Sửa như 1.001193.",
            code.where,
        )
        draft.layout["local_code"] = draft.fit(code, code.text, 60, "local_code", "unsure")
    if shown.text and shown.text == code.text:
        shown.place("code" if draft.layout["code"] else "local_code")


def _read_conditions(draft: Draft, notes: list[tuple[Part, str]]) -> None:
    """Requirements of the portal, then the sentences found among the papers."""
    own = [
        (part, part.lines) for part in (draft.root["requirementsAndConditions"], draft.root["description"])
    ]
    text = draft.join(own, "\n\n", L["long_text"], "conditions")
    if notes:
        room = L["long_text"] - len(text) - 50
        more = draft.join(notes, "\n\n", max(room, 1), "conditions", "unsure")
        text = f"{text}\n\nLưu ý về hồ sơ:\n\n{more}".strip()
        draft.tell(
            FindingKind.VALUE_DOUBTFUL,
            "conditions",
            f"{len(notes)} dòng trong thành phần hồ sơ là lời lưu ý, không phải giấy tờ; ghi vào yêu cầu, điều kiện.",
            notes[0][0].where,
        )
    if text:
        draft.layout["conditions"] = text


def _read_announcement(draft: Draft) -> None:
    """The decision that announced the procedure, as a sentence of the references."""
    proposal = draft.root["procedureProposal"]
    number = proposal["proposalNumber"] if proposal["proposalNumber"].text else proposal["decisionNumber"]
    number = number if number.text else draft.root["decisionNo"]
    date, agency = proposal["decisionDate"], proposal["issuingAgency"]["name"]
    if not number.text or len(number.text) > 120:
        return
    day = day_of(date.text)
    words = [f"Quyết định công bố số {number.text}", f"ngày {day:%d/%m/%Y}" if day else ""]
    words.append(f"của {agency.text}" if agency.text and len(agency.text) <= L["act_issuer"] else "")
    draft.layout["references"] = " ".join(word for word in words if word)
    number.place("references")
    if day:
        date.place("references", "sure", f"{day:%d/%m/%Y}")
    if words[-1]:
        agency.place("references")


def day_of(text: str) -> dt.date | None:
    """The day in Việt Nam of a moment in milliseconds since 1970; None for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_EPOCH:
        return None
    try:
        return (_EPOCH + dt.timedelta(milliseconds=int(text))).astimezone(_HANOI_TIME).date()
    except OverflowError:
        return None


def _check_texts(draft: Draft) -> None:
    """Remarks on texts as texts: markup kept, control characters taken out, too many values."""
    ledger = draft.root.ledger
    marked = [path for path, text in ledger.leaves if has_markup(one_line(text))]
    places = [Part(ledger, path, None).where for path in marked]
    if places:
        draft.warn(
            FindingKind.VALUE_MARKUP,
            "",
            f"{len(places)} chỗ có thẻ HTML ({_some(places)}); giữ nguyên như chữ thường. Xóa thẻ nếu không cần.",
            places[0],
        )
    if ledger.cleaned:
        draft.warn(
            FindingKind.VALUE_CONTROL,
            "",
            f"{len(ledger.cleaned)} chỗ có ký tự điều khiển ({_some(ledger.cleaned)}); đã thay bằng khoảng trắng.",
            ledger.cleaned[0],
        )
    if ledger.too_many:
        draft.findings.error(
            0,
            "",
            f"Bản ghi có hơn {MAX_LEAVES} giá trị, không giống thủ tục của Cổng. Tải lại tệp từ Cổng.",
            FindingKind.FILE_TOO_LARGE,
        )


def _some(places: list[str]) -> str:
    return ", ".join(places[:_SHOWN_PLACES]) + (" …" if len(places) > _SHOWN_PLACES else "")
