"""Objectives of this year, the review of the last half year with what became of its decisions, and one in preparation.

Days count back from the day of loading; everything goes through the services, in the name of who may do it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from audits.enums import (
    DecisionKind,
    Measure,
    MeasuredEvery,
    MeasureUnit,
    ReviewPart,
    TargetOperator,
    VerificationOutcome,
)
from audits.models import CorrectiveAction, ManagementReview, QualityObjective
from audits.rules.objectives import finished, periods_of
from audits.rules.review_periods import last_half_year
from audits.services import actions, measuring, objectives, review_decisions, reviews
from audits.services.measuring import EnteredValue
from audits.services.objectives import ObjectiveDetails
from audits.services.review_decisions import DecisionDetails
from audits.services.reviews import ReviewDetails
from dossiers.statistics.periods import Period, named_period
from organisation.models import Unit, User
from procedures.sample.documents import SampleOffice

SURVEYED = ((412, 456), (391, 437), (428, 462), (405, 441))
"""Satisfied and valid answers of each quarter; the second one misses 90 % by little."""
SURVEY = "Phiếu khảo sát tại Bộ phận Một cửa và mã QR trên giấy hẹn"


@dataclass(frozen=True, slots=True)
class _Ward:
    """Who acts in the sample, and when it is loaded."""

    office: Unit
    units: dict[str, Unit]
    people: dict[str, User]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def moment(self, day: dt.date, hour: int = 9) -> dt.datetime:
        """A moment of a day, the moment of loading at the latest."""
        return min(timezone.make_aware(dt.datetime.combine(day, dt.time(hour))), self.now)


def load_reviews(office: SampleOffice) -> None:
    """Objectives and reviews; nothing when there are some already."""
    if QualityObjective.objects.exists() or ManagementReview.objects.exists():
        return
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__startswith="an-hoa")}
    ward = _Ward(office.unit, units, office.people, timezone.now().replace(microsecond=0))
    _load_objectives(ward)
    _load_closed_review(ward)
    _load_coming_review(ward)


# --- Objectives ---------------------------------------------------------------------------------------------------
def _load_objectives(ward: _Ward) -> None:
    begin = ward.moment(dt.date(ward.today.year, 1, 8))
    known = [_approved(ward, details, begin) for details in _details(ward)]
    satisfaction = known[0]
    periods = finished(periods_of(satisfaction.year, satisfaction.frequency), ward.today)
    for period, (part, whole) in zip(periods, SURVEYED, strict=False):
        told = EnteredValue(None, part, whole, "Tổng hợp phiếu của quý.")
        moment = ward.moment(period.last + dt.timedelta(days=6), 15)
        measuring.enter_value(satisfaction.owner, satisfaction, period, told, seen=0, now=moment)
    measuring.count_objectives(known[1:], ward.now)
    waiting = _drawn_up(ward, _next_details(ward), ward.moment(ward.today - dt.timedelta(days=2)))
    objectives.submit_objective(ward.people["thukyiso"], waiting.pk, 0, ward.moment(ward.today))


def _drawn_up(ward: _Ward, details: ObjectiveDetails, now: dt.datetime) -> QualityObjective:
    return objectives.draw_up_objective(ward.people["thukyiso"], ward.office, ward.today.year, details, now)


def _approved(ward: _Ward, details: ObjectiveDetails, now: dt.datetime) -> QualityObjective:
    objective = _drawn_up(ward, details, now)
    objectives.submit_objective(ward.people["thukyiso"], objective.pk, 0, now)
    return objectives.approve_objective(ward.people["chutich"], objective.pk, 1, now)


def _details(ward: _Ward) -> list[ObjectiveDetails]:
    people = ward.people
    return [
        ObjectiveDetails(
            "Từ 90% người dân và tổ chức trở lên hài lòng khi làm thủ tục tại phường",
            Measure.SATISFACTION,
            TargetOperator.AT_LEAST,
            Decimal(90),
            MeasureUnit.PERCENT,
            MeasuredEvery.QUARTER,
            people["chanhvanphong"],
            ward.office,
            means="Phiếu hỏi ngắn tại quầy, mã QR trên giấy hẹn, đọc ý kiến mỗi tháng.",
            source_note=SURVEY,
        ),
        ObjectiveDetails(
            "Không để hồ sơ nào quá hạn trả kết quả",
            Measure.OVERDUE_COUNT,
            TargetOperator.EXACTLY,
            Decimal(0),
            MeasureUnit.DOSSIERS,
            MeasuredEvery.MONTH,
            people["chanhvanphong"],
            ward.office,
            means="Nhắc trước hạn trên phần mềm; mỗi vị trí có một người thay khi vắng.",
        ),
        ObjectiveDetails(
            "100% thủ tục có quy trình ghi rõ người làm, việc làm và thời gian từng bước",
            Measure.NAMED_PERSON,
            TargetOperator.EXACTLY,
            Decimal(100),
            MeasureUnit.PERCENT,
            MeasuredEvery.QUARTER,
            people["thukyiso"],
            ward.office,
            means="Thư ký ISO rà soát quy trình khi có quyết định công bố mới.",
        ),
        ObjectiveDetails(
            "Tỷ lệ hồ sơ nộp trực tuyến đạt mức của lộ trình thành phố giao",
            Measure.ONLINE_SHARE,
            TargetOperator.AT_LEAST,
            Decimal(20),
            MeasureUnit.PERCENT,
            MeasuredEvery.QUARTER,
            people["truongphong"],
            ward.office,
            means="Bàn hướng dẫn nộp trực tuyến tại Bộ phận Một cửa, tổ công nghệ số cộng đồng.",
        ),
    ]


def _next_details(ward: _Ward) -> ObjectiveDetails:
    return ObjectiveDetails(
        "Từ 98% hồ sơ trở lên được trả đúng hạn hoặc trước hạn",
        Measure.ON_TIME_RATE,
        TargetOperator.AT_LEAST,
        Decimal(98),
        MeasureUnit.PERCENT,
        MeasuredEvery.MONTH,
        ward.people["chanhvanphong"],
        ward.office,
        means="Họp giao ban thứ Hai xem hồ sơ sắp đến hạn.",
    )


# --- The review of the last half year -----------------------------------------------------------------------------
CLOSED_INPUTS = {
    ReviewPart.SATISFACTION: "Người dân khen thái độ tiếp đón; còn phàn nàn về chờ lâu sáng thứ Hai.",
    ReviewPart.SUPPLIERS: "Bưu điện trả kết quả đúng hẹn. Đường truyền Internet hỏng hai lần, mỗi lần dưới một giờ.",
    ReviewPart.RESOURCES: "Quầy số 3 thiếu máy quét. Bộ phận Một cửa thiếu một người so với vị trí việc làm.",
    ReviewPart.RISKS: "Rủi ro mất điện đã giảm nhờ bộ lưu điện. Rủi ro mới: nhiều hồ sơ đất đai dồn vào tháng 6.",
    ReviewPart.IDEAS: "In sẵn mã QR tra cứu trên giấy hẹn để người dân tự xem hồ sơ.",
}
MINUTES = (
    "Thư ký ISO trình bày tài liệu xem xét của kỳ.\n"
    "Chánh Văn phòng nêu việc người dân phải chờ lâu vào sáng thứ Hai và đề nghị thêm người hướng dẫn.\n"
    "Trưởng phòng Kinh tế, Hạ tầng và Đô thị đề nghị trang bị máy quét cho quầy số 3.\n"
    "Hội nghị thảo luận và thống nhất các quyết định dưới đây."
)
CONCLUSION = (
    "Hệ thống quản lý chất lượng phù hợp với định hướng của phường, đầy đủ và có hiệu lực. "
    "Chính sách chất lượng giữ nguyên."
)


def _load_closed_review(ward: _Ward) -> None:
    secretary, chair, period = ward.people["thukyiso"], ward.people["chutich"], last_half_year(ward.today)
    held = min(period.last + dt.timedelta(days=15), ward.today)
    called = ward.moment(held - dt.timedelta(days=20))
    review = reviews.call_review(secretary, ward.office, _review_details(ward, period, held), called)
    for part, text in CLOSED_INPUTS.items():
        reviews.give_input(
            secretary, review, part, ward.office, text, seen=None, now=called + dt.timedelta(hours=3)
        )
    participants = [ward.people[name] for name in ("lanhdao", "chanhvanphong", "truongphong", "danhgia")]
    reviews.hold_review(
        secretary, review.pk, 0, held_on=held, participants=participants, others="", now=ward.moment(held, 16)
    )
    reviews.write_minutes(
        secretary, review.pk, 1, minutes=MINUTES, conclusion=CONCLUSION, now=ward.moment(held, 17)
    )
    for version, details in enumerate(_decisions(ward, held), start=2):
        review_decisions.add_decision(secretary, review.pk, version, details, ward.moment(held, 17))
    reviews.sign_review(chair, review.pk, 5, ward.moment(held + dt.timedelta(days=1), 8))
    first, second, _third = review.decisions.select_related("action").order_by("number")
    if first.action and second.action:
        _worked(ward, first.action, held)
        _under_way(ward, second.action, held)


def _review_details(ward: _Ward, period: Period, day: dt.date) -> ReviewDetails:
    names = ("lanhdao", "chanhvanphong", "truongphong", "truongphong2", "danhgia")
    return ReviewDetails(
        period.first,
        period.last,
        day,
        chair=ward.people["chutich"],
        secretary=ward.people["thukyiso"],
        participants=[ward.people[name] for name in names],
        place="Phòng họp tầng 2, UBND phường An Hòa",
    )


def _decisions(ward: _Ward, held: dt.date) -> list[DecisionDetails]:
    return [
        DecisionDetails(
            DecisionKind.IMPROVEMENT,
            "Bố trí thêm một người hướng dẫn vào sáng thứ Hai để người dân chờ không quá 15 phút",
            ward.people["motcua"],
            ward.units["an-hoa-mot-cua"],
            held + dt.timedelta(days=30),
        ),
        DecisionDetails(
            DecisionKind.RESOURCES,
            "Trang bị máy quét cho quầy số 3 của Bộ phận Một cửa",
            ward.people["truongphong"],
            ward.units["an-hoa-kinh-te"],
            held + dt.timedelta(days=90),
        ),
        DecisionDetails(
            DecisionKind.SYSTEM_CHANGE,
            "Bổ sung vào quy trình đất đai việc phân công người thay trong tháng cao điểm",
            ward.people["truongphong2"],
            ward.units["an-hoa-van-hoa"],
            held + dt.timedelta(days=180),
        ),
    ]


def _planned(ward: _Ward, action: CorrectiveAction, day: dt.date, plan: str) -> CorrectiveAction:
    return actions.plan_action(
        action.owner,
        action.pk,
        action.lock_version,
        correction="",
        whys=[],
        root_cause="",
        plan=plan,
        now=ward.moment(day, 10),
    )


def _worked(ward: _Ward, action: CorrectiveAction, held: dt.date) -> None:
    """The first decision was carried out and verified by an auditor."""
    action = _planned(
        ward, action, held + dt.timedelta(days=3), "Xếp lịch một người hướng dẫn mỗi sáng thứ Hai."
    )
    done = ward.moment(held + dt.timedelta(days=24), 15)
    action = actions.report_done(
        action.owner,
        action.pk,
        action.lock_version,
        note="Đã có lịch hướng dẫn; bốn sáng thứ Hai liền chờ dưới 15 phút.",
        now=done,
    )
    actions.verify(
        ward.people["danhgia"],
        action.pk,
        action.lock_version,
        outcome=VerificationOutcome.EFFECTIVE,
        note="Xem lịch và giờ lấy số của bốn sáng thứ Hai.",
        now=ward.moment(held + dt.timedelta(days=29), 9),
    )


def _under_way(ward: _Ward, action: CorrectiveAction, held: dt.date) -> None:
    """The second is being carried out."""
    _planned(ward, action, held + dt.timedelta(days=5), "Lập dự toán, mua theo quy định và lắp đặt.")


# --- The review that comes ----------------------------------------------------------------------------------------
def _load_coming_review(ward: _Ward) -> None:
    half = "H1" if ward.today.month <= 6 else "H2"
    period = named_period(f"{ward.today.year}-{half}")
    if period is None:
        return
    day = ward.today + dt.timedelta(days=12)
    review = reviews.call_review(
        ward.people["thukyiso"], ward.office, _review_details(ward, period, day), ward.now
    )
    reviews.give_input(
        ward.people["truongphong"],
        review,
        ReviewPart.RESOURCES,
        ward.units["an-hoa-kinh-te"],
        "Phòng thiếu một người thụ lý đất đai trong ba tháng cuối năm; máy quét đã đặt mua.",
        seen=None,
        now=ward.now,
    )
