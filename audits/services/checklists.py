"""Writes of checklists: made from an issued version, sampled, filled with what the system knows; taken back at most.

The questions of a checklist never change after it is made. Until something is answered it may be taken back, its sample
drawn again, and its facts read again; afterwards the facts of unanswered questions alone are read again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audits.enums import ChecklistKind, Grade
from audits.errors import AuditError, NotAllowedError
from audits.models import Audit, AuditChecklist, AuditItem, ItemAnswer, ItemPhoto, SampledDossier
from audits.policies import AuditPolicy
from audits.rules import sampling
from audits.rules.facts import DossierFacts, Known, answer
from audits.rules.generating import Question, procedure_questions, template_questions
from audits.selectors.checklists import population
from audits.selectors.facts import NO_RATINGS, dossier_facts, posting_facts
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from organisation.models import User

PROCEDURE_KINDS = (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS)
MOST_DRAWN = 200
"""More than that nobody reads, and a mistyped number must not fill the audit."""


def add_from_template(
    audit: Audit,
    version: IssuedVersion,
    *,
    actor: User,
    now: dt.datetime,
    clauses: Collection[str] | None = None,
) -> AuditChecklist:
    """Copy the questions of an issued checklist template into the audit.

    Args:
        clauses: only questions of these clauses; all when left out.

    Raises:
        AuditError: no template, not in force, already there, or nothing left to ask.
        NotAllowedError: the person may not prepare this audit.
    """
    _require_kind(version, (DocumentKind.CHECKLIST,))
    if not IssuedVersion.objects.in_force_at(now).filter(pk=version.pk).exists():
        raise AuditError(_("This version of the template is not in force. Choose the one in force."))
    questions = template_questions(version.snapshot)
    if clauses is not None:
        questions = [question for question in questions if question.clause in clauses]
    return _make(audit, version, ChecklistKind.CLAUSES, questions, actor=actor, now=now)


def add_from_procedure(
    audit: Audit, version: IssuedVersion, *, actor: User, now: dt.datetime
) -> AuditChecklist:
    """Make the questions of an issued procedure or internal process; frozen to that version.

    A past version may be chosen: dossiers of the period may have run by it.

    Raises:
        AuditError: no procedure, or already there.
        NotAllowedError: the person may not prepare this audit.
    """
    _require_kind(version, PROCEDURE_KINDS)
    questions = procedure_questions(version.snapshot)
    checklist = _make(audit, version, ChecklistKind.PROCEDURE, questions, actor=actor, now=now)
    fill_facts(checklist, now=now)
    return checklist


def _require_kind(version: IssuedVersion, kinds: Iterable[str]) -> None:
    if version.document.kind not in kinds:
        raise AuditError(_("No checklist can be made from this document. Choose another one."))


@transaction.atomic
def _make(
    audit: Audit,
    version: IssuedVersion,
    kind: ChecklistKind,
    questions: list[Question],
    *,
    actor: User,
    now: dt.datetime,
) -> AuditChecklist:
    locked = _prepared_by(audit.pk, actor)
    if not questions:
        raise AuditError(_("None of these questions belongs to the chosen clauses. Choose other clauses."))
    last = AuditChecklist.objects.filter(audit=locked).order_by("-position").first()
    try:
        with transaction.atomic():
            checklist = AuditChecklist.objects.create(
                audit=locked,
                kind=kind,
                title=version.title[:255],
                version=version,
                position=last.position + 1 if last else 1,
                made_at=now,
                made_by=actor,
            )
    except IntegrityError as error:
        raise AuditError(_("The audit already has this checklist.")) from error
    AuditItem.objects.bulk_create(
        AuditItem(
            checklist=checklist,
            number=number,
            kind=question.kind,
            clause=question.clause,
            step_number=question.step,
            question=question.question,
            look_at=question.look_at,
            method=question.method[:120],
            asked=question.asked[:255],
        )
        for number, question in enumerate(questions, start=1)
    )
    return checklist


def _prepared_by(audit_id: int, actor: User) -> Audit:
    """The audit, locked, that this person may prepare.

    Raises:
        NotAllowedError: he may not, or not any more.
    """
    audit = Audit.objects.select_for_update().get(pk=audit_id)
    if not AuditPolicy(actor).may_prepare(audit):
        raise NotAllowedError(
            _("Checklists are prepared by the audit team and the ISO secretary, until the report is issued.")
        )
    return audit


def is_answered(checklist: AuditChecklist) -> bool:
    """Was anything of it answered, noted or photographed yet?"""
    return (
        checklist.items.exclude(grade=Grade.NOT_CHECKED).exists()
        or ItemAnswer.objects.filter(item__checklist=checklist).exists()
        or ItemPhoto.objects.filter(item__checklist=checklist).exists()
    )


def _require_unanswered(checklist: AuditChecklist, refusal: str) -> None:
    if is_answered(checklist):
        raise AuditError(refusal)


@transaction.atomic
def remove_checklist(checklist: AuditChecklist, *, actor: User) -> None:
    """Take a checklist back that nobody has begun.

    Raises:
        AuditError: something is answered.
        NotAllowedError: the person may not prepare this audit.
    """
    _prepared_by(checklist.audit_id, actor)
    _require_unanswered(checklist, _("Answers were given already, so this checklist stays."))
    SampledDossier.objects.filter(checklist=checklist).delete()
    AuditItem.objects.filter(checklist=checklist).delete()
    checklist.delete()


@transaction.atomic
def draw_sample(
    checklist: AuditChecklist,
    *,
    actor: User,
    now: dt.datetime,
    size: int | None = None,
    seed: str = "",
) -> list[SampledDossier]:
    """Draw the dossiers of a procedure checklist, anew when there is a sample already, and fill the facts.

    Args:
        size: how many; the advised number when left out.
        seed: to draw a known sample again; a new one is made when left out.

    Raises:
        AuditError: no period in the plan, no dossiers in it, or something is answered.
        NotAllowedError: the person may not prepare this audit.
    """
    audit = _prepared_by(checklist.audit_id, actor)
    if checklist.version.document.kind != DocumentKind.PROCEDURE:
        raise AuditError(_("Only procedures have dossiers to draw from."))
    if audit.sample_from is None:
        raise AuditError(_("The plan names no period of dossiers. Write it into the plan first."))
    _require_unanswered(checklist, _("Answers were given already, so the sample stays."))
    codes = dict(population(audit, checklist.version).values_list("code", "pk"))
    if not codes:
        raise AuditError(_("No dossier was received under this version in the period of the plan."))
    wanted = sampling.advised_size(len(codes)) if size is None else size
    if not 1 <= wanted <= MOST_DRAWN:
        raise AuditError(_("Draw between 1 and %(most)d dossiers.") % {"most": MOST_DRAWN})
    seed = seed.strip() or sampling.new_seed()
    drawn = sampling.draw(codes, wanted, seed)
    SampledDossier.objects.filter(checklist=checklist).delete()
    SampledDossier.objects.bulk_create(
        SampledDossier(checklist=checklist, dossier_id=codes[code], position=place)
        for place, code in enumerate(drawn, start=1)
    )
    checklist.population, checklist.sample_size = len(codes), len(drawn)
    checklist.sample_seed, checklist.sampled_at = seed, now
    checklist.save(update_fields=["population", "sample_size", "sample_seed", "sampled_at"])
    return fill_facts(checklist, now=now)


@transaction.atomic
def refresh_facts(checklist: AuditChecklist, *, actor: User, now: dt.datetime) -> None:
    """Read again what the system knows, for the questions that nobody answered yet.

    Raises:
        NotAllowedError: the person may not prepare this audit.
    """
    _prepared_by(checklist.audit_id, actor)
    fill_facts(checklist, now=now)


@transaction.atomic
def fill_facts(checklist: AuditChecklist, *, now: dt.datetime) -> list[SampledDossier]:
    """Write facts and suggestions into the unanswered questions, and the facts of each dossier into the sample."""
    sample = list(checklist.sample.select_related("dossier__competent_unit").order_by("position"))
    facts = dossier_facts([row.dossier for row in sample], checklist.version, now) if sample else {}
    for row in sample:
        row.facts = asdict(facts[row.dossier_id])
    SampledDossier.objects.bulk_update(sample, ["facts"])
    known = _known(checklist, list(facts.values()), now)
    items = list(checklist.items.filter(answered_at__isnull=True))
    for item in items:
        said = answer(item.kind, item.step_number, known)
        item.facts, item.suggested_grade, item.suggested_note = said.stored, said.grade, said.note
    AuditItem.objects.bulk_update(items, ["facts", "suggested_grade", "suggested_note"])
    return sample


def _known(checklist: AuditChecklist, facts: list[DossierFacts], now: dt.datetime) -> Known:
    if checklist.kind != ChecklistKind.PROCEDURE:
        return Known()
    boards, in_force = posting_facts(checklist.version.document_id, now)
    return Known(facts, boards, in_force, (NO_RATINGS,))
