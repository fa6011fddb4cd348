"""Index sets come in as files; a set that an assessment used stays as it is."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audits.enums import IndexSetState
from audits.errors import AuditError, StaleError
from audits.models import IndexComponent, IndexCriterion, IndexDomain, IndexSet
from audits.reform_index.reading import CriterionData, DomainData, SetData

HEAD = ("title", "target_kind", "total", "first_year", "last_year", "basis")


@transaction.atomic
def require_free_version(data: SetData) -> IndexSet | None:
    """The draft that a set would replace; None where its version is new.

    Raises:
        AuditError: this version is in use already.
    """
    known = IndexSet.objects.select_for_update().filter(code=data.code, version=data.version).first()
    if known and (known.state != IndexSetState.DRAFT or known.assessments.exists()):
        raise AuditError(
            _(
                "Version %(version)s of this index set is in use and stays as it is. Give the file the next version."
            )
            % {"version": known.version}
        )
    return known


@transaction.atomic
def save_index_set(data: SetData) -> IndexSet:
    """Store a set; one that is still a draft is replaced.

    Raises:
        AuditError: this version is in use already. StaleError: somebody stored it in the same moment.
    """
    found = require_free_version(data) or IndexSet(code=data.code, version=data.version)
    for name in HEAD:
        setattr(found, name, getattr(data, name))
    found.full_clean(validate_unique=False, validate_constraints=False)  # the file was read by the same rules
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        words = _("Somebody else changed this since the page was opened. Look again, then decide.")
        raise StaleError(words) from error
    found.domains.all().delete()
    for position, domain in enumerate(data.domains):
        _save_domain(found, position, domain)
    return found


def _save_domain(index_set: IndexSet, position: int, data: DomainData) -> None:
    domain = IndexDomain.objects.create(
        index_set=index_set, code=data.code, name=data.name, position=position
    )
    for number, criterion in enumerate(data.criteria):
        _save_criterion(domain, number, criterion)


def _save_criterion(domain: IndexDomain, position: int, data: CriterionData) -> None:
    criterion = IndexCriterion.objects.create(
        domain=domain, code=data.code, name=data.name, position=position
    )
    IndexComponent.objects.bulk_create(
        IndexComponent(
            criterion=criterion,
            code=component.code,
            name=component.name,
            position=number,
            max_points=component.max_points,
            method=component.method,
            scoring=component.scoring,
            rule=component.rule,
            evidence_hint=component.evidence_hint,
            measure=component.measure,
        )
        for number, component in enumerate(data.components)
    )
