"""The notice that is posted for citizens (NĐ 63/2010/NĐ-CP art. 24; DOMAIN 2.6): all parts required by law."""

from __future__ import annotations

from procedures import facts
from procedures.snapshot_reading import Snapshot, part, parts
from publications.compose import tables, wording
from publications.compose.document import Document, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.numbering import Headings
from publications.compose.procedure import info_of
from publications.compose.qr import qr_svg
from publications.compose.rich_text import rich_blocks
from publications.compose.sections import Composition
from publications.compose.sources import ProcedureSource
from publications.compose.tree import Block, div, emphasis, image, para

QR_WIDTH = "28mm"
MOST_FEES = 3
"""Fees said whole in the fact list; more are said in short there, and whole in their section."""
MOST_LIMITS = 3
"""Time limits of cases, likewise."""


def compose_notice(source: ProcedureSource) -> Document:
    """The notice of one version; what it says comes from the snapshot alone, but for the place of today."""
    snapshot = source.snapshot
    composition = Composition(Headings())
    name = snapshot.get("short_title") or source.issue.title
    composition.add(
        letterhead(source.letterhead), title_block(kind="NIÊM YẾT THỦ TỤC HÀNH CHÍNH", title=name)
    )
    composition.add(div(["facts-with-qr"], [_facts(source), *_qr(source, composition)]))
    _bring(source, composition)
    _order(source, composition)
    _rest(source, composition)
    return Document(
        info_of(source, "notice"), Layout(style="notice"), tuple(composition.blocks), composition.media
    )


def _facts(source: ProcedureSource) -> Block:
    snapshot = source.snapshot
    fees = wording.fee_lines(snapshot, source.day)
    fee = "\n".join(fees) if len(fees) <= MOST_FEES else _fee_in_short(source)
    return tables.facts_table(
        [
            ("Thời hạn giải quyết", _time(snapshot)),
            ("Phí, lệ phí", fee),
            ("Nơi tiếp nhận", wording.place_words(snapshot, source.reception)),
            ("Kết quả", "; ".join(wording.result_lines(snapshot)) or facts.NOT_STIPULATED),
            ("Mã thủ tục quốc gia", snapshot.get("national_code") or ""),
        ]
    )


def _time(snapshot: Snapshot) -> str:
    limits = wording.limit_lines(snapshot)
    return "\n".join(limits) if len(limits) <= MOST_LIMITS else f"{facts.time_headline(snapshot)}."


def _fee_in_short(source: ProcedureSource) -> str:
    conditions = facts.fee_conditions(source.snapshot, source.day)
    return ". ".join(text for text in (facts.fee_headline(source.snapshot, source.day), conditions) if text)


def _qr(source: ProcedureSource, composition: Composition) -> list[Block]:
    if not source.issue.check_url:
        return []
    composition.media["qr.svg"] = qr_svg(source.issue.check_url)
    picture = image("qr.svg", f"Mã QR dẫn tới {source.issue.check_url}", QR_WIDTH)
    return [div(["qr"], [para(picture), para("Quét mã để biết bản này còn hiệu lực và tải mẫu đơn")])]


def _bring(source: ProcedureSource, composition: Composition) -> None:
    snapshot = source.snapshot
    composition.add(composition.headings.next("Thành phần hồ sơ"))
    composition.table(tables.components_table(snapshot))
    composition.add(div(["note"], [para(emphasis(f"Số lượng hồ sơ: {snapshot.get('sets') or 1:02d} bộ."))]))
    if text := snapshot.get("not_needed"):
        composition.add(para(f"Không phải nộp: {text}"))


def _order(source: ProcedureSource, composition: Composition) -> None:
    snapshot = source.snapshot
    composition.add(composition.headings.next("Trình tự thực hiện"))
    composition.add(*rich_blocks(snapshot.get("public_steps") or ""))
    total = facts.time_headline(snapshot)
    composition.table(tables.steps_table(snapshot, "" if total == facts.NOT_STIPULATED else total))


def _rest(source: ProcedureSource, composition: Composition) -> None:
    """The other parts that must be posted; empty ones say so, as the law wants them all. Two columns on posters."""
    rest = Composition(composition.headings)
    _write_rest(source, rest)
    composition.add(div(["section-columns"], rest.blocks))


def _write_rest(source: ProcedureSource, composition: Composition) -> None:
    snapshot, headings = source.snapshot, composition.headings
    composition.add(headings.next("Cách thức thực hiện"))
    composition.lines(wording.channel_lines(snapshot))
    composition.add(headings.next("Thời hạn giải quyết"))
    composition.lines(wording.time_lines(snapshot))
    composition.add(headings.next("Đối tượng thực hiện"))
    composition.lines([", ".join(row["name"] for row in parts(snapshot, "subjects") if row.get("name"))])
    composition.add(headings.next("Cơ quan thực hiện"))
    composition.lines(wording.agency_lines(snapshot) or [part(snapshot, "unit").get("name") or ""])
    composition.add(headings.next("Phí, lệ phí"))
    composition.lines(wording.fee_lines(snapshot, source.day))
    composition.add(headings.next("Yêu cầu, điều kiện"))
    composition.rich(snapshot.get("conditions") or "", "Không có.")
    composition.add(headings.next("Biểu mẫu"))
    composition.table(tables.forms_table(snapshot))
    composition.add(headings.next("Căn cứ pháp lý"))
    composition.table(tables.citations_list(snapshot))
    if source.feedback:
        composition.add(headings.next("Phản ánh, kiến nghị"), para(source.feedback))
