"""Queries nobody should send: made from a seed, so that what failed once can be asked again."""

import random
import string
from urllib.parse import quote

WORDS = [
    "khai sinh",
    "kết hôn",
    "dang ky",
    "sổ đỏ",
    "cccd",
    "hộ tịch",
    "chung thuc",
    "đất đai",
    "giấy phép",
    "61/2018",
]
SIGNS = [*"*?~^()[]{}\"'+-!:/\\%_&|<>=;,.#@$`", " ", "\t", "\r\n", "\x00", "\x01", "\x1b[31m", "\x7f", "\x9f"]
INVISIBLE = [
    "\u202e",
    "\u202a",
    "\u200f",
    "\u200e",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u2066",
    "\u0301",
    "\u0323",
]
SYNTAX = [
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "TO",
    "title:",
    "body:(",
    "*:*",
    "a~9",
    "b^1000",
    "[a TO z]",
    "{!lucene}",
    "_exists_:",
    "so:",
    "tu:",
    "so:so:",
    "tu:0",
    "tu:99999",
    "tu:-1",
    'so:"',
    '-"',
    "'; DROP TABLE search_querylog; --",
    "' OR 1=1 --",
    "UNION SELECT",
    "${jndi:ldap://x}",
    "{{ 7*7 }}",
    "{% debug %}",
    "<script>alert(1)</script>",
    "%00",
    "%s%n",
    "../../etc/passwd",
    "model=document_control.legalact",
    "filter=",
    "\\u0000",
    "&q=",
    "?q=",
    "#",
]
ODD = [
    "ﬁ",
    "Ⅷ",
    "½",
    "㎏",
    "١٢٣",
    "ð",
    "ĐÐ",
    "İ",
    "ß",
    "ﷺ",
    "😀",
    "👩‍👩‍👧‍👦",
    "𝕜𝕙𝕒𝕚",
    "ქართ",
    "漢字",
    "เขียน",
    "Z̴̡̛͈",
    "\U0010ffff",
]
FACETS = ["loai", "linh-vuc", "don-vi", "trang-thai", "nam"]
SWITCHES = ["trang", "cu", "nhu-go", "ngay", "q", "q[]", "q[0]", "x", "loai[]", "__proto__"]
VALUES = [
    "",
    "1",
    "0",
    "-1",
    "9" * 400,
    "1e9",
    "NaN",
    "null",
    "procedure",
    "form",
    "in_force",
    "ho-tich",
    "2026",
    "2026-11-09",
    "31/02/2026",
    "0000-00-00",
    "9999-12-31",
    "\x00",
    "true",
    "[]",
    "{}",
    "á" * 300,
]


def text(pick: random.Random) -> str:
    """What stands in the box."""
    kind = pick.randrange(10)
    if kind == 0:
        return pick.choice([*WORDS, *SIGNS, *ODD, "ab", "so:1/"]) * pick.choice([100, 5_000, 100_000])
    if kind == 1:
        return " ".join(
            f'{pick.choice(["-", ""])}"{pick.choice(WORDS)}"' for _ in range(pick.randrange(2, 3000))
        )
    if kind == 2:
        return " ".join(f"-{pick.choice(WORDS)}" for _ in range(pick.randrange(2, 3000)))
    if kind == 3:
        return "".join(pick.choices(string.ascii_letters, k=pick.choice([20, 60, 190, 5_000])))
    if kind == 4:
        return "".join(
            chr(pick.randrange(0x110000)) for _ in range(pick.randrange(1, 60))
        )  # surrogates among them
    pieces = [*WORDS, *SIGNS, *INVISIBLE, *SYNTAX, *ODD]
    return "".join(pick.choice(pieces) + pick.choice(["", " "]) for _ in range(pick.randrange(1, 40)))


def parameters(pick: random.Random) -> list[tuple[str, str]]:
    """Names and values of an address, some of them again and again."""
    found = [("q", text(pick))]
    found += [("q", text(pick)) for _ in range(pick.choice([0, 0, 0, 3]))]
    found += [(pick.choice(FACETS), pick.choice(VALUES)) for _ in range(pick.choice([0, 0, 2, 8, 60]))]
    found += [(pick.choice(SWITCHES), pick.choice(VALUES)) for _ in range(pick.choice([0, 0, 1, 4]))]
    pick.shuffle(found)
    return found


def encoded(value: str, pick: random.Random) -> str:
    """Percent-encoded: as UTF-8 mostly, else in a wrong encoding, cut short or not at all."""
    kind = pick.randrange(12)
    data = value.encode("utf-8", "surrogatepass")  # a lone surrogate is invalid UTF-8 already
    if kind == 0:
        data = value.encode("utf-16", "surrogatepass")[:4_000]
    elif kind == 1:
        data = value.encode("cp1258", "replace") + bytes(pick.choices(range(128, 256), k=6))
    elif kind == 2:
        data = data[: max(len(data) - 1, 0)] + b"\xe1\xbb"
    elif kind == 3:
        return quote(quote(data))
    elif kind == 4:
        return quote(data) + pick.choice(["%", "%zz", "%u0041", "%c0%80", "%ed%a0%80"])
    return quote(data)


def query_string(seed: int) -> str:
    """The whole part of an address after the question mark."""
    pick = random.Random(seed)
    return pick.choice(["&", "&", "&", ";"]).join(
        f"{name}={encoded(value, pick)}" for name, value in parameters(pick)
    )
