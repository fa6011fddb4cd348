"""Objectives and reviews made through the services.

office = make_review_office()
objective = approved(drawn_up())
review = signed(minuted(held(called())))
"""

import datetime as dt
from decimal import Decimal

from audits.enums import (
    DecisionKind,
    Measure,
    MeasuredEvery,
    MeasureUnit,
    ObjectiveState,
    ReviewPart,
    ReviewState,
    TargetOperator,
)
from audits.services import measuring, objectives, review_decisions, reviews
from audits.services.measuring import EnteredValue
from audits.services.objectives import ObjectiveDetails
from audits.services.review_decisions import DecisionDetails
from audits.services.reviews import ReviewDetails
from dossiers.statistics.periods import named_period
from tests.audits.actions.office import make_audit_office
from tests.dossiers.factories import at, issued_version
from tests.dossiers.statistics.rows import CountedOffice

NOW = at("2026-11-21 09:00")
HALF_YEAR = named_period("2026-H1")

make_review_office = make_audit_office


def objective_details(**changes):
    office = make_review_office()
    values = {
        "statement": "Từ 90% người dân trở lên hài lòng khi làm thủ tục",
        "measure": Measure.SATISFACTION,
        "operator": TargetOperator.AT_LEAST,
        "target": Decimal(90),
        "unit_of_measure": MeasureUnit.PERCENT,
        "frequency": MeasuredEvery.QUARTER,
        "owner": office.worker,
        "unit": office.desk.ward,
        "means": "Phiếu hỏi tại quầy",
        "source_note": "Phiếu khảo sát tại Bộ phận Một cửa",
    }
    return ObjectiveDetails(**values | changes)


def drawn_up(year=2026, now=NOW, **changes):
    office = make_review_office()
    return objectives.draw_up_objective(
        office.secretary, office.desk.ward, year, objective_details(**changes), now
    )


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def submitted(objective=None, now=NOW, **changes):
    objective = fresh(objective or drawn_up(**changes))
    return objectives.submit_objective(
        make_review_office().secretary, objective.pk, objective.lock_version, now
    )


def approved(objective=None, now=NOW, **changes):
    objective = fresh(objective or submitted(**changes))
    if objective.state == ObjectiveState.DRAFT:
        objective = fresh(submitted(objective))
    return objectives.approve_objective(
        make_review_office().leader, objective.pk, objective.lock_version, now
    )


def entered(objective, name="2026-Q1", value="91", actor=None, seen=0, now=NOW, **changes):
    told = EnteredValue(None if value is None else Decimal(value), **changes)
    return measuring.enter_value(
        actor or make_review_office().worker, objective, named_period(name), told, seen=seen, now=now
    )


def resolved(day, outcome="early", **values):
    """A dossier of the ward that was resolved on a day, written straight into the table."""
    office, version = make_review_office(), issued_version()
    counted = CountedOffice(
        office.desk.ward, office.division, office.other, version.document, version, office.desk
    )
    closed = at(f"{day} 09:00")
    received = closed - dt.timedelta(days=1)
    return counted.save(received, closed=closed, outcome=outcome, competent_unit=office.desk.ward, **values)


# --- Reviews ------------------------------------------------------------------------------------------------------
def review_details(**changes):
    office = make_review_office()
    values = {
        "period_from": HALF_YEAR.first,
        "period_to": HALF_YEAR.last,
        "planned_on": dt.date(2026, 7, 20),
        "chair": office.leader,
        "secretary": office.secretary,
        "participants": [office.head],
        "place": "Phòng họp tầng 2",
    }
    return ReviewDetails(**values | changes)


def called(now=NOW, **changes):
    office = make_review_office()
    return reviews.call_review(office.secretary, office.desk.ward, review_details(**changes), now)


def written(
    review, part=ReviewPart.SUPPLIERS, actor=None, unit=None, text="Bưu điện giao đúng hẹn.", **changes
):
    office = make_review_office()
    seen = changes.pop("seen", None)
    return reviews.give_input(
        actor or office.secretary,
        review,
        part,
        unit or office.desk.ward,
        text,
        seen=seen,
        now=changes.pop("now", NOW),
    )


def complete_inputs(review):
    for part in ("satisfaction", "suppliers", "resources", "risks"):
        written(review, part)
    return review


def held(review=None, now=NOW, **changes):
    office = make_review_office()
    review = review or complete_inputs(called())
    values = {"held_on": dt.date(2026, 7, 20), "participants": [office.head], "others": ""}
    review = fresh(review)
    return reviews.hold_review(office.secretary, review.pk, review.lock_version, now=now, **values | changes)


def minuted(review=None, now=NOW, **words):
    review = fresh(review or held())
    values = {
        "minutes": "Thư ký trình bày báo cáo.\nHội nghị thảo luận.",
        "conclusion": "Hệ thống phù hợp và có hiệu lực.",
    }
    return reviews.write_minutes(
        make_review_office().secretary, review.pk, review.lock_version, now=now, **values | words
    )


def decision_details(**changes):
    office = make_review_office()
    values = {
        "kind": DecisionKind.IMPROVEMENT,
        "text": "Lập bảng phân công người thay khi vắng",
        "owner": office.worker,
        "unit": office.division,
        "due_on": dt.date(2026, 12, 31),
    }
    return DecisionDetails(**values | changes)


def decided(review, now=NOW, **changes):
    review = fresh(review)
    return review_decisions.add_decision(
        make_review_office().secretary, review.pk, review.lock_version, decision_details(**changes), now
    )


def signed(review=None, now=NOW, actor=None):
    review = fresh(review or minuted())
    if review.state == ReviewState.HELD and not review.minutes:
        review = fresh(minuted(review))
    return reviews.sign_review(actor or make_review_office().leader, review.pk, review.lock_version, now)
