"""What is in a pack, who made it, and that the same content gives the same bytes."""

import hashlib
import io
import json
import uuid
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from audits.errors import AuditError, NotAllowedError
from audits.evidence.checklist_data import population_codes
from audits.evidence.service import make_pack, write_to
from audits.evidence.verify import check, draw
from audits.models import AuditChecklist, EvidencePack, ItemPhoto
from document_control.append_only import AppendOnlyError
from document_control.canonical import sha256_of
from document_control.stored_files import FileFault, Progress, stored_files, wrong_files
from tests.audits.packs.making import issue_report, jpeg
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(at("2026-11-21 09:00"), tick=False)


@pytest.fixture
def issued(made):
    issue_report(made)
    return made


def content_of(pack):
    with pack.file.open("rb") as file:
        return file.read()


def checked(pack, tmp_path):
    path = tmp_path / "goi.zip"
    path.write_bytes(content_of(pack))
    return check(str(path), pack.sha256)[:2]


def unzipped(pack):
    with zipfile.ZipFile(io.BytesIO(content_of(pack))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_kept_pack_is_checked_file_by_file(issued):
    pack = make_pack(issued.auditor, issued.audit, timezone.now())
    packs = next(files for files in stored_files() if files.kind == "gói bằng chứng")
    assert list(wrong_files(packs, Progress())) == []
    data = content_of(pack)
    middle = data.index(b"DOC_TRUOC.txt") + 40
    for other in (data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :], b""):
        pack.file.storage.delete(pack.file.name)
        pack.file.storage.save(pack.file.name, ContentFile(other))
        assert [wrong.fault for wrong in wrong_files(packs, Progress())] == [FileFault.ALTERED]


def test_a_pack_holds_everything_and_proves_itself(issued, tmp_path):
    pack = make_pack(issued.auditor, issued.audit, timezone.now())
    files = unzipped(pack)
    manifest = json.loads(files["manifest.json"])
    assert [entry["path"] for entry in manifest["files"]] == sorted(set(files) - {"manifest.json"})
    for entry in manifest["files"]:
        content = files[entry["path"]]
        assert (entry["size"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert entry["what"]
    for path in (
        "DOC_TRUOC.txt",
        "verify.py",
        "bao-cao/bao-cao.pdf",
        "bao-cao/bao-cao.docx",
        "bao-cao/noi-dung.json",
        "ke-hoach/ke-hoach.pdf",
        "phieu-hoi/1/phieu-hoi.pdf",
        "phieu-hoi/1/phieu-hoi.json",
        "phieu-hoi/1/mau.json",
        "phat-hien/KPH-2026-002/phieu.pdf",
        "phat-hien/KPH-2026-002/phat-hien.json",
        "phat-hien/KPH-2026-002/HD-2026-001/01.txt",
    ):
        assert path in files, path
    assert sum(path.endswith(".jpg") for path in files) == 2
    assert (pack.sha256, pack.file_count) == (manifest["content_hash"], len(manifest["files"]))
    assert manifest["audit"] == "ĐG-2026-02" and manifest["made_by"].startswith(
        issued.auditor.get_full_name()
    )
    assert checked(pack, tmp_path) == ([], [])


def test_snapshots_are_the_issued_ones_and_the_report_is_the_frozen_one(issued):
    files = unzipped(make_pack(issued.auditor, issued.audit, timezone.now()))
    version = AuditChecklist.objects.get().version
    (snapshot,) = (
        content for name, content in files.items() if name.startswith("tai-lieu/") and name.endswith("json")
    )
    assert hashlib.sha256(snapshot).hexdigest() == version.content_hash == sha256_of(json.loads(snapshot))
    assert hashlib.sha256(files["bao-cao/noi-dung.json"]).hexdigest() == issued.audit.report_hash


def test_answers_and_samples_are_data_without_applicants(issued):
    files = unzipped(make_pack(issued.auditor, issued.audit, timezone.now()))
    checklist = json.loads(files["phieu-hoi/1/phieu-hoi.json"])
    assert [item["grade"] for item in checklist["items"]][:3] == ["conform", "minor_nc", "major_nc"]
    assert checklist["items"][0]["answers"][0]["outcome"] == "applied"
    assert checklist["items"][1]["photos"][0]["path"] in files
    sample = json.loads(files["phieu-hoi/1/mau.json"])
    assert sample["redrawable"] and len(sample["sample"]) == 2 and len(sample["population"]) == 3
    everything = b"".join(content for name, content in files.items() if name.endswith(".json"))
    assert "Nguyễn Văn An" not in everything.decode()


def test_the_same_content_gives_the_same_bytes(issued):
    uid, now = uuid.uuid4(), timezone.now()
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        write_to(out, issued.audit, now=now, uid=uid, actor=issued.auditor)
    assert first.getvalue() == second.getvalue()


def test_a_photo_that_is_gone_or_altered_in_the_store_is_named(issued, tmp_path):
    gone, altered = ItemPhoto.objects.order_by("pk")
    gone.image.storage.delete(gone.image.name)
    altered.image.storage.delete(altered.image.name)
    altered.image.storage.save(altered.image.name, ContentFile(jpeg((0, 0, 0))))
    pack = make_pack(issued.auditor, issued.audit, timezone.now())
    problems = checked(pack, tmp_path)[0]
    assert len(problems) == 2
    assert problems[0].startswith("THIẾU TỪ KHI LẬP GÓI") and "khác mã băm hệ thống ghi" in problems[1]


def test_no_pack_before_the_report_and_none_for_outsiders(made):
    with pytest.raises(NotAllowedError):
        make_pack(made.auditor, made.audit, timezone.now())
    issue_report(made)
    for user in (made.head, made.outsider, made.desk.specialist, made.desk.by_role["administrator"]):
        with pytest.raises(NotAllowedError):
            make_pack(user, made.audit, timezone.now())
    assert not EvidencePack.objects.exists()


def test_a_pack_is_never_changed(issued):
    pack = make_pack(issued.auditor, issued.audit, timezone.now())
    pack.sha256 = "0" * 64
    with pytest.raises(AppendOnlyError):
        pack.save()


def test_the_command_writes_a_pack_that_the_system_knows(issued, tmp_path, capsys):
    out = tmp_path / "goi.zip"
    call_command("export_evidence", "ĐG-2026-02", str(out))
    pack = EvidencePack.objects.get()
    assert pack.sha256 in capsys.readouterr().out and out.stat().st_size == pack.size
    assert check(str(out), pack.sha256)[0] == []
    with pytest.raises(CommandError, match="đã có"):
        call_command("export_evidence", "ĐG-2026-02", str(out))
    with pytest.raises(CommandError, match="Không có cuộc"):
        call_command("export_evidence", "KHONG", str(tmp_path / "khac.zip"))


def test_the_command_refuses_before_the_report(made, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_evidence", "ĐG-2026-02", str(tmp_path / "goi.zip"))
    with pytest.raises(AuditError):
        write_to(io.BytesIO(), made.audit, now=timezone.now(), uid=uuid.uuid4())


def test_the_sample_is_the_one_that_the_rules_draw(issued):
    """The verifier has to know the draw by itself; it must not drift from the rule."""
    sampling = pytest.importorskip("audits.rules.sampling")
    codes = [f"H26.65-261116-{number:04}" for number in range(50)]
    assert draw(codes, 7, "hạt giống") == sampling.draw(codes, 7, "hạt giống")
    checklist = AuditChecklist.objects.get()
    population = pytest.importorskip("audits.selectors.checklists").population(
        issued.audit, checklist.version
    )
    assert population_codes(checklist) == sorted(population.values_list("code", flat=True))
