"""What is added to a dossier without moving it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.enums import EventKind, StepState
from dossiers.errors import DossierError, NotAllowedError, StaleDossierError
from dossiers.integrity import verify
from dossiers.services import remarks
from organisation.models import Assignment
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db

NOW = at("2026-11-16 09:00")


@pytest.fixture
def dossier():
    return make.complete(make.receive(), NOW)


def upload(name="bien-ban.pdf", data=b"%PDF-1.4 bien ban"):
    return SimpleUploadedFile(name, data)


def test_a_remark_is_told(dossier):
    desk = make.make_desk()
    remarks.comment(desk.specialist, dossier.pk, " Đã gọi điện cho người nộp.\x00 ", NOW)
    told = make.fresh(dossier).events.get(kind=EventKind.COMMENTED)
    assert (told.note, told.actor) == ("Đã gọi điện cho người nộp.", desk.specialist)
    with pytest.raises(DossierError):
        remarks.comment(desk.specialist, dossier.pk, " ", NOW)
    for stranger in (desk.second_specialist, desk.by_role["administrator"], desk.by_role["iso_secretary"]):
        with pytest.raises(NotAllowedError):
            remarks.comment(stranger, dossier.pk, "Xin chào", NOW)
    assert list(verify()) == []


def test_a_file_is_kept_and_taken_back(dossier):
    desk = make.make_desk()
    file = remarks.add_file(desk.specialist, dossier.pk, upload("../Biên bản.PDF"), NOW, is_result=True)
    assert (file.name, file.step, file.is_result) == ("Biên bản.PDF", dossier.current_step, True)
    assert file.content.read() == b"%PDF-1.4 bien ban"
    assert file.content.name.startswith(f"dossiers/{dossier.pk}/")
    with pytest.raises(NotAllowedError):
        remarks.take_back_file(desk.officer, dossier.pk, file.pk, NOW, "Nhầm")
    with pytest.raises(DossierError):
        remarks.take_back_file(desk.specialist, dossier.pk, file.pk, NOW, "")
    remarks.take_back_file(desk.specialist, dossier.pk, file.pk, NOW, "Nhầm hồ sơ")
    file.refresh_from_db()
    assert file.taken_back_at == NOW
    with pytest.raises(DossierError):
        remarks.take_back_file(desk.leader, dossier.pk, file.pk, NOW, "Lần nữa")


@pytest.mark.parametrize("bad", [upload("virus.exe"), upload(data=b""), upload("khong-duoi")])
def test_what_is_not_a_paper_is_refused(dossier, bad):
    with pytest.raises(DossierError) as caught:
        remarks.add_file(make.make_desk().specialist, dossier.pk, bad, NOW)
    assert "file" in caught.value.fields


def test_particulars_are_corrected_and_only_named(dossier):
    desk = make.make_desk()
    change = (
        dossier.pk,
        dossier.lock_version,
        NOW,
        {"applicant_name": "Nguyễn Văn Ân", "applicant_phone": ""},
    )
    with pytest.raises(DossierError):
        remarks.correct_particulars(desk.officer, *change, " ")
    with pytest.raises(NotAllowedError):
        remarks.correct_particulars(desk.clerk, *change, "Ghi sai")
    remarks.correct_particulars(desk.officer, *change, "Ghi sai")
    dossier = make.fresh(dossier)
    told = dossier.events.get(kind=EventKind.CORRECTED)
    assert dossier.applicant_name == "Nguyễn Văn Ân"
    assert told.data == {"fields": ["applicant_name", "applicant_phone"]}
    with pytest.raises(StaleDossierError):
        remarks.correct_particulars(desk.officer, *change, "Lần nữa")


@pytest.mark.parametrize(
    "changes", [{}, {"state": "ready"}, {"due_at": NOW}, {"applicant_email": "sai"}, {"applicant_name": ""}]
)
def test_what_cannot_be_corrected(dossier, changes):
    with pytest.raises(DossierError):
        remarks.correct_particulars(
            make.make_desk().officer, dossier.pk, dossier.lock_version, NOW, changes, "Ghi sai"
        )


def test_a_step_named_for_somebody_who_left_goes_to_another():
    desk = make.make_desk()
    dossier = make.receive()
    dossier.steps.filter(number=3).update(officer=desk.specialist)
    Assignment.objects.filter(user=desk.specialist).update(valid_to=at("2026-11-15").date())
    dossier = make.complete(dossier, NOW)
    assert dossier.current_step.officer == desk.second_specialist
    assert dossier.steps.filter(state=StepState.ACTIVE).count() == 1
