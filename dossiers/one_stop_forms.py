"""The sets of one-stop forms that circulars laid down, as an installation begins with them (DOMAIN 3.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dossiers.enums import SlipKind
from dossiers.models import OneStopForm


@dataclass(frozen=True, slots=True)
class FormSet:
    """One circular's forms: kind → (number, name)."""

    circular: str
    valid_from: dt.date
    valid_to: dt.date | None
    forms: dict[SlipKind, tuple[str, str]]


FORM_SETS = (
    FormSet(
        "01/2018/TT-VPCP",
        dt.date(2018, 11, 23),
        dt.date(2025, 9, 14),
        {
            SlipKind.RECEIPT: ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            SlipKind.SUPPLEMENT: ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
            SlipKind.REFUSAL: ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
            SlipKind.APOLOGY: ("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
            SlipKind.CONTROL: ("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
            SlipKind.REGISTER: ("06", "Sổ theo dõi hồ sơ"),
        },
    ),
    FormSet(
        "03/2025/TT-VPCP",
        dt.date(2025, 9, 15),
        None,
        {
            SlipKind.RECEIPT: ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            SlipKind.SUPPLEMENT: ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
            SlipKind.REFUSAL: ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
            SlipKind.APOLOGY: ("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
            SlipKind.STOP: ("05", "Thông báo dừng giải quyết hồ sơ"),
            SlipKind.CONTROL: ("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
            SlipKind.REGISTER: ("07", "Sổ theo dõi hồ sơ"),
        },
    ),
)


def seed_one_stop_forms() -> None:
    """Add the forms that are missing; what the office changed stays. One query when nothing is missing."""
    known = set(OneStopForm.objects.values_list("form_set", "kind"))
    for form_set in FORM_SETS:
        for kind, (number, name) in form_set.forms.items():
            if (form_set.circular, kind) not in known:
                OneStopForm.objects.create(
                    kind=kind,
                    form_set=form_set.circular,
                    number=number,
                    name=name,
                    valid_from=form_set.valid_from,
                    valid_to=form_set.valid_to,
                )
