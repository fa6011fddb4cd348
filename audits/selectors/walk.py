"""What an auditor walks through: the questions of a checklist with photos, conflicts and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from audits.enums import Grade
from audits.models import AuditChecklist, AuditItem, ItemAnswer, ItemPhoto
from audits.rules.completeness import Lack, lacks
from audits.services.answers import standing_of


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands.

    Attributes:
        photos: those not taken back.
        rivals: the answers between which somebody has to choose; empty without a conflict.
        lacks: what a nonconformity still needs.
    """

    item: AuditItem
    photos: tuple[ItemPhoto, ...]
    rivals: tuple[ItemAnswer, ...]
    lacks: tuple[Lack, ...]

    @property
    def is_note_lacking(self) -> bool:
        """Does the nonconformity say nothing?"""
        return Lack.NOTE in self.lacks

    @property
    def is_evidence_lacking(self) -> bool:
        """Does the nonconformity show nothing?"""
        return Lack.EVIDENCE in self.lacks

    @property
    def is_answered(self) -> bool:
        """Was it judged at all?"""
        return self.item.grade != Grade.NOT_CHECKED

    @property
    def is_complete(self) -> bool:
        """Judged, with what it needs, and by nobody otherwise."""
        return self.is_answered and not self.lacks and not self.item.has_conflict


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a checklist is; all are numbers of questions."""

    total: int
    answered: int
    lacking: int
    conflicts: int

    @property
    def is_complete(self) -> bool:
        """Every question judged, no evidence missing, no conflict open."""
        return self.answered == self.total and not self.lacking and not self.conflicts


def sampled_codes(checklist: AuditChecklist) -> list[str]:
    """Codes of the dossiers drawn for the checklist, in their order; one query."""
    return list(checklist.sample.values_list("dossier__code", flat=True))


def questions_of(checklist: AuditChecklist, codes: Sequence[str] | None = None) -> list[Question]:
    """All questions in their order; three to six queries, however many questions there are.

    Args:
        codes: of the sampled dossiers, when they are known already.
    """
    known = sampled_codes(checklist) if codes is None else codes
    items = list(
        checklist.items.select_related("answered_by").prefetch_related(
            Prefetch("photos", ItemPhoto.objects.filter(removed_at__isnull=True))
        )
    )
    prefetch_related_objects([item for item in items if item.has_conflict], "answers__answered_by")
    return [_question(item, known) for item in items]


def progress_of(questions: Sequence[Question]) -> Progress:
    """How far these questions are."""
    return Progress(
        total=len(questions),
        answered=sum(question.is_answered for question in questions),
        lacking=sum(bool(question.lacks) for question in questions),
        conflicts=sum(question.item.has_conflict for question in questions),
    )


def _question(item: AuditItem, codes: Sequence[str]) -> Question:
    photos = tuple(item.photos.all())
    rivals: tuple[ItemAnswer, ...] = ()
    if item.has_conflict:
        rows = {row.uid: row for row in item.answers.all()}
        rivals = tuple(rows[head.given.key] for head in standing_of(item).heads)
    return Question(item, photos, rivals, lacks(item.grade, item.note, photos=len(photos), codes=codes))
