"""An office with internal processes and a handbook over them, worked on through the real services."""

import datetime as dt

from organisation.models import Role, User
from organisation.services import sync_all_roles
from procedures.setup.site_setup import ensure_site
from publications.models import Handbook
from publications.services.handbooks import EditionDetails, approve_edition, prepare_edition
from tests.factories.documents import (
    at,
    issue,
    make_office,
    make_people,
    make_process_page,
    make_user,
    rewrite,
)

TODAY = dt.date(2026, 11, 21)


class Shelf:
    """People by role, a second leader, processes in force, one handbook."""

    def __init__(self, codes=("QT-NB-01", "QT-NB-02", "QT-NB-10")):
        self.office = make_office()
        self.people = make_people()
        self.deputy = make_user("deputy", "leader", self.office.ward, family="Đỗ")
        ensure_site()
        Role.objects.filter(code="citizen").update(is_external=True)
        sync_all_roles(TODAY)
        self.pages = {code: self.process(code) for code in codes}
        self.handbook = Handbook.objects.create(
            slug="so-tay", code="ST-NB-01", title="Sổ tay quy trình nội bộ", unit=self.office.ward
        )

    def user(self, role):
        return User.objects.get(username=role)

    def process(self, code, *, now="2026-01-05 08:00", audience="staff", **changes):
        changes.setdefault("short_title", f"Quy trình {code}")
        page = make_process_page(code=code, title=f"Quy trình số {code}", audience=audience, **changes)
        issue(page, now=at(now), reason="Ban hành lần đầu.")
        return page

    def change(self, code, *, now, **more):
        """A new version of a process: its deadline changes."""
        page = self.pages[code]
        rewrite(page, deadline="Trong 2 ngày làm việc")
        return issue(page, now=at(now), **more)

    def prepare(self, now="2026-02-01 09:00", *, by="iso_secretary", handbook=None, **details):
        details.setdefault("reason", "Cập nhật các quy trình.")
        return prepare_edition(
            handbook or self.handbook, details=EditionDetails(**details), by=self.user(by), now=at(now)
        )

    def approve(self, proposal, now="2026-02-02 09:00", *, by="leader"):
        return approve_edition(proposal, by=self.user(by), now=at(now))

    def edition(self, now="2026-02-01 09:00", **details):
        """Prepared, and approved an hour later."""
        proposal = self.prepare(now, **details)
        return approve_edition(proposal, by=self.user("leader"), now=at(now) + dt.timedelta(hours=1))
