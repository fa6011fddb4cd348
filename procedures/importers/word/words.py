"""The words by which parts of a Word procedure are known: headings, labels, column heads, roles. Data only.

All folded (lower case, no accents), longest or most telling first where one contains another. A new office's habit is
a new word here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SECTIONS: Final = MappingProxyType(
    {
        # Before the body
        "toc": ("muc luc",),
        "duties": ("trach nhiem soan thao, xem xet, phe duyet", "trach nhiem soan thao"),
        "distribution": ("phan phoi tai lieu", "danh sach phan phoi", "noi nhan", "danh sach noi nhan"),
        "amendments": (
            "theo doi tinh trang sua doi",
            "theo doi sua doi tai lieu",
            "theo doi sua doi",
            "bang theo doi sua doi",
            "tinh trang sua doi",
            "lich su sua doi",
            "sua doi tai lieu",
        ),
        # Sections 1 to 7
        "purpose": ("muc dich",),
        "scope": ("pham vi va doi tuong ap dung", "pham vi ap dung", "pham vi"),
        "references": ("tai lieu vien dan", "tai lieu tham khao", "van ban vien dan", "tai lieu lien quan"),
        "definitions": (
            "dinh nghia, thuat ngu va chu viet tat",
            "dinh nghia va tu viet tat",
            "dinh nghia, viet tat",
            "dinh nghia/viet tat",
            "dinh nghia - viet tat",
            "thuat ngu va dinh nghia",
            "thuat ngu, dinh nghia",
            "giai thich tu ngu",
            "thuat ngu",
            "dinh nghia",
            "tu viet tat",
            "chu viet tat",
        ),
        "content": ("noi dung quy trinh", "noi dung thuc hien", "noi dung"),
        "forms": (
            "ten mau don, mau to khai",
            "ten mau don, to khai",
            "mau don, mau to khai",
            "mau don, to khai",
            "danh muc bieu mau",
            "bieu mau su dung",
            "bieu mau, phu luc",
            "cac bieu mau",
            "bieu mau",
        ),
        "records": (
            "ho so can luu",
            "ho so luu tru",
            "luu tru ho so",
            "luu ho so",
            "ho so luu",
            "luu tru",
            "quan ly ho so",
        ),
        # Section 5
        "conditions": (
            "yeu cau, dieu kien",
            "yeu cau dieu kien",
            "yeu cau va dieu kien",
            "dieu kien thuc hien",
            "dieu kien",
        ),
        "components": (
            "thanh phan, so luong ho so",
            "thanh phan va so luong ho so",
            "thanh phan ho so",
            "thanh phan cua ho so",
            "ho so bao gom",
            "ho so phai nop",
            "ho so gom",
        ),
        "sets": ("so luong ho so", "so bo ho so"),
        "time": (
            "thoi han giai quyet",
            "thoi gian giai quyet",
            "thoi gian xu ly",
            "thoi han xu ly",
            "thoi han thuc hien",
            "thoi gian thuc hien",
        ),
        "place": (
            "noi tiep nhan va tra ket qua",
            "noi tiep nhan ho so",
            "noi tiep nhan",
            "dia diem tiep nhan",
            "noi nop ho so",
            "cach thuc thuc hien",
            "hinh thuc nop ho so",
            "cach thuc nop",
        ),
        "fees": (
            "phi, le phi",
            "phi va le phi",
            "le phi, phi",
            "le phi va phi",
            "phi/le phi",
            "le phi/phi",
            "le phi",
            "phi",
        ),
        "steps": (
            "quy trinh noi bo, quy trinh dien tu",
            "quy trinh xu ly cong viec",
            "trinh tu xu ly cong viec",
            "quy trinh xu ly",
            "quy trinh thuc hien",
            "quy trinh giai quyet",
            "noi dung cac buoc",
            "cac buoc thuc hien",
            "trinh tu thuc hien",
            "trinh tu cong viec",
            "mo ta quy trinh",
            "dien giai luu do",
            "dien giai quy trinh",
            "cac buoc tien hanh",
        ),
        "flow": ("luu do quy trinh", "luu do"),
        "legal": ("co so phap ly", "can cu phap ly", "can cu phap luat"),
        "subjects": ("doi tuong thuc hien", "doi tuong ap dung"),
        "results": ("ket qua thuc hien", "ket qua giai quyet", "ket qua cua viec thuc hien", "ket qua"),
        # Agencies
        "deciding_agency": (
            "co quan co tham quyen quyet dinh",
            "co quan quyet dinh",
            "tham quyen giai quyet",
        ),
        "authorised_agency": ("co quan duoc uy quyen", "co quan hoac nguoi co tham quyen duoc uy quyen"),
        "executing_agency": ("co quan truc tiep thuc hien", "co quan thuc hien", "don vi thuc hien"),
        "coordinating_agencies": ("co quan phoi hop",),
        "promulgating_agency": ("co quan cong bo", "co quan ban hanh thu tuc"),
        # Internal processes
        "occasion": ("khi nao, han, ai chu tri",),
        "trigger": ("khi nao lam", "thoi diem thuc hien", "dieu kien bat dau", "su kien bat dau"),
        "frequency": ("dinh ky", "tan suat thuc hien", "tan suat"),
        "deadline": ("han hoan thanh", "thoi han hoan thanh"),
        "owner_unit": ("don vi chu tri", "bo phan chu tri"),
        # Labels of the cover
        "name": ("ten thu tuc hanh chinh", "ten thu tuc", "ten quy trinh"),
        "code": (
            "ma so thu tuc hanh chinh",
            "ma thu tuc hanh chinh",
            "ma so tthc",
            "ma tthc",
            "ma thu tuc",
            "ma so thu tuc",
        ),
        "iso_code": ("ma so quy trinh", "ma quy trinh", "ma tai lieu", "ma so", "ma hieu", "ky hieu"),
        "issued_on": ("ngay ban hanh", "ngay bh"),
        "effective_from": ("ngay hieu luc", "ngay co hieu luc", "hieu luc tu ngay", "hieu luc tu"),
        "edition": (
            "lan ban hanh",
            "lan bh",
            "phien ban",
            "lan ban hanh/sua doi",
            "lan ban hanh/lan sua doi",
            "lan ban hanh / sua doi",
            "lan ban hanh / lan sua doi",
        ),
        "revision": ("lan sua doi", "lan sd"),
        "field": ("linh vuc",),
        "pages": ("so trang", "tong so trang", "trang so", "trang"),
    }
)
"""Part of the text → how its heading or label may read."""

LAYOUT_KEYS: Final = MappingProxyType(
    {
        "time": "time_limit", "place": "channels", "legal": "legal_bases", "amendments": "versions", "flow": "steps",
        "frequency": "occasions",
        "edition": "versions", "revision": "versions", "issued_on": "versions", "effective_from": "versions",
    }
)  # fmt: skip
"""Part of the text → its key in the layout where the two differ."""
UNKEPT: Final = frozenset({"", "toc", "duties", "distribution", "content", "pages", "occasion"})
"""Parts without a key of their own."""
COVER: Final = frozenset(
    {"name", "code", "iso_code", "issued_on", "effective_from", "edition", "revision", "field", "pages"}
)
"""Parts that are a label and a value."""
OUTER: Final = frozenset(
    {
        "toc",
        "duties",
        "distribution",
        "amendments",
        "purpose",
        "scope",
        "references",
        "definitions",
        "content",
        "records",
    }
)
"""Parts whose headings may have no value behind a colon and never stand in a table of section 5."""
LONE_ONLY: Final = frozenset(
    {"ket qua", "phi", "noi dung", "dieu kien", "trang", "noi nhan", "luu tru", "dinh ky", "pham vi"}
)
"""Everyday words that are a heading only when nothing else stands on the line but a colon and a value."""

ROLES: Final = (
    (
        "one_stop_officer",
        (
            "mot cua",
            "tn&tkq",
            "tn & tkq",
            "tnhs&tkq",
            "tn va tkq",
            "tiep nhan va tra ket qua",
            "bo phan tiep nhan",
            "bpmc",
            "tiep nhan & tra ket qua",
            "phuc vu hanh chinh cong",
        ),
    ),
    ("clerk", ("van thu",)),
    (
        "head_of_unit",
        (
            "truong phong",
            "truong bo phan",
            "lanh dao phong",
            "truong don vi",
            "truong ban",
            "lanh dao bo phan",
        ),
    ),
    (
        "leader",
        (
            "chu tich",
            "lanh dao ubnd",
            "lanh dao uy ban",
            "lanh dao phuong",
            "lanh dao xa",
            "lanh dao quan",
            "pho chu tich",
        ),
    ),
    ("specialist", ("chuyen vien", "cong chuc", "can bo chuyen mon", "can bo thu ly", "can bo xu ly")),
    (
        "citizen",
        (
            "cong dan",
            "ca nhan",
            "to chuc",
            "nguoi nop",
            "nguoi yeu cau",
            "nguoi dan",
            "khach hang",
            "nguoi de nghi",
            "tccn",
            "tc/cn",
            "doanh nghiep",
        ),
    ),
)
"""Roles of the organisation and the words that name them plainly; the first that fits a phrase counts."""

ABBREVIATIONS: Final = frozenset(
    {
        "UBND",
        "HĐND",
        "TTHC",
        "ISO",
        "TCVN",
        "CCHC",
        "CBCC",
        "BHYT",
        "BHXH",
        "CCCD",
        "CMND",
        "VBQPPL",
        "MTTQ",
        "GPMB",
        "QSDĐ",
        "PCCC",
        "KCB",
    }
)
"""Words that stay in capitals when a title in capitals is written small."""

NOTHING: Final = frozenset(
    {"khong", "khong co", "khong quy dinh", "chua quy dinh", "khong ap dung", "n/a", "khong yeu cau"}
)
"""A section that says that there is nothing."""
