"""Reads of checklists: what an audit may choose from, the dossiers of its period, how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from audits.enums import NONCONFORMITIES, Grade
from audits.models import Audit, AuditChecklist
from audits.rules.sampling import advised_size
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion
from dossiers.enums import Outcome
from dossiers.models import Dossier, DossierStep
from organisation.selectors import unit_tree, units_under


def _period(audit: Audit) -> Q:
    """Received in the period of the plan, both days included; nothing without a period."""
    if audit.sample_from is None or audit.sample_to is None:
        return Q(pk__in=[])
    begin = timezone.make_aware(dt.datetime.combine(audit.sample_from, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(audit.sample_to + dt.timedelta(days=1), dt.time()))
    return Q(received_at__gte=begin, received_at__lt=end)


def dossiers_of_period(audit: Audit) -> QuerySet[Dossier]:
    """Dossiers received in the period of the plan on which the audited unit, or one below it, works or decides."""
    units = units_under([audit.unit_id], unit_tree(audit.starts_on))
    works = DossierStep.objects.filter(dossier=OuterRef("pk"), unit__in=units)
    return Dossier.objects.filter(_period(audit)).filter(
        Q(competent_unit__in=units) | Q(received_by__in=units) | Exists(works)
    )


def population(audit: Audit, version: IssuedVersion) -> QuerySet[Dossier]:
    """Those of them that run by exactly this version: the questions speak of its steps."""
    return dossiers_of_period(audit).filter(version=version)


def checklists_of(audit: Audit) -> QuerySet[AuditChecklist]:
    """The checklists of an audit with their document, and how many questions are asked, answered, and found wrong."""
    return (
        AuditChecklist.objects.filter(audit=audit)
        .select_related("version__document", "made_by")
        .defer("version__snapshot", "version__approvals")
        .annotate(
            asked=Count("items"),
            answered=Count("items", filter=~Q(items__grade=Grade.NOT_CHECKED)),
            nonconforming=Count("items", filter=Q(items__grade__in=NONCONFORMITIES)),
        )
        .order_by("position", "pk")
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that a checklist can be made from.

    Attributes:
        in_force: False for an earlier version by which dossiers of the period still ran.
        dossiers: received in the period under it; None for templates and internal processes.
    """

    version: IssuedVersion
    in_force: bool
    dossiers: int | None = None

    @property
    def advised(self) -> int:
        """How many dossiers to draw."""
        return advised_size(self.dossiers or 0)


def template_choices(audit: Audit, now: dt.datetime) -> list[Choice]:
    """The checklist templates in force that the audit does not use yet."""
    versions = IssuedVersion.objects.in_force_at(now).filter(document__kind=DocumentKind.CHECKLIST)
    return [Choice(version, True) for version in _unused(audit, versions)]


def procedure_choices(audit: Audit, now: dt.datetime) -> list[Choice]:
    """Versions of the audited procedures: in force, and earlier ones by which dossiers of the period ran."""
    documents = audit.documents.all()
    current = set(
        IssuedVersion.objects.in_force_at(now).filter(document__in=documents).values_list("pk", flat=True)
    )
    counts = dict(
        dossiers_of_period(audit)
        .filter(document__in=documents)
        .order_by()
        .values_list("version_id")
        .annotate(count=Count("pk"))
    )
    versions = _unused(audit, IssuedVersion.objects.filter(pk__in=current | set(counts)))
    found = [
        Choice(
            version,
            version.pk in current,
            counts.get(version.pk, 0) if version.document.kind == DocumentKind.PROCEDURE else None,
        )
        for version in versions
    ]
    return sorted(found, key=lambda choice: (choice.version.document.code, not choice.in_force))


def _unused(audit: Audit, versions: QuerySet[IssuedVersion]) -> QuerySet[IssuedVersion]:
    return (
        versions.exclude(pk__in=audit.checklists.values("version"))
        .select_related("document")
        .defer("snapshot", "approvals")
        .order_by("document__code", "-chain_index")
    )


def late_in(dossiers: QuerySet[Dossier]) -> int:
    """How many of these ended late."""
    return dossiers.filter(outcome=Outcome.OVERDUE).count()
