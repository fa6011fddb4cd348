"""`verify_issues` finds whatever somebody with full access to the database did to the record."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from document_control.integrity import PROTECTED_MODELS, anchor, verify
from document_control.models import ControlledDocument, FrozenFile, IssuedVersion, Withdrawal
from document_control.triggers import trigger_names
from tests.factories import documents as make
from tests.factories.documents import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db):
    """Two documents: one with three versions and a withdrawal, one with a single version."""
    page = make.issue_procedure(now=at("2026-01-05 08:00"))
    for month in ("02", "03"):
        make.rewrite(page, summary=f"Tháng {month}")
        make.issue(page, now=at(f"2026-{month}-05 08:00"))
    make.withdraw(page, now=at("2026-04-06 08:00"))
    make.issue_procedure(
        now=at("2026-01-06 08:00"), code="QT-TP-02", short_title="Khai tử", title="Thủ tục khai tử"
    )
    return page.document


def run(**options):
    """The command's exit code and output."""
    out = StringIO()
    try:
        call_command("verify_issues", stdout=out, no_color=True, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_an_untouched_record_passes(record):
    code, text = run()
    assert code == 0
    assert "4 bản ban hành" in text
    assert anchor() in text


def unlocked(sql, *params):
    """What a database owner could do: drop the protection, change rows, put it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # or ALTER TABLE waits for the checks of the rows just made
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        saved = []
        for model in PROTECTED_MODELS:
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("SELECT sql FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table])
                saved += [row[0] for row in cursor.fetchall()]
                for name in trigger_names("sqlite", table):
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(sql, list(params))
        assert cursor.rowcount > 0
        for statement in saved:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            for model in PROTECTED_MODELS:
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')


V = IssuedVersion._meta.db_table
W = Withdrawal._meta.db_table
D = ControlledDocument._meta.db_table


def edit_snapshot(record):
    version = record.issuedversions.get(chain_index=2)
    changed = {**version.snapshot, "summary": "Câu bị sửa lén."}
    unlocked(f"UPDATE {V} SET snapshot = %s WHERE id = %s", json.dumps(changed), version.pk)


def edit_snapshot_and_its_hash(record):
    version = record.issuedversions.get(chain_index=2)
    version.snapshot["summary"] = "Câu bị sửa lén."
    unlocked(
        f"UPDATE {V} SET snapshot = %s, content_hash = %s WHERE id = %s",
        json.dumps(version.snapshot),
        version.compute_content_hash(),
        version.pk,
    )


def edit_everything_of_one_link(record):
    """Even a forger who recomputes all hashes of a link breaks the one after it."""
    version = record.issuedversions.get(chain_index=2)
    version.snapshot["summary"] = "Câu bị sửa lén."
    version.content_hash = version.compute_content_hash()
    for approval in version.approvals:
        approval["content_hash"] = version.content_hash
    version.chain_hash = version.compute_chain_hash()
    unlocked(
        f"UPDATE {V} SET snapshot=%s, content_hash=%s, approvals=%s, chain_hash=%s, check_code=%s WHERE id=%s",
        json.dumps(version.snapshot),
        version.content_hash,
        json.dumps(version.approvals),
        version.chain_hash,
        version.chain_hash[:8],
        version.pk,
    )


def forge_an_approver(record):
    version = record.issuedversions.get(chain_index=1)
    version.approvals[-1]["name"] = "Người Khác"
    unlocked(f"UPDATE {V} SET approvals = %s WHERE id = %s", json.dumps(version.approvals), version.pk)


def antedate(record):
    unlocked(
        f"UPDATE {V} SET effective_from = %s, issued_at = %s WHERE document_id = %s AND chain_index = 3",
        at("2026-01-20 00:00"),
        at("2026-01-20 00:00"),
        record.pk,
    )


def change_a_reason(record):
    unlocked(f"UPDATE {V} SET reason = 'khác' WHERE document_id = %s AND chain_index = 1", record.pk)


def change_a_number(record):
    unlocked(f"UPDATE {V} SET edition = 7 WHERE document_id = %s AND chain_index = 2", record.pk)


def swap_two_versions(record):
    unlocked(f"UPDATE {V} SET chain_index = chain_index + 100 WHERE document_id = %s", record.pk)
    unlocked(f"UPDATE {V} SET chain_index = 2 WHERE document_id = %s AND chain_index = 101", record.pk)
    unlocked(f"UPDATE {V} SET chain_index = 1 WHERE document_id = %s AND chain_index = 102", record.pk)
    unlocked(f"UPDATE {V} SET chain_index = 3 WHERE document_id = %s AND chain_index = 103", record.pk)


def remove_the_withdrawal(record):
    unlocked(f"DELETE FROM {W} WHERE document_id = %s", record.pk)


def change_a_withdrawal(record):
    unlocked(f"UPDATE {W} SET reason = 'nhầm' WHERE document_id = %s", record.pk)


def drop_the_tail_quietly(record):
    unlocked(f"DELETE FROM {W} WHERE document_id = %s", record.pk)
    unlocked(f"UPDATE {D} SET chain_length = 3 WHERE id = %s", record.pk)


def rename_the_code(record):
    unlocked(f"UPDATE {D} SET code = 'QT-XX-01' WHERE id = %s", record.pk)


def shorten_the_register(record):
    unlocked(f"UPDATE {D} SET chain_length = 0, chain_head = '' WHERE id = %s", record.pk)


def change_a_file(record):
    frozen = FrozenFile.objects.first()
    frozen.file.storage.delete(frozen.file.name)
    frozen.file.storage.save(frozen.file.name, ContentFile(b"khac"))


def lose_a_file(record):
    frozen = FrozenFile.objects.first()
    frozen.file.storage.delete(frozen.file.name)


TAMPERING = [
    edit_snapshot,
    edit_snapshot_and_its_hash,
    edit_everything_of_one_link,
    forge_an_approver,
    antedate,
    change_a_reason,
    change_a_number,
    swap_two_versions,
    remove_the_withdrawal,
    change_a_withdrawal,
    drop_the_tail_quietly,
    rename_the_code,
    shorten_the_register,
    change_a_file,
    lose_a_file,
]


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda f: f.__name__)
def test_every_tampering_is_found_and_named(record, tamper):
    assert verify() == []
    tamper(record)
    code, text = run()
    assert code == 1
    assert "✗" in text
    assert "chỗ sai" in text


def test_the_report_for_machines(record):
    change_a_reason(record)
    code, text = run(json=True)
    report = json.loads(text)
    assert code == 1
    assert report["versions"] == 4
    assert [fault["document"] for fault in report["faults"]] == [record.code]


def test_the_anchor_in_the_minutes_proves_that_nothing_was_cut_off(record):
    written_down = anchor()
    assert run(expect=written_down)[0] == 0
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {D} SET chain_length = 0, chain_head = '' WHERE id = %s", [record.pk])
    assert run(expect=written_down)[0] == 1
