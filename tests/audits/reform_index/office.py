"""A ward whose three divisions are scored by a small set, and who takes part.

office = make_index_office()
assessment = opened(office)                 # of the division "kinh-te"
assessment = submitted(office)              # self-assessed with evidence, handed in
assessment = appraised / explained / final / published(office)
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from audits.models import Assessment, Score
from audits.reform_index.reading import read_index_set
from audits.services import index_rounds, index_scores
from audits.services.index_evidence import add_evidence
from audits.services.index_scores import Appraisal, SelfScore, SurveyPoints
from audits.services.index_sets import save_index_set
from organisation.models import Assignment, Post, Unit, UnitParent, User
from tests.dossiers.factories import Desk, at, make_desk, make_worker
from tests.factories.office import LONG_AGO, make_role, make_unit

NOW = at("2026-11-21 09:00")
YEAR = 2026
VALUES = {"1.1.1": "1", "1.1.2": "75", "2.1.1": "2", "2.1.2": "90"}
"""They earn 2 + 3 + 2 + 1.8 = 8.8 of 10 points."""


def set_data(**changes):
    """A set of ten points and a survey of two."""
    return {
        "code": "bo-thu",
        "version": 1,
        "title": "Bộ chỉ số thử",
        "target_kind": "division",
        "total": 12,
        "domains": [
            {
                "code": "1",
                "name": "Điều hành",
                "criteria": [
                    {
                        "code": "1.1",
                        "name": "Kế hoạch",
                        "components": [
                            {"code": "1.1.1", "name": "Có kế hoạch", "max_points": 2, "scoring": "yes_no"},
                            {"code": "1.1.2", "name": "Làm xong", "max_points": 4, "scoring": "ratio"},
                        ],
                    },
                    {
                        "code": "1.2",
                        "name": "Ý kiến",
                        "components": [
                            {"code": "1.2.1", "name": "Hài lòng", "max_points": 2, "scoring": "survey"}
                        ],
                    },
                ],
            },
            {
                "code": "2",
                "name": "Thủ tục",
                "criteria": [
                    {
                        "code": "2.1",
                        "name": "Giải quyết",
                        "components": [
                            {
                                "code": "2.1.1",
                                "name": "Niêm yết đúng",
                                "max_points": "2",
                                "scoring": "deduction",
                                "rule": {"per": "0"},
                            },
                            {
                                "code": "2.1.2",
                                "name": "Hồ sơ đúng hạn",
                                "max_points": 2,
                                "scoring": "ratio",
                                "measure": "on_time_rate",
                            },
                        ],
                    }
                ],
            },
        ],
        **changes,
    }


@dataclass(frozen=True)
class IndexOffice:
    desk: Desk
    unit: Unit
    other: Unit
    third: Unit
    head: User
    assessor: User
    colleague: User
    other_head: User
    secretary: User
    appraiser: User
    surveyor: User
    leader: User
    second_leader: User
    auditor: User
    administrator: User


def give_post(user, role_code, unit):
    """One more post, whose role is one of a process."""
    post, _made = Post.objects.get_or_create(
        slug=f"{unit.slug}-{role_code}"[:50],
        defaults={"unit": unit, "title": role_code, "role": make_role(role_code), "valid_from": LONG_AGO},
    )
    Assignment.objects.get_or_create(user=user, post=post, valid_from=LONG_AGO)


def make_index_office():
    desk = make_desk()
    units = []
    for slug, name in (
        ("kinh-te", "Phòng Kinh tế"),
        ("van-hoa", "Phòng Văn hóa"),
        ("van-phong", "Văn phòng"),
    ):
        unit = make_unit(slug, name)
        UnitParent.objects.get_or_create(unit=unit, parent=desk.ward, valid_from=LONG_AGO)
        units.append(unit)
    unit, other, third = units
    assessor = make_worker("assessor-kinh-te", "specialist", unit)
    give_post(assessor, "unit_self_assessor", unit)
    appraiser = make_worker("appraiser-van-hoa", "specialist", other)
    give_post(appraiser, "appraisal_team", desk.ward)
    surveyor = make_worker("surveyor-van-phong", "specialist", third)
    give_post(surveyor, "survey_team", desk.ward)
    administrator = make_worker("admin-index", "administrator", third)
    return IndexOffice(
        desk,
        unit,
        other,
        third,
        head=make_worker("head-kinh-te", "head_of_unit", unit),
        assessor=assessor,
        colleague=make_worker("colleague-kinh-te", "specialist", unit),
        other_head=make_worker("head-van-hoa", "head_of_unit", other),
        secretary=make_worker("secretary-van-phong", "iso_secretary", third),
        appraiser=appraiser,
        surveyor=surveyor,
        leader=make_worker("leader-index", "leader", desk.ward),
        second_leader=make_worker("leader-index-2", "leader", desk.ward),
        auditor=make_worker("auditor-van-hoa", "internal_auditor", other),
        administrator=administrator,
    )


def make_set(**changes):
    return save_index_set(read_index_set(set_data(**changes)))


def opened(office, *, has_survey=False, index_set=None):
    """The assessment of the first division; all three are opened."""
    found = index_rounds.open_round(
        office.secretary,
        index_set=index_set or make_set(),
        office=office.desk.ward,
        year=YEAR,
        units=[office.unit, office.other, office.third],
        has_survey=has_survey,
        self_score_by=dt.date(2026, 12, 20),
        now=NOW,
    )
    return found[0]


def again(assessment):
    return Assessment.objects.select_related("unit", "office", "index_set").get(pk=assessment.pk)


def score(assessment, code):
    return Score.objects.select_related("component").get(assessment=assessment, component__code=code)


def self_scored(office, *, by=None, values=VALUES, evidence=True, **options):
    assessment = opened(office, **options)
    actor = by or office.head
    rows = [score(assessment, code) for code in values]
    entries = [SelfScore(row.pk, row.lock_version, Decimal(values[row.component.code])) for row in rows]
    index_scores.self_score(actor, assessment.pk, entries, now=NOW)
    if evidence:
        for row in rows:
            add_evidence(actor, row.pk, title=f"Minh chứng {row.component.code}", now=NOW)
    return again(assessment)


def submitted(office, **options):
    assessment = self_scored(office, **options)
    return again(index_rounds.submit(office.head, assessment.pk, assessment.lock_version, now=NOW))


def appraise(office, assessment, points, *, by=None, reason=""):
    """Appraise single components: {"1.1.1": "2"}."""
    rows = [score(assessment, code) for code in points]
    entries = [
        Appraisal(row.pk, row.lock_version, Decimal(points[row.component.code]), reason) for row in rows
    ]
    return index_scores.appraise(by or office.secretary, assessment.pk, entries, now=NOW)


def appraised(office, **options):
    """Everything stands but the rate, which loses a point with a reason."""
    assessment = submitted(office, **options)
    appraise(office, assessment, {"1.1.1": "2", "2.1.1": "2", "2.1.2": "1.8"})
    appraise(office, assessment, {"1.1.2": "2"}, reason="Hai việc chưa xong.")
    return again(assessment)


def explaining(office, **options):
    assessment = appraised(office, **options)
    found = index_rounds.ask_for_explanation(
        office.secretary, assessment.pk, assessment.lock_version, now=NOW
    )
    return again(found)


def enter_survey(office, assessment, points, *, by=None):
    row = score(assessment, "1.2.1")
    entry = SurveyPoints(row.pk, row.lock_version, None if points is None else Decimal(points))
    return index_scores.enter_survey(by or office.surveyor, assessment.pk, [entry], now=NOW)


def final(office, **options):
    assessment = explaining(office, **options)
    if assessment.has_survey:
        enter_survey(office, assessment, "1.5")
    return again(index_rounds.finalise(office.secretary, assessment.pk, assessment.lock_version, now=NOW))


def published(office, **options):
    assessment = final(office, **options)
    return again(index_rounds.publish(office.leader, assessment.pk, assessment.lock_version, now=NOW))
