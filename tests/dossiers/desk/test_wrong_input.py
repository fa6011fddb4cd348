"""Whatever is sent to the screens of a dossier is answered with a sentence, and what was typed stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.desk.tables import DOSSIER_TABLE, GATE_TABLE
from dossiers.services import gate
from tests.dossiers.desk.conftest import FRIDAY
from tests.dossiers.desk.test_reception import CHOOSE, address, filled
from tests.dossiers.factories import at, issued_version, receive, submit

pytestmark = pytest.mark.django_db
HUGE = str(10**40)
ODD = {
    "nul": "a\x00b",
    "long": "ă" * 60_000,
    "huge": HUGE,
}
ANSWERED = (200, 302, 403, 404, 409, 422)
LATE = at("2026-11-20 17:30")


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_reception(desk, browse, odd):
    version = issued_version()
    client, sent = browse(desk.officer), filled(version, desk, applicant_address="Số 7 ngõ 5")
    for name in ("note", "fee_amount", "sets", "original_0", "le-phi-truoc", "lien-thong", "request_key"):
        answer = client.post(address(version), sent | {name: odd})
        assert answer.status_code in ANSWERED, name
        assert answer.status_code == 302 or "Số 7 ngõ 5" in answer.content.decode(), name
    assert client.post(address(version), dict.fromkeys(sent, odd)).status_code == 422
    megabyte = client.post(address(version), sent | {"note": "ă" * 1_000_000})
    assert megabyte.status_code == 422 and "Số 7 ngõ 5" in megabyte.content.decode()
    assert client.get(CHOOSE, {"q": odd[:3000]}).status_code == 200
    assert client.get(address(version), {"khoa": odd[:3000]}).status_code == 302


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_acts_on_a_dossier(desk, browse, act, odd):
    for dossier in (receive(now=FRIDAY), submit(now=FRIDAY)):
        for slug in DOSSIER_TABLE:
            user = desk.leader if slug in ("giao-lai", "tu-choi", "dung") else desk.officer
            page = browse(user).get(f"/lam-viec/ho-so/{dossier.code}/{slug}/")
            form = page.context.get("form") if page.context else None
            fields = dict.fromkeys(form.fields, odd) if form else {}
            if "file" in fields:
                fields["file"] = SimpleUploadedFile(f"{odd[:300]}.pdf", b"%PDF-1.7 \x00", "application/pdf")
            assert act(user, dossier, slug, **fields).status_code in ANSWERED, slug


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_acts_at_the_gate(desk, browse, act, held, incident, odd):
    def try_all():
        for slug in GATE_TABLE:
            for user in (incident.responsible, desk.leader):
                page = browse(user).get(f"/lam-viec/ho-so/{held.code}/tre-han/{incident.pk}/{slug}/")
                form = page.context.get("form") if page.context else None
                fields = dict.fromkeys(form.fields, odd) if form else {}
                if fields:
                    assert act(user, held, slug, incident=incident, **fields).status_code in ANSWERED, slug

    held.refresh_from_db()
    gate.explain(incident.responsible, incident.pk, held.lock_version, LATE, "workload", "Nhiều việc")
    try_all()


@pytest.mark.parametrize("odd", [HUGE, "0", "a%00b", "%F0%9F%92%A9", "..%2f..", "x" * 3000], ids=str)
def test_addresses(desk, browse, odd):
    dossier = receive(now=FRIDAY)
    client = browse(desk.leader)
    for rest in (
        f"{odd}/", f"{odd}/vi-sao-ngay-nay/", f"{dossier.code}/tep/{odd}/", f"{dossier.code}/tre-han/{odd}/ky-thu/",
        f"{dossier.code}/giay/{odd}.pdf", f"{dossier.code}/thu/{odd}.pdf", f"tiep-nhan/{odd}/", f"nhap/{odd}/",
        f"{dossier.code}/{odd}/",
    ):  # fmt: skip
        assert client.get(f"/lam-viec/ho-so/{rest}").status_code in (302, 403, 404), rest
    for rest in (f"muc/{odd}/", f"nghi/{odd}/", f"{odd}/"):
        assert client.get(f"/lam-viec/lich-cong-tac/{rest}").status_code in (302, 403, 404), rest


@pytest.mark.parametrize("odd", ["²", *(value[:3000] for value in ODD.values())], ids=["superscript", *ODD])
def test_filters(desk, browse, odd):
    client = browse(desk.leader)
    report = (
        "ky",
        "tinh",
        "don-vi",
        "rieng",
        "linh-vuc",
        "thu-tuc",
        "can-bo",
        "kenh",
        "tai",
        "so",
        "nguyen-nhan",
    )
    pages = {
        "ho-so/": ("xem", "q", "tt", "tthc", "dv", "cb", "qua_han", "giu", "tu", "den", "trang"),
        "so-theo-doi/": ("don_vi", "tu", "den", "trang"),
        "thu-xin-loi/": ("don_vi", "thang", "tinh_trang", "trang"),
        "bao-cao/": report,
        "bao-cao/ho-so/": report,
        "bao-cao/buoc-tre/": report,
        "bao-cao/da-cong-bo/": report,
        "lich-cong-tac/": ("ngay",),
        "lich-cong-tac/them/": ("ngay", "nguoi"),
    }
    for page, parameters in pages.items():
        answer = client.get(f"/lam-viec/{page}", dict.fromkeys(parameters, odd))
        assert answer.status_code in (200, 302, 400, 404, 422), page
