"""Files and folders of a command line, read one after the other, under names that a report can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from procedures.import_desk.at_once import Source
from procedures.importers.formats import MAX_BYTES

ENDINGS = frozenset({".json", ".docx", ".doc", ".docm", ".xlsx", ".yaml", ".yml"})
"""Files of a folder that are meant; whatever is named one by one is always meant."""


def sources_of(paths: Sequence[str]) -> Iterator[Source]:
    """The named files, and those inside named folders, each once, in order.

    A file that cannot be read is a source whose `error` says why: it is reported like any other.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    names = _shortest_names(files)
    for file in files:
        yield _source(Path(file), names[file])


def _files(path: str) -> list[str]:
    try:
        folder = Path(path)
        if folder.is_dir():
            inside = sorted(p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
            return [str(p) for p in inside if not p.name.startswith((".", "~$"))] or [path]
    except (OSError, ValueError):  # ValueError: a NUL in the name
        pass
    return [path]


def _source(path: Path, name: str) -> Source:
    try:
        if path.is_dir():
            return Source(
                name, path, "Thư mục không có tệp nào đọc được. Ghi tên tệp, hoặc chọn thư mục khác."
            )
        if path.stat().st_size > MAX_BYTES:
            most = MAX_BYTES // 1024 // 1024
            return Source(name, path, f"Tệp lớn hơn {most} MB. Chia thành nhiều tệp nhỏ hơn.")
        with path.open("rb"):
            return Source(name, path)
    except (OSError, ValueError):
        return Source(name, path, "Không mở được tệp này. Kiểm tra tên tệp và quyền đọc.")


def _shortest_names(paths: Sequence[str]) -> dict[str, str]:
    """File names as reported: without folders where that is unambiguous."""
    bare = [Path(path).name or path for path in paths]
    counts = Counter(bare)
    return {path: name if counts[name] == 1 else path for path, name in zip(paths, bare, strict=True)}
