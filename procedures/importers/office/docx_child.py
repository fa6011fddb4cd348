"""The child process's part of reading a Word file: open, convert old fonts, pandoc, Word reader, plain data. Pure."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace
from typing import Any

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.docx_facts import (
    MAX_PASSAGE_CHARACTERS,
    DocxFacts,
    docx_facts,
    keep_running_text,
    passages_of,
    remark_facts,
)
from procedures.importers.office.docx_fonts import convert_legacy_text
from procedures.importers.office.package import open_docx
from procedures.importers.reading import Passage, Reading
from procedures.importers.word import PandocError, codes_in, pandoc_tree, read_tree


def read_in_child(data: bytes) -> bytes:
    """What `docx_format.read` needs, as JSON.

    Args:
        data: the file's name in UTF-8, a line end, the file.

    Raises MemoryError, TimeoutError, and whatever a reader raises over an odd file.
    """
    name, _, docx = data.partition(b"\n")
    findings = Findings(name.decode())
    reading = read_docx(docx, findings)
    return json.dumps(_plain(reading, findings), ensure_ascii=False).encode()


def read_docx(data: bytes, findings: Findings) -> Reading | None:
    """The document in `data` with the words beside its running text as further passages."""
    docx = open_docx(data, findings)
    if docx is None:
        return None
    convert_legacy_text(docx, findings)
    facts = docx_facts(docx)
    remark_facts(facts, findings)
    if findings.has_errors:
        return None
    keep_running_text(docx)
    tree = _tree(docx.to_bytes(), findings)
    reading = read_tree(tree, findings.file, findings) if tree else None
    if reading is None:
        return None
    beside = _with_code(reading, facts, findings)
    return replace(reading, passages=(*reading.passages, *beside))


def _with_code(reading: Reading, facts: DocxFacts, findings: Findings) -> tuple[Passage, ...]:
    """The passages beside the running text; a code that only the page heads bear is put into the layout."""
    passages = passages_of(facts)
    codes = codes_in((*facts.headers, *facts.footers))
    own = reading.layout.get("iso_code")
    if not codes or own in codes:
        return passages
    named = ", ".join(codes)
    if own or len(codes) > 1:
        words = (
            f"Đầu, chân trang ghi mã {named}, trong bài ghi {own or 'không rõ'}. Ghi mã đúng của tài liệu."
        )
        findings.warning(0, "iso_code", words, FindingKind.VALUE_DOUBTFUL)
        return passages
    reading.layout["iso_code"] = named
    words = f"Mã {named} chỉ có ở đầu, chân trang. Kiểm tra mã tài liệu."
    findings.info(0, "iso_code", words, FindingKind.VALUE_DOUBTFUL)
    texts = (*facts.headers, *facts.footers)
    text = texts[codes[named]][:MAX_PASSAGE_CHARACTERS]
    heads = ("đầu trang", "chân trang")
    return tuple(
        replace(one, key="iso_code", certainty="unsure", reason="Mã chỉ có ở đầu, chân trang; xem lại.")
        if one.text == text and one.where.startswith(heads)
        else one
        for one in passages
    )


def _tree(docx: bytes, findings: Findings) -> dict[str, Any] | None:
    try:
        return pandoc_tree(docx)
    except PandocError as error:
        said = str(error).lower()
        if "heap" in said or "memory" in said:
            raise MemoryError from error
        if not said or isinstance(
            error.__cause__, subprocess.TimeoutExpired
        ):  # killed without a word: its CPU limit
            raise TimeoutError from error
        findings.error(
            0,
            "",
            "Không đọc được nội dung tệp Word. Mở bằng Word, lưu lại thành .docx rồi tải lên lại.",
            FindingKind.FILE_BROKEN,
        )
        return None


def _plain(reading: Reading | None, findings: Findings) -> dict[str, Any]:
    return {
        "findings": [finding.as_dict() for finding in findings.items],
        "left_out": findings.left_out,
        "has_errors": findings.has_errors,
        "reading": reading
        and {
            "layout": reading.layout,
            "passages": [asdict(passage) for passage in reading.passages],
            "speaks_of": None if reading.speaks_of is None else sorted(reading.speaks_of),
        },
    }
