"""What the parts of the reader share while one record is read: its values, the layout that grows, the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.plain_text import one_line
from procedures.importers.portal.ledger import Part
from procedures.importers.reading import Certainty, Layout, Passage

NOT_FITTING = "dài quá chỗ của hệ thống; rút gọn rồi chép vào"


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, ended by … at a word; for names that stand in full elsewhere."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return head[: head.rfind(" ") if " " in head else None].rstrip(" ,;:-–") + "…"


def _break_before(text: str, limit: int) -> int:
    """Where a text is best divided: after a paragraph, a sentence or a word."""
    for mark in ("\n\n", ". ", "; ", "\n", " "):
        at = text.rfind(mark, limit // 2, limit)
        if at > 0:
            return at + len(mark.rstrip())
    return limit


@dataclass
class Draft:
    """One record on its way into the layout."""

    root: Part
    findings: Findings
    layout: Layout = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    # --- what there is to say ---------------------------------------------------------------------------

    def warn(self, kind: FindingKind, key: str, message: str, where: str = "") -> None:
        self.findings.warning(0, key, message, kind, self.root.ledger.prefix + where if where else "")

    def tell(self, kind: FindingKind, key: str, message: str, where: str = "") -> None:
        self.findings.info(0, key, message, kind, self.root.ledger.prefix + where if where else "")

    def too_many(self, key: str, what: str, part: Part) -> None:
        """A list is longer than the system takes; said once a list."""
        if key not in self.said:
            self.said.add(key)
            message = f"{what}; phần sau chưa đưa vào. Gộp lại bằng tay."
            self.warn(FindingKind.VALUE_TOO_LONG, key, message, part.where)

    # --- placing texts that may be too long ---------------------------------------------------------------

    def fit(self, part: Part, text: str, limit: int, key: str, certainty: Certainty = "sure") -> str:
        """Place `text` of `part` under `key`; what is beyond `limit` is listed as not placed, with a warning."""
        if len(text) <= limit:
            part.place(key, certainty)
            return text
        at = _break_before(text, limit)
        kept, rest = text[:at].rstrip(), text[at:].strip()
        part.place(key, "unsure", f"chỉ {len(kept)} ký tự đầu vừa chỗ")
        part.add(Passage(f"{part.where}, phần không vừa", rest, reason=NOT_FITTING))
        self._too_long(
            key, f"Dài {len(text)} ký tự, nhiều nhất {limit}; {len(rest)} ký tự cuối chưa đưa vào.", part
        )
        return kept

    def _too_long(self, key: str, message: str, part: Part) -> None:
        self.warn(FindingKind.VALUE_TOO_LONG, key, f"{message} Rút gọn trên màn hình nhập.", part.where)

    def join(
        self,
        pieces: Iterable[tuple[Part, str]],
        mark: str,
        limit: int,
        key: str,
        certainty: Certainty = "sure",
    ) -> str:
        """Texts of several values in one; equal ones once, those that do not fit are left with a warning."""
        whole = ""
        seen: set[str] = set()
        for part, text in pieces:
            if not text:
                continue
            if text in seen:
                part.place(key, certainty)
            elif not whole:
                whole = self.fit(part, text, limit, key, certainty)
            elif len(whole) + len(mark) + len(text) <= limit:
                whole += mark + text
                part.place(key, certainty)
            else:
                part.leave(NOT_FITTING)
                self._too_long(
                    key, f"Nhiều chữ quá chỗ (nhiều nhất {limit} ký tự); phần này chưa đưa vào.", part
                )
            seen.add(text)
        return whole

    def names(
        self, pieces: Iterable[tuple[Part, str]], limit: int, key: str, most: int = MOST_ITEMS
    ) -> list[str]:
        """A list of short texts, equal ones once; those that do not fit are left with a warning."""
        found: dict[str, int] = {}
        for part, text in pieces:
            if not text:
                continue
            if text in found:
                part.place(f"{key}[{found[text]}]")
            elif len(found) >= most:
                part.leave(NOT_FITTING)
                self.too_many(key, f"Danh sách có hơn {most} mục", part)
            elif len(text) > limit:
                part.leave(NOT_FITTING)
                self._too_long(key, f"Dài {len(text)} ký tự, nhiều nhất {limit}; chưa đưa vào.", part)
            else:
                found[text] = len(found) + 1
                part.place(f"{key}[{found[text]}]")
        return list(found)


def named(part: Part, read: Callable[[str], str] = one_line) -> tuple[Part, str]:
    """The name of a group ({"name": …}), or the text itself where the file has just a text."""
    place = part if part.text else part["name"]
    return place, read(place.text)
