"""Writes a pack: a ZIP whose manifest names every file with size and SHA-256. The same parts give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

from audits.evidence.parts import Part
from audits.evidence.verify import FORMAT, MANIFEST, manifest_hash, pretty
from organisation.vietnamese_format import VIETNAM

SCHEMA = 1
CHUNK = 1024 * 1024
COMPRESSED_ALREADY = (".jpg", ".jpeg", ".png", ".pdf", ".docx", ".zip")
READABLE_FILE = 0o100644 << 16


def write_pack(
    out: IO[bytes], parts: Sequence[Part], about: Mapping[str, str], stamp: dt.datetime
) -> dict[str, Any]:
    """Write the ZIP and return its manifest; one part at a time is in memory, stored files only piece by piece.

    Args:
        out: a seekable file.
        about: what the manifest says of the pack: audit, title, who made it when, the hash of the report.
        stamp: the moment every file in the ZIP bears.
    """
    files: list[dict[str, Any]] = []
    absent: list[dict[str, Any]] = []
    when = stamp.astimezone(VIETNAM).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            entry = {"path": part.path, "what": part.what, **part.facts}
            try:
                source = part.open()
            except OSError:
                absent.append(entry)
                continue
            with source, archive.open(_info(part.path, when), "w") as target:
                files.append(entry | _copied(source, target))
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "schema": SCHEMA,
            **about,
            "files": sorted(files, key=lambda entry: entry["path"]),
            "absent": absent,
        }
        manifest["content_hash"] = manifest_hash(manifest)
        archive.writestr(_info(MANIFEST, when), pretty(manifest))
    return manifest


def _info(path: str, when: tuple[int, ...]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, when)  # type: ignore[arg-type]
    is_compressed = path.endswith(COMPRESSED_ALREADY)
    info.compress_type = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = READABLE_FILE, 3
    return info


def _copied(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(CHUNK):
        digest.update(block)
        target.write(block)
        size += len(block)
    return {"size": size, "sha256": digest.hexdigest()}
