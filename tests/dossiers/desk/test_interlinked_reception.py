"""Several procedures at one reception: added, taken off, received with one button, nothing typed is lost."""

import io
import uuid

import pytest
from django.utils.html import escape
from docx import Document as Docx

from dossiers.enums import DossierState, SlipKind
from dossiers.models import Dossier
from tests.dossiers.desk.conftest import words_of
from tests.dossiers.factories import issued_version
from tests.factories.snapshots import birth_registration, time_limit

pytestmark = pytest.mark.django_db
CHOOSE = "/lam-viec/ho-so/tiep-nhan/"
TYPED = "Gọi lại buổi chiều"


@pytest.fixture
def version(desk):
    return issued_version()


@pytest.fixture
def residence(desk):
    """A second procedure with a longer limit."""
    return issued_version(code="QT-CA-01", short_title="Đăng ký thường trú", time_limit=time_limit(5))


@pytest.fixture
def births(desk):
    """A procedure with cases."""
    return issued_version(**birth_registration(code="QT-TP-88", short_title="Khai sinh thử"))


def address(version):
    return f"{CHOOSE}{version.pk}/"


def sent(version, desk, **changes):
    """The form of one procedure as an officer sends it, every paper ticked."""
    return {
        "viec": "nhan",
        "request_key": str(uuid.uuid4()),
        **ticks(version),
        "channel": "direct",
        "applicant_kind": "person",
        "applicant_name": "Nguyễn Văn An",
        "return_channel": "counter",
        "sets": "1",
        "received_by": desk.reception.pk,
        "competent_unit": desk.ward.pk,
        "note": TYPED,
    } | changes


def ticks(version, prefix=""):
    return {f"{prefix}giay_{place}": "on" for place in range(len(version.snapshot["components"]))}


def joined(desk, *versions, **changes):
    """What the form sends of procedures that were added."""
    data = {"lien-thong": [version.pk for version in versions]}
    for version in versions:
        prefix = f"lt{version.pk}-"
        data |= ticks(version, prefix) | {f"{prefix}competent_unit": desk.ward.pk}
    return data | changes


def shown(response):
    return [part.form.version.pk for part in response.context["joined"]]


# --- Adding and taking off --------------------------------------------------------------------------------
def test_a_procedure_is_found_added_and_taken_off_and_nothing_typed_is_lost(
    desk, version, residence, births, browse
):
    client, data = browse(desk.officer), sent(version, desk, applicant_phone="0911")
    found = client.post(address(version), data | {"viec": "tim", "tim-lien-thong": "thuong tru"})
    assert [choice.version_id for choice in found.context["found"]] == [residence.pk]
    assert f'value="them:{residence.pk}"' in found.content.decode()
    added = client.post(address(version), data | {"viec": f"them:{residence.pk}"})
    assert added.status_code == 200 and shown(added) == [residence.pk]
    data |= joined(desk, residence)
    both = client.post(address(version), data | {"viec": f"them:{births.pk}"})
    assert shown(both) == [residence.pk, births.pk]
    first = both.context["joined"][0].form
    assert first.value("giay_0") in ("on", "True") and both.context["form"].value("applicant_phone") == "0911"
    assert escape(TYPED) in both.content.decode()
    one = client.post(
        address(version), data | joined(desk, residence, births) | {"viec": f"bot:{residence.pk}"}
    )
    assert shown(one) == [births.pk] and one.context["form"].value("giay_0") == "True"
    assert not Dossier.objects.exists()


def test_each_procedure_shows_its_date_and_the_common_one_is_the_latest(
    desk, version, residence, births, browse
):
    client = browse(desk.officer)
    data = sent(version, desk, viec="lam-moi")
    page = client.post(address(version), data | joined(desk, residence))
    own, other = page.context["dates"]
    assert own.due < other.due == page.context["common_due"]
    waiting = client.post(address(version), data | joined(desk, residence, births))
    assert waiting.context["common_due"] is None and waiting.context["dates"][2].needs_case
    chosen = joined(desk, residence, births, **{f"lt{births.pk}-case_code": "01"})
    assert client.post(address(version), data | chosen).context["common_due"] is not None


def test_an_added_procedure_proposes_what_an_empty_form_would(desk, version, residence, browse):
    client = browse(desk.officer)
    page = client.post(address(version), sent(version, desk, viec=f"them:{residence.pk}"))
    form = page.context["joined"][0].form
    component = residence.snapshot["components"][0]
    assert form.value("competent_unit") == str(residence.document.unit_id)
    assert form.value("original_0") == str(component["original"] or 0) and form.value("copy_0") == str(
        component["copy"] or 0
    )
    assert not form.errors


def test_enter_in_the_search_box_receives_nothing(desk, version, residence, browse):
    data = sent(version, desk) | {"tim-lien-thong": "thường trú", "da-tim-lien-thong": ""}
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code == 200 and page.context["found"] and not Dossier.objects.exists()


# --- Receiving --------------------------------------------------------------------------------------------
def test_one_button_receives_all_and_a_double_click_makes_one_group(desk, version, residence, browse):
    client, data = browse(desk.officer), sent(version, desk, fee_amount="8000") | joined(desk, residence)
    addresses = {client.post(address(version), data).url for _time in range(2)}
    parent = Dossier.objects.get(parent=None)
    children = list(parent.children.order_by("code"))
    assert addresses == {f"/lam-viec/ho-so/{parent.code}/da-ghi/"} and Dossier.objects.count() == 3
    assert [child.version_id for child in children] == [version.pk, residence.pk]
    assert (
        parent.due_at == max(child.due_at for child in children) and parent.state == DossierState.IN_PROGRESS
    )
    assert (parent.fee_amount, parent.note) == (8000, TYPED)
    assert {(child.fee_amount, child.note) for child in children} == {(None, "")}
    page = words_of(client.get(addresses.pop()))
    assert all(each.code in page for each in (parent, *children))


def test_the_receipt_lists_every_procedure_with_code_date_and_papers(desk, version, residence, browse):
    client = browse(desk.officer)
    client.post(address(version), sent(version, desk) | joined(desk, residence))
    parent = Dossier.objects.get(parent=None)
    slip = parent.slips.get(kind=SlipKind.RECEIPT)
    file = client.get(f"/lam-viec/ho-so/{parent.code}/giay/{slip.pk}.docx")
    tables = Docx(io.BytesIO(b"".join(file.streaming_content) if file.streaming else file.content)).tables
    text = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    for child in parent.children.all():
        assert child.code in text and child.version.snapshot["title"] in text
        assert f"{child.due_at:%d/%m/%Y}" in text
    assert "Đăng ký thường trú" in text


def test_parent_and_children_lead_to_each_other(desk, version, residence, browse):
    client = browse(desk.officer)
    client.post(address(version), sent(version, desk) | joined(desk, residence))
    parent = Dossier.objects.get(parent=None)
    page = client.get(f"/lam-viec/ho-so/{parent.code}/").content.decode()
    for child in parent.children.all():
        assert f'href="/lam-viec/ho-so/{child.code}/"' in page
        assert (
            f'href="/lam-viec/ho-so/{parent.code}/"'
            in client.get(f"/lam-viec/ho-so/{child.code}/").content.decode()
        )


def test_the_applicant_sees_each_part_in_plain_words_and_no_more(desk, version, residence, browse, client):
    browse(desk.officer).post(
        address(version), sent(version, desk, applicant_phone="0911222333") | joined(desk, residence)
    )
    parent = Dossier.objects.get(parent=None)
    client.logout()
    answer = client.post("/ho-so/", {"code": parent.code, "secret": parent.secret})
    response = client.get(answer["Location"])
    page, parts = words_of(response), response.context["journey"].parts
    assert [part.situation for part in parts] == ["in_time", "in_time"]
    (handover,) = response.context["journey"].steps
    assert (
        handover.holder == ""
    )  # the whole has no step of the version's, so nobody of the version's stands at it
    assert all(part.procedure in page for part in parts) and "Đăng ký thường trú" in page
    secrets = [child.secret for child in parent.children.all()]
    assert not any(words in page for words in (TYPED, "0911222333", "Nguyễn Văn An", *secrets))


# --- Wrong input ------------------------------------------------------------------------------------------
def test_missing_papers_are_named_per_procedure_and_everything_stays(desk, version, residence, browse):
    data = sent(version, desk) | joined(desk, residence)
    data.pop(f"lt{residence.pk}-giay_0")
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code == 422 and not Dossier.objects.exists()
    part = page.context["joined"][0].form
    assert residence.snapshot["components"][0]["name"] in str(part.non_field_errors())
    assert not page.context["form"].errors and escape(TYPED) in page.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"case_code": ""}, {"case_code": "99"}, {"competent_unit": "x"}, {"original_0": "1e9"}]
)
def test_wrong_input_of_an_added_procedure_keeps_everything(desk, version, births, browse, wrong):
    prefix = f"lt{births.pk}-"
    good = joined(desk, births, **{f"{prefix}case_code": "01"})
    data = sent(version, desk) | good | {f"{prefix}{name}": value for name, value in wrong.items()}
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code == 422 and not Dossier.objects.exists()
    assert set(page.context["joined"][0].form.errors) == set(wrong)
    assert not page.context["form"].errors and escape(TYPED) in page.content.decode()


def test_a_refusal_of_the_service_says_which_procedure(desk, version, browse):
    channels = [{"channel": "online", "note": ""}]
    online = issued_version(code="QT-CA-02", short_title="Chỉ nộp trực tuyến", channels=channels)
    page = browse(desk.officer).post(address(version), sent(version, desk) | joined(desk, online))
    assert page.status_code in (409, 422) and not Dossier.objects.exists()
    assert "Chỉ nộp trực tuyến" in str(page.context["form"].non_field_errors())


@pytest.mark.parametrize("button", ["bo-sung", "tu-choi"])
def test_slips_for_one_dossier_are_not_printed_for_several(desk, version, residence, browse, button):
    words = {"missing_items": "Ảnh", "refusal_reason": "Không thuộc thẩm quyền."}
    data = sent(version, desk, viec=button, **words) | joined(desk, residence)
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code == 422 and page.context["form"].non_field_errors()
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "²", "1\x00", "999999"])
@pytest.mark.parametrize("button", ["them:{}", "bot:{}", "nhan"])
def test_invented_keys_break_nothing(desk, version, browse, value, button):
    data = sent(version, desk, viec=button.format(value), **{"lien-thong": [value, value]}, applicant_name="")
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code in (200, 422) and not shown(page) and not Dossier.objects.exists()


def test_a_version_that_was_replaced_meanwhile_is_taken_off_with_a_sentence(desk, version, residence, browse):
    data = sent(version, desk) | joined(desk, residence) | {"lien-thong": [residence.pk, 999_999]}
    page = browse(desk.officer).post(address(version), data)
    assert page.status_code == 422 and shown(page) == [residence.pk]
    assert page.context["form"].non_field_errors() and not Dossier.objects.exists()


def test_no_more_than_the_letters_can_tell_apart(desk, version, browse):
    others = [issued_version(code=f"QT-X-{n:02}", short_title=f"Thủ tục {n}") for n in range(8)]
    data = sent(version, desk, viec=f"them:{others[7].pk}") | joined(desk, *others[:7])
    page = browse(desk.officer).post(address(version), data)
    assert len(shown(page)) == 7 and page.context["form"].non_field_errors()


# --- Rights and cost --------------------------------------------------------------------------------------
def test_only_the_counter_receives(desk, version, residence, browse):
    data = sent(version, desk) | joined(desk, residence)
    for person in (desk.specialist, desk.leader, desk.head):
        assert browse(person).post(address(version), data).status_code == 403
    assert not Dossier.objects.exists()


def test_drawing_the_form_costs_a_bounded_number_of_queries(
    desk, version, residence, births, browse, django_assert_max_num_queries
):
    client, data = browse(desk.officer), sent(version, desk, viec="lam-moi")
    data |= joined(desk, residence, births, **{f"lt{births.pk}-case_code": "01"})
    client.post(address(version), data)
    with django_assert_max_num_queries(30):
        client.post(address(version), data)
