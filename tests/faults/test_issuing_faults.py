"""A failure at any SQL statement of the last approval leaves the record as it was, or complete."""

import pytest
from django.db import connection

from document_control.integrity import verify
from document_control.models import IssuedVersion
from procedures.models import VersionCard
from tests.factories import documents as make
from tests.factories.workflow import act, fresh, make_workflow, submit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Interrupted(RuntimeError):
    """The machine stopped here."""


class FailAt:
    """An execute wrapper that counts statements and raises at the n-th.

    The search index is left alone: it is derived, and Wagtail swallows its failures on purpose.
    """

    def __init__(self, n):
        self.n, self.count = n, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("ROLLBACK", "RELEASE", "SAVEPOINT")) or "indexentry" in sql:
            return execute(sql, params, many, context)
        self.count += 1
        if self.count == self.n:
            raise Interrupted(sql)
        return execute(sql, params, many, context)


@pytest.fixture
def waiting(db):
    """A text that only the leader's approval separates from being issued."""
    make_workflow()
    people = make.make_people()
    page = make.make_procedure_page()
    submit(page, people.author)
    act(page, people.reviewer)
    return page, people.approver


def state(page):
    page = fresh(page)
    return (
        page.live,
        page.document.chain_length,
        IssuedVersion.objects.count(),
        VersionCard.objects.count(),
        page.current_workflow_task.name if page.current_workflow_task else "",
    )


BEFORE = (False, 0, 0, 0, "Phê duyệt")
AFTER = (True, 1, 1, 1, "")


def test_every_statement_may_fail(waiting):
    page, approver = waiting
    assert state(page) == BEFORE
    n, stride = 1, 5
    while True:
        wrapper = FailAt(n)
        try:
            with connection.execute_wrapper(wrapper):
                act(page, approver)
        except Interrupted:
            assert state(page) == BEFORE, f"half a record after statement {n}"
        else:
            break
        n += stride
    assert n > 100  # the approval is long; every fifth place of it was tried
    assert state(page) == AFTER
    assert verify() == []
