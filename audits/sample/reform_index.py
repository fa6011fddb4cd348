"""The sample of the reform index: a set, last year's published round, this year's running one, published figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from audits import reform_index
from audits.models import Assessment, IndexSet, PublishedStanding, Score
from audits.reform_index.reading import read_index_set
from audits.services import index_rounds, index_scores
from audits.services.index_actions import plan_action_for
from audits.services.index_evidence import add_evidence
from audits.services.index_scores import Appraisal, Decision, Explanation, SelfScore, SurveyPoints
from audits.services.index_sets import save_index_set
from organisation.models import Unit, User
from organisation.sample_loading import load_yaml
from organisation.vietnamese_format import VIETNAM
from procedures.sample.documents import SampleOffice

HERE = Path(__file__).parent
SET_FILE = Path(reform_index.__file__).parent / "sets" / "don-vi-cua-phuong.yaml"
LEADER, SECRETARY = "chutich", "thukyiso"
EXPLAINED = "1.4.2"
"""The component whose 0 for lack of evidence a unit explains."""
FIXED = "7.2.2"
"""The component for which a corrective action is given."""
SECOND_HALF = ("5", "6", "7", "8")


def load_reform_index(office: SampleOffice) -> None:
    """Everything of the reform index; nothing when a set is there already."""
    if IndexSet.objects.exists():
        return
    index_set = save_index_set(read_index_set(load_yaml(SET_FILE)))
    load_standings()
    told = load_yaml(HERE / "reform_index.yaml")
    scorings = [_Scoring(office, told, row) for row in told["units"]]
    now = timezone.now().replace(microsecond=0)
    _last_year(office, index_set, scorings, now)
    _this_year(office, index_set, scorings, now)


def load_standings() -> None:
    """What was published about the former district Long Biên and its wards."""
    for group in load_yaml(HERE / "published_standings.yaml"):
        shared = {name: value for name, value in group.items() if name != "standings"}
        for row in group["standings"]:
            details = {name: value for name, value in row.items() if name != "unit"}
            standing = PublishedStanding(unit_words=row["unit"], **shared, **details)
            standing.full_clean()
            standing.save()


@dataclass(frozen=True, slots=True)
class _Scoring:
    """Who scores a unit, and what: the common values with those of its own."""

    office: SampleOffice
    told: dict[str, Any]
    row: dict[str, Any]

    def person(self, duty: str) -> User:
        return self.office.people[self.row[duty]]

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(slug=self.row["slug"])

    def numbers(self, name: str) -> dict[str, Decimal]:
        return {code: Decimal(text) for code, text in (self.told[name] | self.row[name]).items()}

    def self_score(self, assessment: Assessment, now: dt.datetime, *, without: tuple[str, ...] = ()) -> None:
        """The unit scores itself and shows evidence; domains named in `without` are left open."""
        person, values = self.person("self_assessor"), self.numbers("values")
        scores = [
            score
            for score in _scores(assessment)
            if score.component.code in values and score.component.code[0] not in without
        ]
        entries = [SelfScore(score.pk, score.lock_version, values[score.component.code]) for score in scores]
        index_scores.self_score(person, assessment.pk, entries, now=now)
        for score in scores:
            if title := self.told["evidence"].get(score.component.code):
                add_evidence(person, score.pk, title=title, now=now)

    def appraise(self, assessment: Assessment, now: dt.datetime) -> None:
        """Appraisers take the self-assessment over, but for what nothing shows."""
        entries = []
        for score in _scores(assessment):
            if score.self_points is None:
                continue
            is_shown = score.component.code in self.told["evidence"]
            points = score.self_points if is_shown else Decimal(0)
            entries.append(Appraisal(score.pk, score.lock_version, points))
        index_scores.appraise(self.person("appraiser"), assessment.pk, entries, now=now)

    def enter_survey(self, assessment: Assessment, now: dt.datetime) -> None:
        points = self.numbers("survey")
        entries = [
            SurveyPoints(score.pk, score.lock_version, points[score.component.code])
            for score in _scores(assessment)
            if score.is_survey
        ]
        index_scores.enter_survey(self.person("surveyor"), assessment.pk, entries, now=now)

    def explain(self, assessment: Assessment, now: dt.datetime) -> None:
        """The unit explains one 0, and the appraisers stand by it."""
        score = next(score for score in _scores(assessment) if score.component.code == EXPLAINED)
        words = "Cách làm mới đã áp dụng từ quý III, quyết định công nhận chưa kịp ban hành."
        entry = Explanation(score.pk, score.lock_version, words)
        index_scores.explain(self.person("head"), assessment.pk, [entry], now=now)
        score.refresh_from_db()
        answer = "Chưa có quyết định công nhận trong năm chấm điểm; tính vào năm sau."
        decision = Decision(score.pk, score.lock_version, Decimal(0), answer)
        index_scores.decide(self.person("appraiser"), assessment.pk, [decision], now=now)


def _scores(assessment: Assessment) -> list[Score]:
    return list(assessment.scores.select_related("component"))


def _moment(day: dt.date, now: dt.datetime, days_before: int) -> dt.datetime:
    """Nine o'clock of the day, or so many days before now when that has not come yet."""
    return min(dt.datetime.combine(day, dt.time(9), VIETNAM), now - dt.timedelta(days=days_before))


def _open(
    office: SampleOffice, index_set: IndexSet, scorings: list[_Scoring], year: int, now: dt.datetime
) -> list[tuple[_Scoring, Assessment]]:
    units = [scoring.unit for scoring in scorings]
    opened = index_rounds.open_round(
        office.people[SECRETARY],
        index_set=index_set,
        office=office.unit,
        year=year,
        units=units,
        has_survey=True,
        self_score_by=(now + dt.timedelta(days=20)).date(),
        now=now,
    )
    return list(zip(scorings, opened, strict=True))


def _last_year(office: SampleOffice, index_set: IndexSet, scorings: list[_Scoring], now: dt.datetime) -> None:
    """Every unit scored, appraised, explained and published."""
    year = timezone.localdate(now).year - 1
    opened_at = _moment(dt.date(year, 12, 1), now, 60)
    pairs = _open(office, index_set, scorings, year, opened_at)
    submitted_at = _moment(dt.date(year, 12, 18), now, 45)
    appraised_at = _moment(dt.date(year + 1, 1, 15), now, 30)
    explained_at = _moment(dt.date(year + 1, 2, 10), now, 15)
    published_at = _moment(dt.date(year + 1, 3, 20), now, 5)
    for scoring, assessment in pairs:
        scoring.self_score(assessment, submitted_at)
        index_rounds.submit(scoring.person("head"), assessment.pk, 0, now=submitted_at)
        scoring.appraise(assessment, appraised_at)
        scoring.enter_survey(assessment, appraised_at)
        index_rounds.ask_for_explanation(scoring.person("appraiser"), assessment.pk, 1, now=appraised_at)
        scoring.explain(assessment, explained_at)
        index_rounds.finalise(scoring.person("appraiser"), assessment.pk, 2, now=explained_at)
        index_rounds.publish(office.people[LEADER], assessment.pk, 3, now=published_at)
    scoring, assessment = pairs[1]
    lost = next(score for score in _scores(assessment) if score.component.code == FIXED)
    plan_action_for(
        scoring.person("head"),
        assessment.pk,
        [lost.pk],
        title="Hướng dẫn người nộp thanh toán trực tuyến ngay tại quầy",
        owner=scoring.person("self_assessor"),
        due_on=(now + dt.timedelta(days=30)).date(),
        now=now,
    )


def _this_year(office: SampleOffice, index_set: IndexSet, scorings: list[_Scoring], now: dt.datetime) -> None:
    """One unit has not begun, one is half way, one waits for its appraisal."""
    year = timezone.localdate(now).year
    pairs = _open(office, index_set, scorings, year, now - dt.timedelta(days=8))
    _not_begun, half_way, handed_in = pairs
    half_way[0].self_score(half_way[1], now - dt.timedelta(days=3), without=SECOND_HALF)
    scoring, assessment = handed_in
    scoring.self_score(assessment, now - dt.timedelta(days=4))
    index_rounds.submit(scoring.person("head"), assessment.pk, 0, now=now - dt.timedelta(days=2))
