"""The head of an official paper (NĐ 30/2020/NĐ-CP, appendix I): agency on the left, nation and motto on the right."""

from __future__ import annotations

from publications.compose.sources import Letterhead
from publications.compose.tree import Block, div, emphasis, para, strong

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
COMMITTEE = "ỦY BAN NHÂN DÂN"
LONGEST_LINE = 26
"""Capital letters that fit the left column."""


def letterhead(head: Letterhead, *, number: str = "", place_date: str = "") -> Block:
    """The two columns; with `number` ("Số: 12/QĐ-UBND") or `place_date` a second line below them."""
    agency = [para(head.superior.upper())] if head.superior else []
    agency.append(para(strong(_broken(head.body.upper()))))
    rows = [
        div(["agency"], agency),
        div(["motto"], [para(strong(NATION)), para(strong(MOTTO))]),
    ]
    if number or place_date:
        rows.append(div(["paper-number"], [para(number)] if number else []))
        rows.append(div(["place-date"], [para(emphasis(place_date))] if place_date else []))
    return div(["letterhead"], rows)


def _broken(body: str) -> str:
    """A people's committee stands on two lines, so that its name is not torn apart."""
    return body.replace(f"{COMMITTEE} ", f"{COMMITTEE}\n", 1) if len(body) > LONGEST_LINE else body


def title_block(*, kind: str = "", title: str = "", subtitle: str = "") -> Block:
    """Centred: a small line, the name, a line below; what is empty is left out."""
    lines = (("kind-line", kind), ("title", title), ("subtitle", subtitle))
    return div(["title-block"], [div([name], [para(words)]) for name, words in lines if words])
