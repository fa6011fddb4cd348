"""The administration as people meet it: signed-in clients and posted forms."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client

from organisation.models import User
from procedures.setup.site_setup import ensure_site
from tests.factories.documents import at, issue_procedure, make_people, make_procedure_page

ROLES = ("root", "administrator", "specialist", "iso_secretary")
"""A superuser, and the roles that enter the administration."""


@dataclass(frozen=True)
class Admin:
    """The office with its rights; `people.by_role` has one person per role, `root` is a superuser."""

    people: object
    root: User
    parts: object

    def client(self, who):
        """A signed-in client of a role, or "root"."""
        client = Client()
        client.force_login(self.root if who == "root" else self.people.by_role[who])
        return client


def make_admin():
    """Office, people, page tree, workflow and rights."""
    parts = ensure_site()
    people = make_people()
    root = User.objects.create_superuser("root", "root@example.vn", "mat-khau-thu-1", last_name="Hệ Thống")
    return Admin(people, root, parts)


def make_draft(admin, **snapshot_changes):
    """A procedure in work, saved once by its author."""
    changes = {"code": "QT-TP-31", "title": "Thủ tục thử nghiệm", "short_title": "Thử nghiệm"}
    page = make_procedure_page(**{**changes, **snapshot_changes})
    page.save_revision(user=admin.people.author)
    return type(page).objects.get(pk=page.pk)


def make_issued(**snapshot_changes):
    """A procedure with one version in force."""
    return issue_procedure(now=at("2026-10-01 08:00"), **snapshot_changes)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def form_values(response, form_id="page-edit-form"):
    """What a browser would post from the form as it was shown; the free chapters, drawn by script, as empty."""
    page = soup(response)
    form = page.find("form", id=form_id) or page.find("main").find(
        "form", method=lambda m: m and m.lower() == "post"
    )
    values = {"chapters-count": "0"}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "")
        if field.name == "select":
            chosen = [o.get("value", "") for o in field.select("option[selected]")]
            if field.has_attr("multiple"):
                values[name] = chosen
            else:
                first = field.find("option")
                values[name] = chosen[0] if chosen else (first.get("value", "") if first else "")
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                values.setdefault(name, [])
                values[name] = [*values[name], field.get("value", "on")]
        elif kind in ("submit", "button", "file"):
            continue
        elif field.name == "textarea":
            values[name] = field.text.removeprefix("\n")
        else:
            values[name] = field.get("value", "")
    return values


def messages_of(response):
    """Texts of the messages that the next page would show."""
    return [str(m) for m in get_messages(response.wsgi_request)]


def shown_messages(response):
    """Texts of the messages on the page."""
    return [li.get_text(" ", strip=True) for li in soup(response).select(".messages li")]
