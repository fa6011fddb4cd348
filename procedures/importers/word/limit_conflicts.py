"""Where the lines under "Thời hạn giải quyết" contradict each other. Pure."""

from __future__ import annotations

from procedures.importers.findings import FindingKind
from procedures.importers.portal.prose_times import Span, same_day_in, spelled_otherwise, totals_of_method
from procedures.importers.word.folding import without_bullet
from procedures.importers.word.values import durations
from procedures.importers.word.work import Said, Work


def check_limit_lines(lines: list[Said], work: Work) -> None:
    """A remark where several times are named for the whole procedure; nothing is decided."""
    spans: list[Span] = []
    for line in lines:
        text = without_bullet(line.text)
        spans += totals_of_method(text.strip("() ")) + same_day_in(text)
        if odd := spelled_otherwise(text) or _other_unit(text):
            words = f"Thời hạn “{odd[:100]}” tự mâu thuẫn. Chọn thời hạn đúng."
            work.doubt("time_limit", words, FindingKind.TIME_CONFLICT, line.first.where)
    if any(not one.agrees_with(spans[0]) for one in spans):
        named = "; ".join(dict.fromkeys(map(str, spans)))
        words = f"Mục thời hạn ghi nhiều thời hạn: {named}. Chọn thời hạn đúng, hoặc lập từng trường hợp."
        work.doubt("time_limit", words, FindingKind.TIME_CONFLICT, lines[0].first.where)


def _other_unit(text: str) -> str:
    """ "02 ngày làm việc (24 giờ)": the same time in another unit that is not the same."""
    before, bracket, inside = text.partition("(")
    first, second = durations(before), durations(inside)
    if not bracket or len(first) != 1 or len(second) != 1 or first[0].unit == second[0].unit:
        return ""
    return "" if first[0].minutes == second[0].minutes else text
