"""Making a pack: who may, what it is made of, and the row that lets it be recognised later."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import uuid
from typing import IO, Any

from django.core.files import File
from django.utils.translation import gettext as _

from audits.errors import AuditError, NotAllowedError
from audits.evidence.contents import parts_of
from audits.evidence.packing import write_pack
from audits.evidence.parts import ascii_name
from audits.evidence.rights import WITH_REPORT, may_make_pack
from audits.models import Audit, EvidencePack
from audits.policies import AuditPolicy
from document_control.models.versions import utc_text
from organisation.models import User
from organisation.selectors import signature_of

IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a pack that may stay in memory; a larger one goes through a temporary file."""


def make_pack(actor: User, audit: Audit, now: dt.datetime) -> EvidencePack:
    """Make a pack, keep it, and note its hash.

    Raises:
        NotAllowedError: the person may not.
        AuditError: the report is not issued yet.
        publications.errors.PublicationError: a text that no font has.
    """
    if not may_make_pack(AuditPolicy(actor), audit):
        raise NotAllowedError(
            _("Evidence packs are made by the team of the audit, the ISO secretary, auditors and leaders.")
        )
    return keep_pack(audit, now, actor)


def keep_pack(audit: Audit, now: dt.datetime, actor: User | None = None) -> EvidencePack:
    """Make and keep a pack without asking who: for `make_pack`, and for the command line, where nobody is signed in.

    Raises:
        AuditError, publications.errors.PublicationError: as `make_pack`.
    """
    uid = uuid.uuid4()
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as out:
        manifest = write_to(out, audit, now=now, uid=uid, actor=actor)
        pack = EvidencePack(
            uid=uid,
            audit=audit,
            made_at=now,
            made_by=actor,
            sha256=manifest["content_hash"],
            size=out.seek(0, io.SEEK_END),
            file_count=len(manifest["files"]),
        )
        out.seek(0)
        pack.file.save(f"{pack_name(pack)}.zip", File(out), save=False)
    pack.save()
    return pack


def write_to(
    out: IO[bytes], audit: Audit, *, now: dt.datetime, uid: uuid.UUID, actor: User | None = None
) -> dict[str, Any]:
    """Write the pack of an audit to a seekable file and return its manifest.

    Raises:
        AuditError: the report is not issued yet.
    """
    if audit.state not in WITH_REPORT or audit.reported_at is None:
        raise AuditError(
            _("The pack is made from the issued report: issue the report of %(code)s first.")
            % {"code": audit.code}
        )
    made_by = signature_of(actor, now.date()) if actor else None
    about = {
        "pack": str(uid),
        "audit": audit.code,
        "title": audit.title,
        "unit": audit.unit.name,
        "made_at": utc_text(now),
        "made_by": ", ".join(made_by[name] for name in ("name", "post") if made_by[name]) if made_by else "",
        "report_hash": audit.report_hash,
    }
    return write_pack(out, parts_of(audit, now), about, audit.reported_at)


def pack_name(pack: EvidencePack) -> str:
    """ "DG-2026-02-9f3c71ab", without a suffix."""
    return f"{ascii_name(pack.audit.code)}-{pack.sha256[:8]}"
