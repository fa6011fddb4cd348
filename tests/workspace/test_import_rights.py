"""Who may do what at the import desk: every role at every address with every verb."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organisation.enums import PermissionRole
from procedures.import_desk import services, writing
from procedures.import_desk.selectors import office_of_site
from procedures.models import ImportBatch, ImportFile, ImportItem
from tests.factories.documents import make_user
from tests.workspace.import_files import portal_data

pytestmark = pytest.mark.django_db

WRITERS = {"specialist", "head_of_unit", "iso_secretary"}
OTHERS = sorted(set(PermissionRole.values) - WRITERS)
GET_ADDRESSES = [
    "import-list",
    "import-batch",
    "import-progress",
    "import-file",
    "import-item",
    "import-edit",
]
POST_ADDRESSES = [
    "import-open",
    "import-upload",
    "import-choose",
    "import-write",
    "import-close",
    "import-file-remove",
    "import-edit",
    "import-confirm",
    "import-take",
    "import-compare",
]
BY_FILE = {"import-file", "import-file-remove"}
BY_ITEM = {"import-item", "import-edit", "import-confirm", "import-take", "import-compare"}
BY_PART = {"import-edit", "import-confirm"}
ADDRESSES = [("get", name) for name in GET_ADDRESSES] + [("post", name) for name in POST_ADDRESSES]


@pytest.fixture
def item(ward):
    batch = services.open_batch(ward.office.ward, by=ward.people.author, now=timezone.now())
    return services.receive_file(batch, portal_data(), "a.json", now=timezone.now()).items.get()


def address(name, item):
    if name in ("import-list", "import-open"):
        return reverse(name)
    if name in BY_FILE:
        return reverse(name, args=[item.file_id])
    if name in BY_ITEM:
        return reverse(name, args=[item.pk, "buoc"] if name in BY_PART else [item.pk])
    return reverse(name, args=[item.file.batch_id])


def counts():
    return [model.objects.count() for model in (ImportBatch, ImportFile, ImportItem)]


@pytest.mark.parametrize(("verb", "name"), ADDRESSES)
def test_a_stranger_is_asked_to_sign_in(client, item, verb, name):
    response = getattr(client, verb)(address(name, item))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("staff-login"))


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_write_gets_nowhere(ward, browse, item, role):
    user = ward.user(role)
    client, before = browse(user), counts()
    for verb, name in ADDRESSES:
        assert getattr(client, verb)(address(name, item)).status_code == 403, (verb, name)
    assert client.get(reverse("import-export", args=["json"])).status_code == 403
    assert counts() == before
    assert reverse("import-list") not in client.get(reverse("approvals")).content.decode()


def test_a_superuser_of_the_technical_kind_decides_nothing_here(ward, browse, item):
    """What the policy says: a superuser may add pages anywhere, but sees only imports of his own."""
    client = browse(ward.user("administrator"))
    assert client.get(reverse("import-item", args=[item.pk])).status_code in (403, 404)


@pytest.mark.parametrize(
    ("verb", "name"), [pair for pair in ADDRESSES if pair[1] not in ("import-list", "import-open")]
)
def test_imports_of_others_are_not_there(ward, browse, item, verb, name):
    other = make_user("nguoi-khac", "specialist", ward.office.ward)
    before = counts()
    assert getattr(browse(other), verb)(address(name, item)).status_code == 404
    assert counts() == before


@pytest.mark.parametrize("name", GET_ADDRESSES)
def test_the_secretary_sees_all(ward, browse, item, name):
    client = browse(ward.user("iso_secretary"))
    assert client.get(address(name, item), follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", sorted({name for verb, name in ADDRESSES if verb == "post"} - {"import-edit"})
)
def test_looking_changes_nothing(ward, browse, item, name):
    client, before = browse(ward.people.author), counts()
    assert client.get(address(name, item)).status_code == 405
    assert counts() == before


def test_every_post_wants_its_token(ward, item):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ward.people.author)
    for verb, name in ADDRESSES:
        if verb == "post":
            assert client.post(address(name, item)).status_code == 403, name


def test_what_became_a_draft_is_not_changed_any_more(ward, browse, item):
    client = browse(ward.people.author)
    writing.start_writing(item.file.batch, by=ward.people.author, submit=False, now=timezone.now())
    item.refresh_from_db()
    assert item.is_written
    before = item.layout
    assert client.get(reverse("import-edit", args=[item.pk, "buoc"])).status_code == 302
    for name in ("import-confirm", "import-compare"):
        assert client.post(address(name, item), {"version": item.version}).status_code == 409
    item.refresh_from_db()
    assert item.layout == before
    assert client.get(reverse("import-item", args=[item.pk])).status_code == 200


def test_the_office_must_be_chosen_first(ward, browse, monkeypatch):
    monkeypatch.setattr("procedures.import_desk.views.batches.office_of_site", lambda: None)
    response = browse(ward.people.author).post(reverse("import-open"))
    assert response.status_code == 403
    assert office_of_site() is not None
