"""An office with people, procedures and issued versions, made through the real services.

Texts are given as snapshots (see `tests.factories.snapshots`) and written into real pages::

    make_office()
    page = make_procedure_page(code="QT-TP-09", title="Đăng ký lại khai sinh")
    issue(page, now=at("2026-10-01 08:00"))
    rewrite(page, fees=[fee(0)])
    issue(page, now=at("2026-11-20 08:00"), effective_from=at("2026-12-01 00:00"))

Everything may be called twice: what exists is used again.
"""

import datetime as dt
from decimal import Decimal

from anyascii import anyascii
from django.core.files.base import ContentFile
from django.utils.text import slugify

from document_control import services
from document_control.enums import IssueKind
from document_control.models import IssuedVersion, LegalAct
from document_control.services import Approval, IssueDetails
from organisation.models import AdminLevel, OfficeDocument, Unit
from procedures.models import (
    Case,
    ChannelUse,
    Citation,
    Component,
    EarlierIssue,
    Fee,
    FormTemplate,
    FormUse,
    InternalProcessPage,
    Occasion,
    OnlineLevel,
    ProcedureField,
    ProcedurePage,
    RecordKept,
    ResultItem,
    Step,
    Subject,
)
from tests.factories.office import (
    Office,
    People,
    at,
    make_office,
    make_office_hours,
    make_people,
    make_role,
    make_unit,
    make_user,
)
from tests.factories.snapshots import birth_registration, overdue_dossier_process

__all__ = [
    "Office",
    "People",
    "at",
    "cancel",
    "issue",
    "issue_procedure",
    "make_form",
    "make_office",
    "make_office_hours",
    "make_people",
    "make_procedure_page",
    "make_process_page",
    "make_role",
    "make_unit",
    "make_user",
    "rewrite",
    "withdraw",
]


# --- Texts ----------------------------------------------------------------------------------------------
def make_procedure_page(*, unit=None, slug="", parent=None, **snapshot_changes):
    """A draft of a procedure whose text is `birth_registration(**snapshot_changes)`."""
    snapshot = birth_registration(**snapshot_changes)
    return _make_page(ProcedurePage(), snapshot, unit, slug, parent or make_office().procedures)


def make_process_page(*, unit=None, slug="", parent=None, **snapshot_changes):
    """A draft of an internal process whose text is `overdue_dossier_process(**snapshot_changes)`."""
    snapshot = overdue_dossier_process(**snapshot_changes)
    return _make_page(InternalProcessPage(), snapshot, unit, slug, parent or make_office().processes)


def _make_page(page, snapshot, unit, slug, parent):
    # A whole snapshot may be passed on; its unit is only words, the page needs a row.
    page.unit = unit if isinstance(unit, Unit) else make_office().ward
    page.slug = slug or slugify(anyascii(snapshot["short_title"]))
    _write(page, snapshot)
    parent.add_child(instance=page)
    if page.document.audience != snapshot["audience"]:
        page.document.audience = snapshot["audience"]
        page.document.save()
    return page


def rewrite(page, **snapshot_changes):
    """Change parts of a text: keys of the snapshot, each replaced as a whole.

    As in the editor a live page keeps its row; the draft reaches the database with the next revision.
    """
    _write(page, snapshot_changes)
    if not page.live:
        page.save()
    return page


SAME_NAME = ("code", "title", "short_title", "summary", "national_code", "local_code", "online_url", "sets")
SAME_NAME += ("not_needed", "public_steps", "conditions", "trigger", "owner_unit_name")


def _write(page, text):
    for key in SAME_NAME:
        if key in text:
            setattr(page, key, text[key])
    if "deadline" in text:
        page.deadline_text = text["deadline"]
    if "legacy_codes" in text:
        page.legacy_codes = "\n".join(text["legacy_codes"])
    if chapters := text.get("chapters"):
        page.purpose, page.scope = chapters["purpose"], chapters["scope"]
        page.definitions, page.references_note = chapters["definitions"], chapters["references"]
        page.chapters = [("chapter", {"title": c["title"], "body": c["body"]}) for c in chapters["extra"]]
    if "agencies" in text:
        for key in ("promulgating", "deciding", "executing", "authorised"):
            setattr(page, f"{key}_agency", text["agencies"][key])
        page.coordinating_agencies = "\n".join(text["agencies"]["coordinating"])
    _write_choices(page, text)
    _write_limit(page, text)
    for key, (relation, build) in PARTS.items():
        if key in text and hasattr(page, relation):
            setattr(page, relation, [build(row) for row in text[key]])


def _write_choices(page, text):
    if text.get("field"):
        page.field = _named(ProcedureField, text["field"])
    if text.get("level"):
        page.level = _named(AdminLevel, text["level"])
    if "subjects" in text:
        page.subjects = [_named(Subject, row) for row in text["subjects"]]
    for key, scale in (("online_level", "current"), ("legacy_online_level", "legacy")):
        if key in text:
            value = text[key]
            setattr(page, key, _named(OnlineLevel, value, scale=scale) if value else None)


def _write_limit(page, text):
    if "time_limit" not in text:
        return
    limit = text["time_limit"] or {}
    for name, value in _limit_values(limit).items():
        setattr(page, name, value)
    page.extension_text = limit.get("extension", "")
    page.supplement_rule = limit.get("supplement_rule", "")


def _limit_values(limit):
    cutoff = limit.get("cutoff") if limit else ""
    return {
        "time_limit_value": limit["value"] if limit else None,
        "time_limit_unit": limit["unit"] if limit else "",
        "cutoff_time": dt.time.fromisoformat(cutoff) if cutoff else None,
        "time_limit_text": limit["text"] if limit else "",
    }


def _named(model, value, **more):
    return model.objects.get_or_create(code=value["code"], **more, defaults={"name": value["name"]})[0]


def make_form(code, name="", file=None):
    """A form of the office; `file` is the file part of a snapshot, whose bytes are invented."""
    form, created = FormTemplate.objects.get_or_create(code=code, defaults={"name": name or code})
    if created and file:
        data = ContentFile(f"Biểu mẫu {code}".encode(), name=file["filename"])
        form.file = OfficeDocument.objects.create(title=name or code, file=data)
        form.save()
    return form


def _step(row):
    time = row["duration"] or {}
    same = ("title", "position", "input", "output", "phase", "description", "waits_outside", "waits_reason")
    return Step(
        **{key: row[key] for key in same},
        role=make_role(row["role"]["code"], row["role"]["name"]),
        duration_value=Decimal(time["value"]) if time else None,
        duration_unit=time.get("unit", ""),
        form=make_form(row["form"]) if row["form"] else None,
    )


def _component(row):
    return Component(
        **{key: row[key] for key in ("name", "kind", "condition", "source", "alternative_group")},
        original_count=row["original"],
        copy_count=row["copy"],
        case_codes=", ".join(row["cases"]),
        form=make_form(row["form"]) if row["form"] else None,
    )


def _fee(row):
    dates = {key: dt.date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to")}
    same = ("kind", "channel", "amount", "per", "condition", "exemption", "basis")
    return Fee(**{key: row[key] for key in same}, **dates, case_codes=", ".join(row["cases"]))


def _citation(row):
    issued_on = dt.date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
    act, _ = LegalAct.objects.get_or_create(
        number=row["number"], defaults={"title": row["title"], "issued_on": issued_on}
    )
    return Citation(legal_act=act, clause=row["clause"])


def _earlier_issue(row):
    days = {key: row[key] and dt.date.fromisoformat(row[key]) for key in ("issued_on", "effective_from")}
    return EarlierIssue(**{**row, **days})


PARTS = {
    "forms": ("form_uses", lambda row: FormUse(form=make_form(row["code"], row["name"], row["file"]))),
    "steps": ("steps", _step),
    "components": ("components", _component),
    "fees": ("fees", _fee),
    "citations": ("citations", _citation),
    "records": ("records", lambda row: RecordKept(**row)),
    "earlier_issues": ("earlier_issues", _earlier_issue),
    "channels": ("channels", lambda row: ChannelUse(**row)),
    "results": ("results", lambda row: ResultItem(**row)),
    "occasions": ("occasions", lambda row: Occasion(**row)),
    "cases": (
        "cases",
        lambda row: Case(
            code=row["code"],
            name=row["name"],
            condition=row["condition"],
            **_limit_values(row["time_limit"]),
        ),
    ),
}


# --- Versions -------------------------------------------------------------------------------------------
def issue(
    page,
    *,
    now,
    effective_from=None,
    kind=IssueKind.REVISION,
    reason="Cập nhật nội dung.",
    decision_number="",
    decision_date=None,
    publish=True,
) -> IssuedVersion:
    """Issue the text as it stands: drafted, reviewed and approved by three people, then published."""
    people = make_people()
    revision = page.save_revision(user=people.author)
    version = services.issue(
        revision.as_object(),
        details=IssueDetails(kind, reason, effective_from, decision_number, decision_date),
        approvals=[
            Approval("drafted", people.author, now - dt.timedelta(days=2)),
            Approval("reviewed", people.reviewer, now - dt.timedelta(days=1)),
            Approval("approved", people.approver, now),
        ],
        revision=revision,
        now=now,
    )
    if publish and version.effective_from <= now:
        revision.publish(skip_permission_checks=True)
    page.refresh_from_db()
    page.__dict__.pop("_cluster_related_objects", None)  # rows in memory have no keys; read them anew
    return version


def issue_procedure(*, now, effective_from=None, publish=True, **snapshot_changes):
    """A new procedure with its first issued version; returns the page."""
    page = make_procedure_page(**snapshot_changes)
    issue(page, now=now, effective_from=effective_from, publish=publish, reason="Ban hành lần đầu.")
    return page


def withdraw(page, *, now, effective_from=None, reason="Thủ tục được bãi bỏ.", decision_number=""):
    """Withdraw a document from a moment on."""
    return services.withdraw(
        page,
        reason=reason,
        by=make_people().reviewer,
        now=now,
        effective_from=effective_from,
        decision_number=decision_number,
    )


def cancel(page, version, *, now, reason="Hoãn thực hiện."):
    """Cancel a version before its moment."""
    return services.cancel_future_version(page, version, reason=reason, by=make_people().reviewer, now=now)
