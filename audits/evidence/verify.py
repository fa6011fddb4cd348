"""Checks an evidence pack: nothing but Python 3.8 or later is needed, no network, no other file.

    python3 -I verify.py FOLDER            the unpacked folder, or the ZIP itself
    python3 -I verify.py FOLDER --hash H   also: is it the pack whose hash the system shows for the audit?

Exit 0 when everything is as the manifest says, 1 when anything differs; every difference is named. What is compared:
the manifest with its own hash, every file with its size and SHA-256, files missing, extra or renamed, folders that hold
none of them, snapshots of issued versions with their content hash, the report with its hash and the versions it cites,
photos with the hash noted when they were taken, samples with their seed. A manifest that was forged together with its
hash is found by `--hash` only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import lzma
import re
import stat
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, Iterator  # noqa: UP035 - older Pythons run this file too

MANIFEST = "manifest.json"
SELF = "verify.py"
FORMAT = "iso-docs-evidence-pack"
LARGEST_JSON = 64 * 1024 * 1024
CHUNK = 1024 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that a file manager writes when somebody looks into a folder."""
LEFT_BY_MACOS = "__MACOSX/"
"""What macOS adds to a ZIP beside the files."""

READING_FAILS = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


VIETNAM = dt.timedelta(hours=7)


class Unreadable(Exception):
    """A file cannot be read as what it should be; the text says why."""


REASONS = (
    (FileNotFoundError, "không có tệp hoặc thư mục này"),
    (PermissionError, "máy tính không cho phép đọc"),
    (zipfile.BadZipFile, "không phải tệp ZIP, hoặc tệp ZIP bị hỏng"),
    (UnicodeError, "không phải văn bản UTF-8"),
    (json.JSONDecodeError, "nội dung không phải JSON"),
    ((EOFError, zlib.error, lzma.LZMAError), "dữ liệu nén bị hỏng hoặc bị cắt ngắn"),
    (NotImplementedError, "cách nén hoặc mã hóa mà chương trình này không đọc được"),
    (OSError, "máy tính không đọc được tệp"),
)
"""Python says in English why it cannot read; whoever checks a pack reads Vietnamese. The first that fits is told."""


def reason_of(error: Exception) -> str:
    """Why something cannot be read, in words."""
    if isinstance(error, Unreadable):
        return str(error)
    return next((words for kind, words in REASONS if isinstance(error, kind)), "nội dung không đúng dạng")


def visible(text: Any) -> str:
    """A text on one line as it may be shown: what moves the cursor, hides or turns letters is written as `\\x1b`."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in str(text)
    )


def moment_words(moment: Any) -> str:
    """A moment of the manifest (UTC) as clocks in Việt Nam show it; as it stands when it is none."""
    try:
        local = dt.datetime.strptime(str(moment), "%Y-%m-%dT%H:%M:%SZ") + VIETNAM
    except (ValueError, OverflowError):
        return str(moment)
    return f"{local:%H:%M}, {local.day:02}/{local.month:02}/{local.year} (giờ Việt Nam)"


# --- Where the files are ----------------------------------------------------------------------------------------
class FolderTree:
    """The files of a folder, and the folders in it. Links are named, never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[str] = []
        self.sizes: dict[str, int] = {}
        self.folders: set[str] = set()
        self._walk(root, "")

    def _walk(self, folder: Path, prefix: str) -> None:
        for path in sorted(folder.iterdir()):
            name, status = prefix + path.name, path.lstat()
            if stat.S_ISDIR(status.st_mode):
                self.folders.add(name)
                self._walk(path, f"{name}/")
            elif stat.S_ISREG(status.st_mode):
                self.sizes[name] = status.st_size
            else:
                self.problems.append(f"KHÔNG AN TOÀN: {name} là liên kết hoặc tệp đặc biệt")

    def open(self, name: str) -> IO[bytes]:
        return self.root.joinpath(*name.split("/")).open("rb")


def folder_tree(root: Path) -> FolderTree:
    """The folder, or the only folder in it when the pack was unpacked one level deeper."""
    tree = FolderTree(root)
    tops = {name.partition("/")[0] for name in {*tree.sizes, *tree.folders}} - LEFT_BY_SYSTEMS
    inner = next(iter(tops)) if len(tops) == 1 else ""
    return FolderTree(root / inner) if f"{inner}/{MANIFEST}" in tree.sizes else tree


class ZipTree:
    """The files of a ZIP, read inside it: nothing is written anywhere."""

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        self.problems: list[str] = []
        self.infos: dict[str, zipfile.ZipInfo] = {}
        self.folders: set[str] = set()
        for info in self.archive.infolist():
            self._take(info)
        prefix = self._prefix()
        self.infos = {
            name[len(prefix) :]: info for name, info in self.infos.items() if name.startswith(prefix)
        }
        self.folders = {name[len(prefix) :] for name in self.folders if name.startswith(prefix)} - {""}
        self.sizes = {name: info.file_size for name, info in self.infos.items()}

    def _take(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        kind = stat.S_IFMT(info.external_attr >> 16)
        is_folder = name.endswith("/") and not info.file_size
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            self.problems.append(f"KHÔNG AN TOÀN: {name} là liên kết hoặc tệp đặc biệt")
        elif info.flag_bits & 1:
            self.problems.append(f"KHÔNG AN TOÀN: {name} bị đặt mật khẩu")
        elif name.startswith(LEFT_BY_MACOS):
            return
        elif not stays_inside(name[:-1] if is_folder else name):
            self.problems.append(f"KHÔNG AN TOÀN: đường dẫn {name!r}")
        elif is_folder:
            self.folders.add(name[:-1])
        elif name in self.infos:
            self.problems.append(f"KHÔNG AN TOÀN: {name} có hai lần trong tệp ZIP")
        else:
            self.infos[name] = info

    def _prefix(self) -> str:
        """ "ten-thu-muc/" when the whole folder was packed anew, else nothing."""
        tops = {name.partition("/")[0] for name in {*self.infos, *self.folders}} - LEFT_BY_SYSTEMS
        top = f"{next(iter(tops))}/" if len(tops) == 1 else ""
        return top if f"{top}{MANIFEST}" in self.infos else ""

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.infos[name])


Tree = Any
"""A FolderTree or a ZipTree: `sizes` by name, `folders`, `problems`, `open(name)`."""


def stays_inside(path: str) -> bool:
    """A relative path on every system: no "..", no drive, no backslash."""
    return not re.search(r"[\\:\0]", path) and not {"", ".", ".."} & set(path.split("/"))


def is_safe(path: str) -> bool:
    """A relative path of plain ASCII names with "/" between, as the manifest has them; no hidden file."""
    return len(path) < 240 and all(
        NAME.fullmatch(part) and not part.endswith(".") for part in path.split("/")
    )


# --- Reading ----------------------------------------------------------------------------------------------------
def digest_of(tree: Tree, name: str, size: int) -> tuple[int, str]:
    """How many bytes a file has and their SHA-256; reads at most one byte more than expected."""
    digest, count = hashlib.sha256(), 0
    with tree.open(name) as file:
        while count <= size:
            block = file.read(min(CHUNK, size + 1 - count))
            if not block:
                break
            digest.update(block)
            count += len(block)
    return count, digest.hexdigest()


def read_json(tree: Tree, name: str) -> tuple[bytes, Any]:
    """A JSON file whole. Raises Unreadable."""
    if tree.sizes[name] > LARGEST_JSON:
        raise Unreadable("quá lớn")
    try:
        with tree.open(name) as file:
            content = file.read(LARGEST_JSON + 1)
        return content, json.loads(content.decode("utf-8"))
    except READING_FAILS as error:
        raise Unreadable(reason_of(error)) from error


def pretty(value: Any) -> bytes:
    """How every JSON file of a pack but the snapshots is written."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def manifest_hash(manifest: dict[str, Any]) -> str:
    """SHA-256 of the manifest without the hash it carries: the hash of the pack."""
    plain = {name: value for name, value in manifest.items() if name != "content_hash"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def draw(codes: list[str], size: int, seed: str) -> list[str]:
    """The dossiers that a seed draws: smallest SHA-256 of seed, line feed and code."""
    return sorted(
        set(codes), key=lambda code: (hashlib.sha256(f"{seed}\n{code}".encode()).hexdigest(), code)
    )[:size]


# --- The manifest -----------------------------------------------------------------------------------------------
def manifest_of(tree: Tree, expected: str) -> tuple[dict[str, Any], list[str]]:
    """The manifest and what is wrong with it. Raises Unreadable when nothing can be compared with it."""
    if MANIFEST not in tree.sizes:
        raise Unreadable("không có trong gói")
    content, manifest = read_json(tree, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Unreadable("không phải danh mục của gói bằng chứng")
    problems = []
    try:
        same_text, computed = content == pretty(manifest), manifest_hash(manifest)
    except UnicodeEncodeError:
        same_text, computed = False, ""
    if not same_text:
        problems.append(f"BỊ SỬA: {MANIFEST} không còn nguyên văn như khi lập gói")
    if manifest.get("content_hash") != computed:
        problems.append(f"BỊ SỬA: {MANIFEST} không khớp mã băm của chính nó")
    if expected and expected != computed:
        problems.append(f"KHÁC GÓI: mã băm của gói là {computed}, hệ thống ghi {expected}")
    return manifest, problems


def entries_of(manifest: dict[str, Any], problems: list[str]) -> dict[str, dict[str, Any]]:
    """The files that the manifest names, by path; lines that make no sense are problems."""
    entries: dict[str, dict[str, Any]] = {}
    listed = manifest.get("files")
    for entry in listed if isinstance(listed, list) else []:
        if not _is_entry(entry):
            problems.append(f"DANH MỤC: dòng không hợp lệ {str(entry)[:120]!r}")
        elif entry["path"] in entries:
            problems.append(f"DANH MỤC: {entry['path']} có hai dòng")
        else:
            entries[entry["path"]] = entry
    if SELF not in entries:
        problems.append(f"DANH MỤC: không có {SELF}")
    problems.extend(f"THIẾU TỪ KHI LẬP GÓI: {_words(row)}" for row in manifest.get("absent") or ())
    return entries


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("path"), str)
        and is_safe(entry["path"])
        and entry["path"] != MANIFEST
        and type(entry.get("size")) is int
        and entry["size"] >= 0
        and isinstance(entry.get("sha256"), str)
        and bool(DIGEST.fullmatch(entry["sha256"]))
    )


def _words(row: Any) -> str:
    return f"{row.get('path')} ({row.get('what')})" if isinstance(row, dict) else str(row)


# --- Files ------------------------------------------------------------------------------------------------------
def compare_files(tree: Tree, entries: dict[str, dict[str, Any]], notes: list[str]) -> Iterator[str]:
    """Every file that is missing, extra, renamed or changed."""
    present = set(tree.sizes) - {MANIFEST}
    extra, missing = sorted(present - set(entries)), sorted(set(entries) - present)
    for name in list(extra):
        if name.rpartition("/")[2] in LEFT_BY_SYSTEMS:
            notes.append(f"Bỏ qua {name}: do máy tính tự tạo, không thuộc gói")
            extra.remove(name)
    for new in list(extra):
        old = _renamed_from(tree, new, missing, entries)
        if old:
            yield f"ĐỔI TÊN: {old} → {new}"
            extra.remove(new)
            missing.remove(old)
    yield from (f"THIẾU: {name}" for name in missing)
    yield from (f"THỪA: {name}" for name in extra)
    yield from (
        f"THỪA: thư mục {name}/" for name in sorted(tree.folders - _folders_above({*present, *entries}))
    )
    for name in sorted(present & set(entries)):
        yield from _compare_file(tree, name, entries[name])


def _folders_above(names: set[str]) -> set[str]:
    """Every folder that one of these files lies in; a folder whose files are missing is no extra one."""
    return {name[: cut.start()] for name in names for cut in re.finditer("/", name)}


def _renamed_from(tree: Tree, new: str, missing: list[str], entries: dict[str, dict[str, Any]]) -> str:
    candidates = [old for old in missing if entries[old]["size"] == tree.sizes[new]]
    if not candidates:
        return ""
    try:
        _size, digest = digest_of(tree, new, tree.sizes[new])
    except READING_FAILS:
        return ""
    return next((old for old in candidates if entries[old]["sha256"] == digest), "")


def _compare_file(tree: Tree, name: str, entry: dict[str, Any]) -> Iterator[str]:
    try:
        size, digest = digest_of(tree, name, entry["size"])
    except READING_FAILS as error:
        yield f"BỊ SỬA: {name} không đọc được ({reason_of(error)})"
        return
    if size != entry["size"] or digest != entry["sha256"]:
        yield f"BỊ SỬA: {name} khác với danh mục"
    if entry.get("content_hash", digest) != digest:
        yield f"BỊ SỬA: {name} khác mã băm của bản đã ban hành"
    if entry.get("recorded_sha256", digest) != digest:
        yield f"BỊ SỬA: {name} khác mã băm hệ thống ghi khi nhận tệp"


# --- What the files say of each other ---------------------------------------------------------------------------
def compare_contents(
    tree: Tree, manifest: dict[str, Any], entries: dict[str, dict[str, Any]]
) -> Iterator[str]:
    """Report, cited versions and samples against each other."""
    for name, entry in sorted(entries.items()):
        check = CHECKS.get(str(entry.get("kind")))
        if check is None or name not in tree.sizes:
            continue
        try:
            content, value = read_json(tree, name)
            yield from check(name, content, value, manifest, entries)
        except Unreadable as error:
            yield f"BỊ SỬA: {name} không đọc được ({reason_of(error)})"
        except (AttributeError, KeyError, TypeError, ValueError):
            yield f"BỊ SỬA: {name} không có dạng của nó"
    if not any(entry.get("kind") == "report_content" for entry in entries.values()):
        yield "DANH MỤC: không có nội dung báo cáo"


def _check_report(
    name: str, content: bytes, value: Any, manifest: dict[str, Any], entries: dict[str, dict[str, Any]]
) -> Iterator[str]:
    if hashlib.sha256(content).hexdigest() != manifest.get("report_hash"):
        yield f"BỊ SỬA: {name} khác mã băm của báo cáo đã ban hành"
    packed = {entry.get("content_hash") for entry in entries.values()}
    for checklist in value["checklists"]:
        version = checklist["version"]
        if version["content_hash"] not in packed:
            yield f"THIẾU: bản {version['code']} {version['number']} mà báo cáo dẫn"


def _check_sample(
    name: str, content: bytes, value: Any, manifest: dict[str, Any], entries: dict[str, dict[str, Any]]
) -> Iterator[str]:
    codes = value["population"]
    if hashlib.sha256("\n".join(codes).encode()).hexdigest() != value["population_sha256"]:
        yield f"BỊ SỬA: {name} danh sách hồ sơ khác mã băm của nó"
    if value["redrawable"] and draw(codes, value["size"], value["seed"]) != value["sample"]:
        yield f"BỊ SỬA: {name} rút lại bằng số mầm không ra mẫu này"


CHECKS = {"report_content": _check_report, "sample": _check_sample}


# --- The whole pack ---------------------------------------------------------------------------------------------
def check(path: str, expected: str = "") -> tuple[list[str], list[str], str]:
    """Everything that differs, what is only noted, and a line that says which pack it is.

    Args:
        path: the unpacked folder or the ZIP.
        expected: the hash of the pack as the system shows it; "" when it is not known.
    """
    try:
        tree: Tree = folder_tree(Path(path)) if Path(path).is_dir() else ZipTree(path)
    except READING_FAILS as error:
        return [f"KHÔNG ĐỌC ĐƯỢC: {path} ({reason_of(error)})"], [], ""
    problems, notes = list(tree.problems), []  # type: list[str], list[str]
    try:
        manifest, found = manifest_of(tree, expected)
    except Unreadable as error:
        return [*problems, f"KHÔNG ĐỌC ĐƯỢC: {MANIFEST} ({reason_of(error)})"], notes, ""
    problems += found
    entries = entries_of(manifest, problems)
    problems += compare_files(tree, entries, notes)
    problems += compare_contents(tree, manifest, entries)
    audit, made_at = visible(manifest.get("audit")), visible(moment_words(manifest.get("made_at")))
    about = f"{audit}, {len(entries)} tệp, lập lúc {made_at}"
    return problems, notes, f"{about}\nMã băm của gói: {visible(manifest.get('content_hash'))}"


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog=SELF, description="Kiểm tra gói bằng chứng của một cuộc đánh giá.")
    parser.add_argument(
        "folder", nargs="?", default=Path(__file__).parent, help="thư mục đã giải nén, hoặc tệp ZIP"
    )
    parser.add_argument("--hash", default="", help="mã băm của gói mà hệ thống ghi ở trang cuộc đánh giá")
    given = parser.parse_args(arguments)
    expected = re.sub(r"\s", "", given.hash).lower()
    problems, notes, about = check(given.folder, expected)
    if expected and not DIGEST.fullmatch(expected):
        problems.append("KHÁC GÓI: mã băm phải gồm 64 chữ số hệ 16")
    lines = [about, *map(visible, notes), *map(visible, problems)]
    lines.append(f"KHÔNG KHỚP: {len(problems)} điểm." if problems else "KHỚP: mọi tệp đúng như khi lập gói.")
    if not problems and not expected:
        lines.append(
            "Muốn chắc danh mục không bị làm giả, chạy lại với --hash và mã băm ghi ở trang cuộc đánh giá."
        )
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
