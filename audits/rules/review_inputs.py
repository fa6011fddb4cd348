"""The pack of a management review: every input of clause 9.3.2, as figures, tables and what people wrote. Pure.

The pack is an official record, so its words are Vietnamese from the start, and it is frozen as JSON with a hash when
the review is held. `to_json` and `from_json` are inverse to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audits.enums import ReviewPart
from document_control.canonical import sha256_of

CLAUSES: Mapping[str, str] = {
    ReviewPart.EARLIER_ACTIONS: "9.3.2 a",
    ReviewPart.CONTEXT: "9.3.2 b",
    ReviewPart.SATISFACTION: "9.3.2 c1",
    ReviewPart.OBJECTIVES: "9.3.2 c2",
    ReviewPart.PROCESSES: "9.3.2 c3",
    ReviewPart.NONCONFORMITIES: "9.3.2 c4",
    ReviewPart.MONITORING: "9.3.2 c5",
    ReviewPart.AUDITS: "9.3.2 c6",
    ReviewPart.SUPPLIERS: "9.3.2 c7",
    ReviewPart.RESOURCES: "9.3.2 d",
    ReviewPart.RISKS: "9.3.2 e",
    ReviewPart.IDEAS: "9.3.2 f",
}

TITLES: Mapping[str, str] = {
    ReviewPart.EARLIER_ACTIONS: "Kết quả thực hiện quyết định của các lần xem xét trước",
    ReviewPart.CONTEXT: "Thay đổi bên ngoài và bên trong cơ quan",
    ReviewPart.SATISFACTION: "Sự hài lòng và phản hồi của người dân",
    ReviewPart.OBJECTIVES: "Mức độ đạt mục tiêu chất lượng",
    ReviewPart.PROCESSES: "Kết quả giải quyết thủ tục",
    ReviewPart.NONCONFORMITIES: "Sự không phù hợp và hành động khắc phục",
    ReviewPart.MONITORING: "Kết quả theo dõi và đo lường",
    ReviewPart.AUDITS: "Kết quả đánh giá nội bộ",
    ReviewPart.SUPPLIERS: "Kết quả của đơn vị cung cấp bên ngoài",
    ReviewPart.RESOURCES: "Sự đầy đủ của nguồn lực",
    ReviewPart.RISKS: "Hiệu lực của hành động giải quyết rủi ro và cơ hội",
    ReviewPart.IDEAS: "Cơ hội cải tiến",
}

ASKED: Mapping[str, str] = {
    ReviewPart.EARLIER_ACTIONS: "Viết nhận xét về những quyết định chưa xong: vì sao, cần thêm gì.",
    ReviewPart.CONTEXT: "Viết những thay đổi mà hệ thống không biết: tổ chức, nhân sự, yêu cầu mới của cấp trên.",
    ReviewPart.SATISFACTION: "Nhập kết quả khảo sát: số phiếu hợp lệ, số phiếu hài lòng, ý kiến được nhắc nhiều nhất.",
    ReviewPart.OBJECTIVES: "Viết nguyên nhân của mục tiêu chưa đạt và việc sẽ làm.",
    ReviewPart.PROCESSES: "Viết nhận xét về lĩnh vực giảm so với kỳ trước.",
    ReviewPart.NONCONFORMITIES: "Viết nhận xét về sự không phù hợp lặp lại và hành động quá hạn.",
    ReviewPart.MONITORING: "Viết nhận xét về bước trễ, thư xin lỗi, niêm yết và các số đo khác.",
    ReviewPart.AUDITS: "Viết kết luận chung của các cuộc đánh giá, kể cả đánh giá của bên ngoài.",
    ReviewPart.SUPPLIERS: "Viết kết quả của bưu chính công ích, đơn vị công nghệ thông tin và đơn vị cung cấp khác.",
    ReviewPart.RESOURCES: "Viết về người, phòng làm việc, thiết bị, phần mềm, kinh phí: đủ hay thiếu gì.",
    ReviewPart.RISKS: "Viết rủi ro và cơ hội đã xử lý, việc đã làm có hiệu lực không, rủi ro mới.",
    ReviewPart.IDEAS: "Viết đề xuất cải tiến của đơn vị, mỗi đề xuất một dòng.",
}
"""What to enter where the system has no figures, or what to add to them."""


ENTERED_PARTS = frozenset(
    {ReviewPart.SATISFACTION, ReviewPart.SUPPLIERS, ReviewPart.RESOURCES, ReviewPart.RISKS}
)
"""Inputs that people know better than the system: without figures, a review is not held before they are written."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the pack with its denominator or remark; `tone` is "", "ok" or "warn"."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the pack; `more` says in words how many rows were left out, empty for none."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows with the title of its column beside each cell, for narrow screens."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Entered:
    """What a unit wrote."""

    unit: str
    text: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Section:
    """One input.

    Attributes:
        part: the input (`ReviewPart`).
        source: where the figures come from, in words; empty where the system has none.
        nothing: said instead of figures when there are none in the period.
    """

    part: str
    source: str = ""
    facts: tuple[Fact, ...] = ()
    grids: tuple[Grid, ...] = ()
    nothing: str = ""
    entered: tuple[Entered, ...] = ()

    @property
    def title(self) -> str:
        return TITLES[self.part]

    @property
    def clause(self) -> str:
        """ "9.3.2 c3"."""
        return CLAUSES[self.part]

    @property
    def asked(self) -> str:
        """What people are asked to write."""
        return ASKED[self.part]

    @property
    def has_figures(self) -> bool:
        return bool(self.facts or any(grid.rows for grid in self.grids))

    @property
    def is_empty(self) -> bool:
        """Nothing counted and nothing written."""
        return not self.has_figures and not self.entered

    @property
    def must_be_entered(self) -> bool:
        """Does the meeting need somebody's words here, because the system cannot say that there was nothing?"""
        return self.is_empty and self.part in ENTERED_PARTS


@dataclass(frozen=True, slots=True)
class Pack:
    """All inputs, in the order of the clause.

    Attributes:
        office, period: as said on paper; counted_at: when the figures were counted ("08:40, 22/09/2026").
    """

    office: str
    period: str
    counted_at: str
    sections: tuple[Section, ...]

    @property
    def missing(self) -> list[Section]:
        """Inputs that somebody must write before the review is held."""
        return [section for section in self.sections if section.must_be_entered]

    def section(self, part: str) -> Section:
        """One input by its key."""
        return next(section for section in self.sections if section.part == part)


def in_order(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Every input of the clause exactly once, those nobody counted as empty ones."""
    known = {section.part: section for section in sections}
    return tuple(known.get(part, Section(part)) for part in ReviewPart.values)


def to_json(pack: Pack) -> dict[str, Any]:
    """The pack as plain JSON values, to be frozen."""
    return asdict(pack)


def hash_of(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of a frozen pack, 64 hexadecimal digits."""
    return sha256_of(dict(frozen))


def from_json(frozen: Mapping[str, Any]) -> Pack:
    """The pack as it was frozen."""
    sections = tuple(_section(data) for data in frozen["sections"])
    return Pack(frozen["office"], frozen["period"], frozen["counted_at"], sections)


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        part=data["part"],
        source=data["source"],
        facts=tuple(Fact(**fact) for fact in data["facts"]),
        grids=tuple(_grid(grid) for grid in data["grids"]),
        nothing=data["nothing"],
        entered=tuple(Entered(**entry) for entry in data["entered"]),
    )


def _grid(data: Mapping[str, Any]) -> Grid:
    rows = tuple(tuple(row) for row in data["rows"])
    return Grid(data["caption"], tuple(data["head"]), rows, data["more"])
