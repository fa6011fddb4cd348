"""A ward with notice boards."""

import pytest
from django.utils import translation

from procedures.setup.site_setup import ensure_site
from publications.enums import BoardSize
from publications.models import BoardDocument, NoticeBoard
from tests.factories.documents import at, issue_procedure, make_office, make_people


class BoardWard:
    """The office with one person per role, and shortcuts for boards and notices."""

    def __init__(self):
        self.office = make_office()
        self.people = make_people()
        ensure_site()

    def user(self, role):
        return self.people.by_role[role]

    def procedure(self, code="QT-TP-01", now="2026-01-05 08:00", **changes):
        changes.setdefault("short_title", f"Đăng ký {code}")
        return issue_procedure(now=at(now), code=code, **changes)

    def board(self, slug="sanh", *pages, size=BoardSize.A4, unit=None, **values):
        board = NoticeBoard.objects.create(
            slug=slug,
            name=f"Bảng {slug}",
            place="Tầng 1",
            unit=unit or self.office.reception,
            size=size,
            **values,
        )
        for order, page in enumerate(pages):
            BoardDocument.objects.create(board=board, document=page.document, sort_order=order)
        return board


@pytest.fixture
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def board_ward(db, vietnamese):
    return BoardWard()
