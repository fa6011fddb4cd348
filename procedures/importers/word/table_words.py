"""The words by which tables and their columns are known. Data only; folded like those of `words`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

TABLES: Final = MappingProxyType(
    {
        "steps": {
            "number": ("tt", "stt", "so tt", "buoc", "buoc cong viec", "ten buoc", "cac buoc"),
            "title": (
                "trinh tu thuc hien",
                "trinh tu cong viec",
                "trinh tu",
                "noi dung cong viec",
                "noi dung thuc hien",
                "noi dung",
                "cac buoc thuc hien",
                "buoc thuc hien",
                "cong viec",
                "hoat dong",
            ),
            "position": (
                "trach nhiem",
                "nguoi thuc hien",
                "don vi thuc hien",
                "bo phan thuc hien",
                "nguoi chiu trach nhiem",
                "don vi/nguoi thuc hien",
                "chu tri",
                "ai lam",
            ),
            "duration": ("thoi gian", "thoi han"),
            "form": ("bieu mau", "mau bieu", "ma bieu mau"),
            "output": (
                "bieu mau/ket qua",
                "bieu mau / ket qua",
                "ket qua/bieu mau",
                "ho so/bieu mau",
                "ho so, bieu mau",
                "bieu mau, ket qua",
                "ket qua",
                "san pham",
                "dau ra",
                "tai lieu/ho so",
                "ho so",
            ),
            "input": ("dau vao",),
            "description": ("dien giai", "mo ta", "cach thuc hien", "ghi chu", "huong dan"),
        },
        "papers": {
            "number": ("tt", "stt", "so tt"),
            "name": (
                "thanh phan ho so",
                "ten giay to",
                "loai giay to",
                "ten ho so",
                "giay to",
                "thanh phan",
                "tai lieu",
                "ho so",
            ),
            "original": ("ban chinh", "ban goc"),
            "copy": ("ban sao", "ban chup", "ban photo"),
            "kind": ("ban chinh/ban sao", "ban chinh / ban sao", "hinh thuc", "loai ban", "yeu cau"),
            "count": ("so luong", "so ban"),
            "form": ("bieu mau", "mau", "ma bieu mau"),
            "condition": ("ghi chu", "dieu kien"),
        },
        "records": {
            "number": ("tt", "stt", "so tt"),
            "name": (
                "ten ho so",
                "ho so luu",
                "ho so can luu",
                "ho so",
                "ten tai lieu",
                "tai lieu",
                "loai ho so",
            ),
            "holder": (
                "noi luu",
                "bo phan luu",
                "nguoi luu",
                "don vi luu",
                "trach nhiem luu",
                "vi tri luu",
                "luu tai",
            ),
            "retention": ("thoi gian luu", "thoi han luu", "thoi han bao quan"),
        },
        "forms": {
            "number": ("tt", "stt", "so tt"),
            "code": ("ma hieu", "ma so", "ky hieu", "ma bieu mau", "so hieu"),
            "name": ("ten bieu mau", "ten bieu", "ten mau", "bieu mau", "ten tai lieu"),
        },
        "amendments": {
            "number": ("tt", "stt"),
            "request": ("yeu cau sua doi",),
            "part": ("trang/phan lien quan", "phan lien quan", "trang", "vi tri", "muc sua doi"),
            "change": ("mo ta noi dung sua doi", "noi dung sua doi", "mo ta noi dung", "noi dung", "mo ta"),
            "edition": (
                "lan ban hanh/lan sua doi",
                "lan ban hanh/sua doi",
                "lan ban hanh/ lan sua doi",
                "lan ban hanh",
            ),
            "revision": ("lan sua doi",),
            "date": ("ngay ban hanh", "ngay sua doi", "ngay"),
        },
        "distribution": {
            "number": ("tt", "stt"),
            "unit": ("noi nhan", "don vi nhan", "noi phan phoi", "bo phan", "don vi"),
            "copy": ("ban so", "so ban", "ky nhan", "chu ky", "hinh thuc", "danh dau"),
        },
        "duties": {
            "drafted": ("soan thao", "nguoi soan thao", "bien soan", "nguoi viet"),
            "reviewed": ("xem xet", "soat xet", "kiem tra", "nguoi kiem tra"),
            "approved": ("phe duyet", "nguoi phe duyet"),
        },
    }
)
"""Kind of table → its columns → how their heads may read."""

NEEDED: Final = MappingProxyType(
    {
        "steps": (("title",), ("position", "duration")),
        "papers": (("name",), ("original", "copy", "kind", "count")),
        "records": (("name",), ("holder", "retention")),
        "forms": (("code",), ("name",)),
        "amendments": (("edition", "revision"), ("change", "request", "date")),
        "distribution": (("unit",), ("copy",)),
        "duties": (("drafted",), ("approved", "reviewed")),
    }
)
"""A table is of a kind when it has one column of each group."""
