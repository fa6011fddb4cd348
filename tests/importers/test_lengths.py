"""The lengths that the reader checks are those of the columns: what passes the reader fits the database."""

import pytest

from document_control.models import LegalAct
from organisation.models import Role
from procedures.importers.layout_parts import LENGTHS
from procedures.models import (
    Case,
    ChannelUse,
    Citation,
    Component,
    EarlierIssue,
    Fee,
    FormTemplate,
    InternalProcessPage,
    Occasion,
    ProcedureField,
    ProcedurePage,
    RecordKept,
    ResultItem,
    Step,
    Subject,
)

COLUMNS = {
    "code": [(ProcedurePage, "code"), (FormTemplate, "code"), (Role, "code"), (ProcedureField, "code")],
    "title": [(ProcedurePage, "full_title")],
    "slug": [(ProcedurePage, "slug")],
    "short_title": [(ProcedurePage, "short_title")],
    "agency": [
        (ProcedurePage, f"{kind}_agency") for kind in ("promulgating", "deciding", "executing", "authorised")
    ],
    "subject": [(Subject, "name")],
    "field_name": [(ProcedureField, "name")],
    "subject_code": [(Subject, "code")],
    "ministry_code": [(ProcedureField, "ministry_code")],
    "icon": [(ProcedureField, "icon")],
    "role_name": [(Role, "name")],
    "listed_name": [(ProcedurePage, "title")],
    "decision_number": [(ProcedurePage, "decision_number")],
    "url": [(ProcedurePage, "online_url")],
    "limit_text": [
        (ProcedurePage, "time_limit_text"),
        (ProcedurePage, "extension_text"),
        (Case, "time_limit_text"),
    ],
    "case_name": [(Case, "name")],
    "case_condition": [(Case, "condition")],
    "paper_condition": [(Component, "condition")],
    "source": [(Component, "source")],
    "group": [(Component, "alternative_group")],
    "fee_per": [(Fee, "per")],
    "fee_condition": [(Fee, "condition"), (Fee, "exemption")],
    "fee_basis": [(Fee, "basis")],
    "act_number": [(LegalAct, "number")],
    "act_title": [(LegalAct, "title")],
    "act_issuer": [(LegalAct, "issuer")],
    "clause": [(Citation, "clause")],
    "form_name": [(FormTemplate, "name")],
    "step_title": [(Step, "title")],
    "position": [(Step, "position")],
    "in_out": [(Step, "input"), (Step, "output")],
    "phase": [(Step, "phase")],
    "waits_reason": [(Step, "waits_reason")],
    "record_name": [(RecordKept, "name")],
    "holder": [(RecordKept, "holder")],
    "retention": [(RecordKept, "retention")],
    "result": [(ResultItem, "name"), (ResultItem, "note")],
    "channel_note": [(ChannelUse, "note")],
    "change": [(EarlierIssue, "change")],
    "basis": [(EarlierIssue, "basis"), (ProcedurePage, "change_basis")],
    "owner_unit": [(InternalProcessPage, "owner_unit_name")],
    "trigger": [(InternalProcessPage, "trigger")],
    "deadline": [(InternalProcessPage, "deadline_text"), (Occasion, "label")],
    "label": [(Occasion, "label")],
}
WITHOUT_COLUMN_LENGTH = {"paper", "long_text", "chapter_title", "file_name"}


def test_every_length_is_compared():
    assert set(COLUMNS) | WITHOUT_COLUMN_LENGTH == set(LENGTHS)


@pytest.mark.parametrize(
    ("name", "model", "column"), [(name, *pair) for name, pairs in COLUMNS.items() for pair in pairs]
)
def test_a_length_is_that_of_its_column(name, model, column):
    assert model._meta.get_field(column).max_length == LENGTHS[name]
