"""A checklist as data: questions, every answer ever given, photos, and how its dossiers were drawn. No applicant."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from audits.evidence.verify import draw
from audits.models import AuditChecklist, AuditItem, ItemAnswer, ItemPhoto
from audits.rules.report_content import plain_json
from dossiers.models import Dossier, DossierStep
from organisation.models import User
from organisation.selectors import unit_tree, units_under


def checklist_json(checklist: AuditChecklist) -> dict[str, Any]:
    """The checklist as `selectors.report.checklists_of` loads it; two queries."""
    version = checklist.version
    answers: dict[int, list[ItemAnswer]] = {}
    for answer in ItemAnswer.objects.filter(item__checklist=checklist).select_related("answered_by"):
        answers.setdefault(answer.item_id, []).append(answer)
    removed = ItemPhoto.objects.filter(item__checklist=checklist, removed_at__isnull=False)
    taken_back = [{"sha256": photo.sha256, "removed_at": photo.removed_at} for photo in removed]
    return plain_json(
        {
            "title": checklist.title,
            "kind": checklist.kind,
            "version": {
                "code": version.document.code,
                "number": str(version.number),
                "content_hash": version.content_hash,
            },
            "made_at": checklist.made_at,
            "items": [_item(checklist, item, answers.get(item.pk, [])) for item in checklist.items.all()],
            "photos_taken_back": taken_back,
        }
    )


def _item(checklist: AuditChecklist, item: AuditItem, answers: list[ItemAnswer]) -> dict[str, Any]:
    return {
        **_own_values(item),
        "answered_by": _name(item.answered_by),
        "answers": [_answer(answer) for answer in answers],
        "photos": [_photo(checklist, item, photo) for photo in item.photos.all()],
    }


def _answer(answer: ItemAnswer) -> dict[str, Any]:
    return {**_own_values(answer), "uid": str(answer.uid), "answered_by": _name(answer.answered_by)}


def _own_values(row: models.Model) -> dict[str, Any]:
    """Every field of a row but keys: what is added to the models later is part of packs at once."""
    fields = [field for field in row._meta.concrete_fields if not field.is_relation and not field.primary_key]
    return {field.name: getattr(row, field.name) for field in fields}


def _photo(checklist: AuditChecklist, item: AuditItem, photo: ItemPhoto) -> dict[str, Any]:
    return {
        "path": photo_path(checklist, item, photo),
        "sha256": photo.sha256,
        "taken_at": photo.taken_at,
        "added_at": photo.added_at,
    }


def photo_path(checklist: AuditChecklist, item: AuditItem, photo: ItemPhoto) -> str:
    """Where a photo lies in the pack: by question, and by the beginning of its hash."""
    return f"phieu-hoi/{checklist.position}/anh/{item.number:03}-{photo.sha256[:8]}-{photo.pk}.jpg"


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""


# --- Samples ------------------------------------------------------------------------------------------------
def sample_json(checklist: AuditChecklist) -> dict[str, Any]:
    """Seed, codes of the population and of the sample, and what the system knew of each sampled dossier.

    `redrawable`: the population is still the one that was drawn from, so that anybody gets the same sample again.
    """
    drawn = list(checklist.sample.all())
    sample = [row.dossier.code for row in drawn]
    codes = population_codes(checklist)
    size = checklist.sample_size or 0
    return plain_json(
        {
            "seed": checklist.sample_seed,
            "size": size,
            "sampled_at": checklist.sampled_at,
            "population_count": checklist.population,
            "population": codes,
            "population_sha256": hashlib.sha256("\n".join(codes).encode()).hexdigest(),
            "sample": sample,
            "redrawable": draw(codes, size, checklist.sample_seed) == sample,
            "facts": [{"dossier": row.dossier.code, "facts": row.facts} for row in drawn],
        }
    )


def population_codes(checklist: AuditChecklist) -> list[str]:
    """Codes of the dossiers of the period that run by the version of the checklist, sorted; two queries."""
    audit = checklist.audit
    if audit.sample_from is None or audit.sample_to is None:
        return []
    units = units_under([audit.unit_id], unit_tree(audit.starts_on))
    works = DossierStep.objects.filter(dossier=OuterRef("pk"), unit__in=units)
    begin = make_aware(dt.datetime.combine(audit.sample_from, dt.time()))
    end = make_aware(dt.datetime.combine(audit.sample_to + dt.timedelta(days=1), dt.time()))
    found = Dossier.objects.filter(
        Q(competent_unit__in=units) | Q(received_by__in=units) | Exists(works),
        version=checklist.version_id,
        received_at__gte=begin,
        received_at__lt=end,
    )
    return sorted(found.order_by().values_list("code", flat=True))
