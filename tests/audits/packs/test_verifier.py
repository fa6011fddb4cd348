"""The verifier as whoever receives a pack runs it: alone, isolated, on the folder or the ZIP."""

import ast
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from audits.evidence import verify
from audits.evidence.service import make_pack
from audits.evidence.verify import manifest_hash, pretty
from tests.audits.packs.making import issue_report
from tests.dossiers.factories import at

PHOTO = "phieu-hoi/1/anh/002-"
_made = {}


@pytest.fixture
def pack(request):
    """Bytes and hash of one pack, made once for the whole module."""
    if not _made:
        made = request.getfixturevalue("made")
        request.getfixturevalue("time_machine").move_to(at("2026-11-21 09:00"), tick=False)
        issue_report(made)
        row = make_pack(made.auditor, made.audit, timezone.now())
        with row.file.open("rb") as file:
            _made.update(content=file.read(), sha256=row.sha256)
    return _made


@pytest.fixture
def folder(pack, tmp_path):
    with zipfile.ZipFile(io.BytesIO(pack["content"])) as archive:
        archive.extractall(tmp_path / "goi")
    return tmp_path / "goi"


def run(path, *arguments, script=None):
    """Exit code and output of the verifier in an empty working directory without the project's packages."""
    command = [sys.executable, "-I", str(script or verify.__file__), str(path), *arguments]
    done = subprocess.run(command, capture_output=True, timeout=60, cwd="/", env={"PATH": os.environ["PATH"]})
    assert not done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode()


# --- Untouched ----------------------------------------------------------------------------------------------
def test_an_untouched_pack_agrees_unpacked_and_packed(pack, folder, tmp_path):
    code, told = run(folder, "--hash", pack["sha256"], script=folder / "verify.py")
    assert code == 0 and "KHỚP" in told and pack["sha256"] in told
    path = tmp_path / "goi.zip"
    path.write_bytes(pack["content"])
    assert run(path)[0] == run(path, "--hash", pack["sha256"].upper())[0] == 0


def test_it_says_when_the_pack_was_made_by_the_clocks_of_vietnam(folder):
    assert "lập lúc 09:00, 21/11/2026 (giờ Việt Nam)" in run(folder)[1]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-28T23:06:00Z", "06:06, 29/11/2026 (giờ Việt Nam)"),
        ("2026-11-28", "2026-11-28"),
        ("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z"),
        (None, "None"),
        (["x"], "['x']"),
    ],
)
def test_a_moment_in_words(moment, words):
    assert verify.moment_words(moment) == words


def test_why_something_cannot_be_read_is_said_in_vietnamese(folder, tmp_path):
    (tmp_path / "hỏng.zip").write_bytes(b"PK\x03\x04")
    assert "(không có tệp hoặc thư mục này)" in run(tmp_path / "không có")[1]
    assert "(không phải tệp ZIP, hoặc tệp ZIP bị hỏng)" in run(tmp_path / "hỏng.zip")[1]
    (folder / "manifest.json").write_bytes(b"{")
    assert "(nội dung không phải JSON)" in run(folder)[1]
    (folder / "manifest.json").write_bytes(b"\xff")
    assert "(không phải văn bản UTF-8)" in run(folder)[1]


def test_packing_again_elsewhere_changes_nothing(pack, folder, tmp_path):
    elsewhere = tmp_path / "nơi khác" / "gói"
    shutil.copytree(folder, elsewhere)
    shutil.make_archive(tmp_path / "lai", "zip", elsewhere)
    shutil.make_archive(tmp_path / "ca-thu-muc", "zip", elsewhere.parent, "gói")
    for path in (elsewhere, elsewhere.parent, tmp_path / "lai.zip", tmp_path / "ca-thu-muc.zip"):
        code, told = run(path, "--hash", pack["sha256"])
        assert code == 0, told


def test_what_file_managers_leave_behind_is_noted_only(folder):
    (folder / "bao-cao" / ".DS_Store").write_bytes(b"x")
    code, told = run(folder)
    assert code == 0 and ".DS_Store" in told


def test_what_macos_adds_to_a_zip_is_no_part_of_the_pack(pack, folder, tmp_path):
    (folder.parent / ".DS_Store").write_bytes(b"x")
    assert run(folder.parent)[0] == 0
    path = tmp_path / "mac.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, f"goi/{file.relative_to(folder)}")
        archive.writestr("__MACOSX/goi/._verify.py", b"x")
        archive.writestr(".DS_Store", b"x")
    code, told = run(path, "--hash", pack["sha256"])
    assert code == 0, told


def test_folders_of_files_are_no_extra_ones(folder, tmp_path):
    """Packing programs name every folder; where a file is missing its folder may be left."""
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in [folder, *folder.rglob("*")]:
            archive.write(file, file.relative_to(folder.parent))
    code, told = run(path)
    assert code == 0, told
    (folder / "ke-hoach" / "ke-hoach.pdf").unlink()
    code, told = run(folder)
    assert code == 1 and "THIẾU: ke-hoach/ke-hoach.pdf" in told and "THỪA" not in told


def test_nothing_that_is_shown_reaches_the_terminal_as_a_command(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["audit"] = "ĐG\x1b]0;x\x07\nKHỚP: mọi tệp đúng"
    manifest["absent"] = [{"path": "a\x1b[8m", "what": "\r"}]
    (folder / "manifest.json").write_bytes(pretty(manifest))
    code, told = run(folder)
    assert code == 1 and not re.search(r"[^\n\x20-\x7e\xa0-\u1eff\u2013\u2026\u2192]", told), told
    assert not re.search("^KHỚP", told, re.MULTILINE)


def test_without_an_argument_its_own_folder_is_checked(folder):
    command = [sys.executable, "-I", str(folder / "verify.py")]
    assert subprocess.run(command, capture_output=True, cwd="/", timeout=60).returncode == 0


def test_it_writes_nothing(folder):
    before = sorted(folder.rglob("*"))
    run(folder, script=folder / "verify.py")
    assert sorted(folder.rglob("*")) == before


# --- Tampered -----------------------------------------------------------------------------------------------
def photo(folder):
    return next(folder.glob(f"{PHOTO}*"))


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def forge(folder, change):
    """Change the manifest and give it a right hash again, as a careful forger does."""
    value = manifest(folder)
    change(value)
    value["content_hash"] = manifest_hash(value)
    (folder / "manifest.json").write_bytes(pretty(value))


def forge_file(folder, path, content):
    """A file changed together with its line of the manifest."""
    (folder / path).write_bytes(content)

    def change(value):
        (entry,) = (entry for entry in value["files"] if entry["path"] == path)
        entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    forge(folder, change)


def edit_json(folder, path, change):
    value = json.loads((folder / path).read_text())
    change(value)
    forge_file(folder, path, pretty(value))


def version_path(folder):
    return next(folder.glob("tai-lieu/*.json")).relative_to(folder).as_posix()


def flip(path, place=100):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def one_bit(folder):
    flip(folder / "bao-cao/bao-cao.pdf")


def appended(folder):
    with (folder / "bao-cao/bao-cao.docx").open("ab") as file:
        file.write(b"\0")


def truncated(folder):
    path = folder / "phieu-hoi/1/phieu-hoi.json"
    path.write_bytes(path.read_bytes()[:-1])


def emptied(folder):
    (folder / "DOC_TRUOC.txt").write_bytes(b"")


def answer_changed(folder):
    path = folder / "phieu-hoi/1/phieu-hoi.json"
    path.write_text(path.read_text().replace("major_nc", "conform"))


def photo_deleted(folder):
    photo(folder).unlink()


def photo_swapped(folder):
    first, second = sorted(folder.glob("phieu-hoi/1/anh/*.jpg"))
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)


def photo_renamed(folder):
    photo(folder).rename(folder / "phieu-hoi/1/anh/khac.jpg")


def renamed_case(folder):
    (folder / "DOC_TRUOC.txt").rename(folder / "doc_truoc.txt")


def moved(folder):
    (folder / "bao-cao/bao-cao.pdf").rename(folder / "bao-cao.pdf")


def extra_file(folder):
    (folder / "phat-hien/them.txt").write_text("thêm vào")


def extra_hidden(folder):
    (folder / ".an").write_text("x")


def whole_folder_gone(folder):
    shutil.rmtree(folder / "phat-hien")


def manifest_line_gone(folder):
    value = manifest(folder)
    value["files"].pop()
    (folder / "manifest.json").write_bytes(pretty(value))


def manifest_maker_changed(folder):
    value = manifest(folder)
    value["made_by"] = "Người khác"
    (folder / "manifest.json").write_bytes(pretty(value))


def manifest_spaces(folder):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()), ensure_ascii=False))


def manifest_said_twice(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('{\n "absent"', '{\n "audit": "ĐG-2099-01",\n "absent"', 1))


def manifest_gone(folder):
    (folder / "manifest.json").unlink()


def manifest_no_json(folder):
    (folder / "manifest.json").write_text("[" * 100_000)


def manifest_other_kind(folder):
    (folder / "manifest.json").write_text("[]")


def verifier_changed(folder):
    path = folder / "verify.py"
    path.write_text(path.read_text().replace("return 1 if problems else 0", "return 0"))


def verifier_unnamed(folder):
    (folder / "verify.py").unlink()
    forge(folder, lambda value: value.update(files=[e for e in value["files"] if e["path"] != "verify.py"]))


def snapshot_forged(folder):
    path = version_path(folder)
    content = (folder / path).read_text()
    forge_file(folder, path, content.replace("kinh doanh", "kinh doanh khác").encode())


def snapshot_dropped(folder):
    path = version_path(folder)
    (folder / path).unlink()
    forge(folder, lambda value: value.update(files=[e for e in value["files"] if e["path"] != path]))


def report_forged(folder):
    edit_json(folder, "bao-cao/noi-dung.json", lambda value: value["findings"].clear())


def report_dropped(folder):
    (folder / "bao-cao/noi-dung.json").unlink()
    forge(folder, lambda v: v.update(files=[e for e in v["files"] if e["path"] != "bao-cao/noi-dung.json"]))


def photo_forged(folder):
    forge_file(folder, photo(folder).relative_to(folder).as_posix(), b"another picture")


def sample_forged(folder):
    edit_json(folder, "phieu-hoi/1/mau.json", lambda value: value["sample"].reverse())


def population_forged(folder):
    edit_json(folder, "phieu-hoi/1/mau.json", lambda value: value["population"].pop())


def sample_broken(folder):
    edit_json(folder, "phieu-hoi/1/mau.json", lambda value: value.update(population=7))


def extra_folder(folder):
    (folder / "phieu-hoi" / "rong" / "nua").mkdir(parents=True)


def escaping(folder):
    (folder / "\x1b[2J\x1b[H\nKHỚP\u202egpj.exe").write_bytes(b"x")


def symlink(folder):
    path = photo(folder)
    target = folder.parent / "that.jpg"
    path.rename(target)
    path.symlink_to(target)


def symlinked_folder(folder):
    (folder / "bao-cao").rename(folder.parent / "that")
    (folder / "bao-cao").symlink_to(folder.parent / "that")


def pipe(folder):
    (folder / "verify.py").unlink()
    os.mkfifo(folder / "verify.py")


def path_outside(folder):
    (folder.parent / "ngoai.txt").write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    forge(
        folder, lambda v: v["files"].append({"path": "../ngoai.txt", "size": 1, "sha256": digest, "what": ""})
    )


def path_twice(folder):
    forge(folder, lambda value: value["files"].append(dict(value["files"][0])))


def line_without_hash(folder):
    forge(folder, lambda value: value["files"][0].pop("sha256"))


TAMPERED = {
    one_bit: "BỊ SỬA: bao-cao/bao-cao.pdf",
    appended: "BỊ SỬA: bao-cao/bao-cao.docx",
    truncated: "BỊ SỬA: phieu-hoi/1/phieu-hoi.json",
    emptied: "BỊ SỬA: DOC_TRUOC.txt",
    answer_changed: "BỊ SỬA: phieu-hoi/1/phieu-hoi.json",
    photo_deleted: f"THIẾU: {PHOTO}",
    photo_swapped: f"BỊ SỬA: {PHOTO}",
    photo_renamed: f"ĐỔI TÊN: {PHOTO}.* → phieu-hoi/1/anh/khac.jpg",
    renamed_case: "ĐỔI TÊN: DOC_TRUOC.txt → doc_truoc.txt",
    moved: "ĐỔI TÊN: bao-cao/bao-cao.pdf → bao-cao.pdf",
    extra_file: "THỪA: phat-hien/them.txt",
    extra_hidden: "THỪA: .an",
    extra_folder: "THỪA: thư mục phieu-hoi/rong/\n(.*\n)*THỪA: thư mục phieu-hoi/rong/nua/",
    escaping: r"THỪA: \\x1b\[2J\\x1b\[H\\nKHỚP\\u202egpj.exe",
    whole_folder_gone: "THIẾU: phat-hien/KPH-2026-002/phieu.pdf",
    manifest_line_gone: "BỊ SỬA: manifest.json không khớp mã băm",
    manifest_maker_changed: "BỊ SỬA: manifest.json không khớp mã băm",
    manifest_spaces: "BỊ SỬA: manifest.json không còn nguyên văn",
    manifest_said_twice: "BỊ SỬA: manifest.json không còn nguyên văn",
    manifest_gone: "KHÔNG ĐỌC ĐƯỢC: manifest.json",
    manifest_no_json: "KHÔNG ĐỌC ĐƯỢC: manifest.json",
    manifest_other_kind: "KHÔNG ĐỌC ĐƯỢC: manifest.json",
    verifier_changed: "BỊ SỬA: verify.py",
    verifier_unnamed: "DANH MỤC: không có verify.py",
    snapshot_forged: "BỊ SỬA: tai-lieu/.* khác mã băm của bản đã ban hành",
    snapshot_dropped: "THIẾU: bản QT-KT-01 1.0 mà báo cáo dẫn",
    report_forged: "BỊ SỬA: bao-cao/noi-dung.json khác mã băm của báo cáo",
    report_dropped: "DANH MỤC: không có nội dung báo cáo",
    photo_forged: f"BỊ SỬA: {PHOTO}.* khác mã băm hệ thống ghi",
    sample_forged: "rút lại bằng số mầm không ra mẫu này",
    population_forged: "danh sách hồ sơ khác mã băm",
    sample_broken: "mau.json không có dạng của nó",
    symlink: f"KHÔNG AN TOÀN: {PHOTO}",
    symlinked_folder: "KHÔNG AN TOÀN: bao-cao",
    pipe: "KHÔNG AN TOÀN: verify.py",
    path_outside: r"DANH MỤC: dòng không hợp lệ .*\.\./ngoai.txt",
    path_twice: "DANH MỤC: DOC_TRUOC.txt có hai dòng",
    line_without_hash: "DANH MỤC: dòng không hợp lệ",
}


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_every_change_is_found_and_named(folder, tamper):
    tamper(folder)
    code, told = run(folder)
    assert code == 1 and re.search(TAMPERED[tamper], told), told
    assert "KHÔNG KHỚP" in told


def test_a_forged_manifest_is_found_by_the_hash_of_the_system(pack, folder):
    """Everything in the pack agrees again; only the hash on the page of the audit tells."""
    forge_file(folder, "phieu-hoi/1/phieu-hoi.pdf", b"%PDF- forged")
    assert run(folder)[0] == 0
    code, told = run(folder, "--hash", pack["sha256"])
    assert code == 1 and "KHÁC GÓI" in told
    assert run(folder, "--hash", "123")[0] == 1


# --- Tampered ZIPs ------------------------------------------------------------------------------------------
def rewritten(pack, path, change):
    """The pack as a ZIP with other entries: ``change(name, content) → [(ZipInfo or name, content)]``."""
    with zipfile.ZipFile(io.BytesIO(pack["content"])) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            for changed, content in change(name, old.read(name)):
                new.writestr(changed, content)
    return path


def as_link(name):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def only(name_of, *more):
    """The entry itself and more beside the first one."""
    return lambda name, content: [(name, content), *more] if name == name_of else [(name, content)]


ZIPS = {
    "changed": (
        lambda name, content: [(name, content + b" " if name == "DOC_TRUOC.txt" else content)],
        "BỊ SỬA: DOC",
    ),
    "missing": (lambda name, content: [] if name == "verify.py" else [(name, content)], "THIẾU: verify.py"),
    "twice": (only("DOC_TRUOC.txt", ("DOC_TRUOC.txt", b"x")), "có hai lần"),
    "outside": (only("verify.py", ("../../ngoai.txt", b"x")), "KHÔNG AN TOÀN"),
    "absolute": (only("verify.py", ("/etc/ngoai", b"x")), "KHÔNG AN TOÀN"),
    "backslash": (only("verify.py", ("a\\b.txt", b"x")), "KHÔNG AN TOÀN"),
    "drive": (only("verify.py", ("C:x.txt", b"x")), "KHÔNG AN TOÀN"),
    "folder": (only("verify.py", ("rong/", b"")), "THỪA: thư mục rong/"),
    "folder outside": (only("verify.py", ("../ngoai/", b"")), "KHÔNG AN TOÀN"),
    "escaping": (only("verify.py", ("a\x1b[2Jb", b"x")), "THỪA: a\\x1b[2Jb"),
    "link": (only("verify.py", (as_link("bao-cao/lien-ket"), b"/etc/passwd")), "KHÔNG AN TOÀN"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", ZIPS)
def test_tampered_zips_are_found(pack, tmp_path, case):
    change, words = ZIPS[case]
    code, told = run(rewritten(pack, tmp_path / "goi.zip", change))
    assert code == 1 and words in told, told
    assert not (tmp_path.parent / "ngoai.txt").exists()


def test_damaged_zips_are_told_not_thrown(pack, tmp_path):
    path = tmp_path / "goi.zip"
    for place in range(200, len(pack["content"]), len(pack["content"]) // 25):
        content = bytearray(pack["content"])
        content[place] ^= 0xFF
        path.write_bytes(content)
        assert run(path)[0] == 1, place
    for content in (b"", b"PK", pack["content"][:5000]):
        path.write_bytes(content)
        assert run(path)[0] == 1
    assert run(tmp_path / "khong-co")[0] == 1


def test_a_bomb_is_not_unpacked(pack, tmp_path):
    """An entry that claims a small size and holds much is read one byte too far at most."""
    path = rewritten(
        pack,
        tmp_path / "goi.zip",
        lambda name, content: [(name, b"0" * 50_000_000 if name == "DOC_TRUOC.txt" else content)],
    )
    with zipfile.ZipFile(path) as archive:
        tree = verify.ZipTree(str(path))
        assert verify.digest_of(tree, "DOC_TRUOC.txt", 10)[0] == 11
        assert archive.getinfo("DOC_TRUOC.txt").file_size == 50_000_000
    assert run(path)[0] == 1


def test_it_needs_nothing_but_python():
    source = Path(verify.__file__).read_text()
    imported = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))
    assert imported <= set(sys.stdlib_module_names)
    ast.parse(source, feature_version=(3, 8))
