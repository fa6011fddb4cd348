"""What an officer types in a hurry, through the real pages: words for a procedure, a telephone number."""

import pytest

from dossiers.models import Dossier
from dossiers.selectors import reception
from tests.dossiers.desk.test_reception import CHOOSE, address, filled
from tests.dossiers.factories import issued_version, receive
from tests.factories.admin import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(desk, browse):
    """The client of the officer; the extract is what he received last."""
    issued_version(code="QT-TP-01", title="Thủ tục đăng ký khai sinh", short_title="Đăng ký khai sinh")
    issued_version(code="QT-TP-02", title="Thủ tục đăng ký kết hôn", short_title="Đăng ký kết hôn")
    issued_version(
        code="QT-TP-04", title="Thủ tục đăng ký nhận cha, mẹ, con", short_title="Nhận cha, mẹ, con"
    )
    extract = issued_version(
        code="QT-TP-03",
        title="Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
        short_title="Cấp bản sao trích lục hộ tịch",
    )
    receive(version=extract)
    return browse(desk.officer)


def offered(client, words):
    page = soup(client.get(CHOOSE, {"q": words}))
    return [link.b.get_text() for link in page.select("#cac-thu-tuc .choices a")]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("khai sinh", "Đăng ký khai sinh"),
        ("giay khai sinh cho con", "Đăng ký khai sinh"),
        ("khai xinh", "Đăng ký khai sinh"),
        ("khai sinh 😀", "Đăng ký khai sinh"),
        ("kết hôn <", "Đăng ký kết hôn"),
        ("qt-tp-04", "Nhận cha, mẹ, con"),
        ("", "Cấp bản sao trích lục hộ tịch"),
    ],
)
def test_the_first_procedure_is_the_one_that_is_meant(counter, words, first):
    assert offered(counter, words)[0] == first


def test_recent_use_decides_among_equals(counter):
    receive(
        version=issued_version(
            code="QT-TP-05", title="Thủ tục đăng ký khai tử", short_title="Đăng ký khai tử"
        )
    )
    assert offered(counter, "đăng ký")[0] == "Đăng ký khai tử"


@pytest.mark.parametrize("words", ["máy bay", "😀", "<>", "a\x00", "%_"])
def test_words_that_mean_nothing_find_nothing_and_break_nothing(counter, words):
    assert counter.get(CHOOSE, {"q": words}).status_code == 200
    assert words == "a\x00" or not offered(counter, words)


def test_everyday_names_of_the_search_are_understood(counter):
    from search.models import SynonymGroup

    SynonymGroup.objects.create(names="kết hôn\ncưới chồng")
    assert offered(counter, "cưới chồng") == ["Đăng ký kết hôn"]


def test_the_words_typed_suffice_where_nobody_knows_other_ones(counter, monkeypatch):
    monkeypatch.setattr(reception, "_wordings", [])
    assert offered(counter, "khai xinh")[0] == "Đăng ký khai sinh"


# --- Telephone ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["abc 09x😀", "12345", "0912345678 hoặc 0987654321"])
def test_a_telephone_nobody_can_call_is_refused_and_kept_in_the_form(desk, browse, typed):
    version = issued_version()
    response = browse(desk.officer).post(address(version), filled(version, desk, applicant_phone=typed))
    assert response.status_code == 422 and not Dossier.objects.exists()
    field = soup(response).select_one("#id_applicant_phone")
    assert field["value"] == typed and field["aria-invalid"] == "true"
    assert soup(response).select_one("#id_applicant_name")["value"] == "Nguyễn Văn An"


def test_a_telephone_is_kept_as_written_and_called_by_its_digits(desk, browse):
    version, client = issued_version(), browse(desk.officer)
    client.post(address(version), filled(version, desk, applicant_phone="(024) 3999.8888"))
    dossier = Dossier.objects.get()
    link = soup(client.get(f"/lam-viec/ho-so/{dossier.code}/")).select_one('a[href^="tel:"]')
    assert (link["href"], link.get_text()) == ("tel:02439998888", "(024) 3999.8888")


def test_a_correction_is_checked_alike(desk, browse, act):
    dossier = receive()
    data = {"applicant_name": "Nguyễn Văn An", "applicant_phone": "09x", "reason": "Gõ nhầm"}
    assert act(desk.officer, dossier, "sua-thong-tin", **data).status_code == 422
