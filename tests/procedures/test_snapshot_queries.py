"""A text is read for approval, comparison and printing: more rows must not mean more questions to the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.models import Citation, Step
from tests.factories.documents import make_procedure_page

pytestmark = pytest.mark.django_db


def queries_of(page):
    draft = page.save_revision().as_object()
    with CaptureQueriesContext(connection) as queries:
        draft.build_snapshot()
    return len(queries)


def test_a_longer_text_asks_no_more_questions():
    page = make_procedure_page()
    before = queries_of(page)
    for step in page.steps.all()[:4]:
        page.steps.add(Step(title=step.title, role_id=step.role_id, form_id=step.form_id))
    for citation in page.citations.all()[:2]:
        page.citations.add(Citation(legal_act_id=citation.legal_act_id, clause="Điều 2"))
    assert queries_of(page) == before
