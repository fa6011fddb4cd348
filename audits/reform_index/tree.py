"""An assessment with everything that its screens show: domains, criteria, components, points, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from audits.models import Assessment, IndexComponent, IndexCriterion, IndexDomain, Score, ScoreEvidence
from audits.rules.index_states import SELF_SCORED
from audits.rules.scoring import Outcome, Part, losses, outcome_of, outcomes_by_domain


def points_now(score: Score, state: str) -> Decimal | None:
    """The points that count at this stage; None while they were not given.

    The unit's own until it submits, the appraisers' from then on.
    """
    if score.is_survey:
        return score.survey_points
    return score.self_points if state in SELF_SCORED else score.appraised_points


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One component with its points.

    Attributes:
        points: what counts at this stage, None while not given.
        evidence: what was not taken back.
    """

    component: IndexComponent
    score: Score
    points: Decimal | None
    evidence: list[ScoreEvidence]

    @property
    def has_evidence(self) -> bool:
        """A file, a link, or a figure that the system counted itself."""
        return bool(self.evidence or self.score.measured)

    @property
    def lost(self) -> Decimal | None:
        """Points below the maximum; None while not scored."""
        return None if self.points is None else self.component.max_points - self.points

    @property
    def is_contested(self) -> bool:
        """Did the appraisers give other points than the unit?"""
        return self.score.appraised_points is not None and (
            self.score.appraised_points != self.score.self_points
        )

    @property
    def waits_for_decision(self) -> bool:
        """The unit explained, and nobody answered."""
        return bool(self.score.explanation) and not self.score.decision


@dataclass(frozen=True, slots=True)
class CriterionLines:
    criterion: IndexCriterion
    lines: list[ScoreLine]


@dataclass(frozen=True, slots=True)
class DomainLines:
    domain: IndexDomain
    criteria: list[CriterionLines]
    outcome: Outcome

    def lines(self) -> Iterator[ScoreLine]:
        """Its components in order."""
        for criterion in self.criteria:
            yield from criterion.lines


@dataclass(frozen=True, slots=True)
class AssessmentTree:
    """The whole assessment; components of the survey are left out where none is held."""

    assessment: Assessment
    domains: list[DomainLines]
    parts: list[Part] = field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """What all of it adds up to at this stage."""
        return outcome_of(self.parts, has_survey=self.assessment.has_survey)

    def lines(self) -> Iterator[ScoreLine]:
        """All components in order."""
        for domain in self.domains:
            yield from domain.lines()

    def line(self, score_id: int) -> ScoreLine | None:
        """The line of a score."""
        return next((line for line in self.lines() if line.score.pk == score_id), None)

    def domain(self, code: str) -> DomainLines | None:
        """The domain of a code."""
        return next((domain for domain in self.domains if domain.domain.code == code), None)

    def lacking(self) -> list[ScoreLine]:
        """Components below their maximum, the largest loss first."""
        by_code = {line.component.code: line for line in self.lines()}
        return [by_code[part.key] for part in losses(self.parts, has_survey=self.assessment.has_survey)]


def tree_of(assessment: Assessment, stage: str | None = None) -> AssessmentTree:
    """Read an assessment whole, in six queries however large its set is.

    Args:
        stage: count the points as at this stage instead of the one reached: a unit does not see what the appraisers
            are still writing.
    """
    stage = stage or assessment.state
    evidence = Prefetch(
        "evidence", ScoreEvidence.objects.filter(removed_at__isnull=True).select_related("added_by")
    )
    people = ("self_scored_by", "appraiser", "explained_by")
    rows = assessment.scores.select_related(*people).prefetch_related(evidence, "actions")
    scores = {score.component_id: score for score in rows}
    domains = assessment.index_set.domains.prefetch_related("criteria__components").order_by("position")
    shown = [_domain(assessment, domain, scores, stage) for domain in domains]
    parts = [part for _domain_row, _criteria, domain_parts in shown for part in domain_parts]
    outcomes = outcomes_by_domain(parts, has_survey=assessment.has_survey)
    return AssessmentTree(
        assessment,
        [
            DomainLines(domain, criteria, outcomes.get(domain.code, Outcome()))
            for domain, criteria, _p in shown
        ],
        parts,
    )


_Domain = tuple[IndexDomain, list[CriterionLines], list[Part]]


def _domain(assessment: Assessment, domain: IndexDomain, scores: dict[int, Score], stage: str) -> _Domain:
    criteria, parts = [], []
    for criterion in domain.criteria.all():
        lines = []
        for component in criterion.components.all():
            if component.is_survey and not assessment.has_survey:
                continue
            score = scores[component.pk]
            score.component, score.assessment = component, assessment
            points = points_now(score, stage)
            lines.append(ScoreLine(component, score, points, list(score.evidence.all())))
            parts.append(Part(component.code, domain.code, component.max_points, points, component.is_survey))
        if lines:
            criteria.append(CriterionLines(criterion, lines))
    return domain, criteria, parts


def content_of(tree: AssessmentTree) -> dict[str, Any]:
    """What is frozen when a result becomes final: the set, and every component with its points, as text."""
    assessment = tree.assessment
    return {
        "unit": {"id": assessment.unit_id, "name": assessment.unit.name},
        "year": assessment.year,
        "set": {
            "code": assessment.index_set.code,
            "version": assessment.index_set.version,
            "title": assessment.index_set.title,
        },
        "has_survey": assessment.has_survey,
        "points": _text(tree.outcome.points),
        "maximum": _text(tree.outcome.maximum),
        "index": _text(tree.outcome.percent),
        "domains": [
            {
                "code": domain.domain.code,
                "name": domain.domain.name,
                "points": _text(domain.outcome.points),
                "maximum": _text(domain.outcome.maximum),
                "components": [_component_content(line) for line in domain.lines()],
            }
            for domain in tree.domains
            if domain.criteria
        ],
    }


def _component_content(line: ScoreLine) -> dict[str, Any]:
    score = line.score
    return {
        "code": line.component.code,
        "name": line.component.name,
        "max_points": _text(line.component.max_points),
        "points": _text(line.points),
        "self_points": _text(score.self_points),
        "reason": score.reason,
        "explanation": score.explanation,
        "decision": score.decision,
        "measured": score.measured,
        "evidence": [{"title": row.title, "url": row.url, "sha256": row.sha256} for row in line.evidence],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def points_by_assessment(
    assessments: Iterable[Assessment],
) -> dict[int, list[Part]]:
    """The parts of many assessments at once, without their trees; one query."""
    found: dict[int, list[Part]] = {assessment.pk: [] for assessment in assessments}
    states = {assessment.pk: assessment.state for assessment in assessments}
    rows = Score.objects.filter(assessment__in=found).select_related("component__criterion__domain")
    for score in rows.order_by("component__criterion__domain__position", "component__code"):
        points = points_now(score, states[score.assessment_id])
        component = score.component
        domain = component.criterion.domain.code
        found[score.assessment_id].append(
            Part(component.code, domain, score.max_points, points, score.is_survey)
        )
    return found
