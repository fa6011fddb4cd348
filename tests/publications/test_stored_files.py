"""Stored files: by their hash, whole or not at all, kept until replaced, and never when a copy's record names them."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from publications.enums import FileFormat, JobState, Marking, PaperKind, SheetSize
from publications.errors import UnprintableTextError
from publications.files import rendering
from publications.files.recipes import Recipe
from publications.models import Artefact, ControlledCopy, RenderJob
from publications.services.artefacts import make_file, stored_file, stored_files
from publications.services.pruning import prune
from publications.writers.coverage import require_printable
from tests.factories.documents import at, issue, issue_procedure, make_process_page, rewrite
from tests.factories.snapshots import birth_registration, fee
from tests.publications.quick_writer import use_quick_writer

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def version(db):
    return issue_procedure(now=at("2026-10-01 08:00")).document.issuedversions.get()


@pytest.fixture
def writer(monkeypatch):
    return use_quick_writer(monkeypatch)


def notice(version, **changes):
    return Recipe(**{"kind": PaperKind.NOTICE, "format": FileFormat.PDF, "version_id": version.pk, **changes})


def age(artefact, days):
    Artefact.objects.filter(pk=artefact.pk).update(made_at=timezone.now() - dt.timedelta(days=days))


def test_the_same_recipe_is_made_once(version, writer):
    first, again = make_file(notice(version), TODAY), make_file(notice(version), TODAY)
    assert first.pk == again.pk and len(writer.written) == 1
    assert first.size == len(first.file.read())
    assert first.tools == {"quick": "1"}


def test_bytes_that_are_missing_or_torn_are_made_anew(version, writer):
    made = make_file(notice(version), TODAY)
    storage, name = made.file.storage, made.file.name
    storage.delete(name)
    assert stored_file(notice(version), TODAY) is None
    storage.save(name, ContentFile(b"%PDF torn"))
    other = make_file(notice(version, at="2026-11-20"), TODAY)  # the same bytes for another recipe
    assert other.file.name == name
    assert storage.open(name).read() != b"%PDF torn"


def test_sheet_marking_and_copy_number_come_from_the_recipe(version, writer):
    document = rendering.compose_recipe(
        notice(version, sheet=SheetSize.A3, marking=Marking.OBSOLETE, copy_number=3), TODAY
    )
    layout = document.layout
    assert (layout.paper, layout.one_page) == ("A3", True)
    assert (layout.watermark, layout.copy_line) == ("HẾT HIỆU LỰC", "BẢN KIỂM SOÁT – BẢN SỐ 3")
    plain = rendering.compose_recipe(notice(version), TODAY).layout
    assert (plain.paper, plain.one_page, plain.watermark, plain.copy_line) == ("A4", False, "", "")


def test_a_notice_prints_the_fees_of_the_day_within_its_time(db, writer):
    fees = [
        fee(8000, valid_from="2026-01-01", valid_to="2026-12-31"),
        fee(0, valid_from="2027-01-01"),
    ]
    page = issue_procedure(now=at("2026-10-01 08:00"), fees=fees)
    version = page.document.issuedversions.get()
    now, next_year = (rendering.compose_recipe(notice(version), dt.date(year, 1, 2)) for year in (2026, 2027))
    assert now.fingerprint() != next_year.fingerprint()
    assert "8.000 đồng" in now.canonical() and "8.000 đồng" not in next_year.canonical()
    # A version that was replaced keeps the fees of its last day.
    rewrite(page, title="Tên mới")
    issue(page, now=at("2026-12-01 08:00"))
    old = rendering.compose_recipe(notice(version), dt.date(2027, 1, 2))
    assert "8.000 đồng" in old.canonical()


def test_papers_of_one_page_are_composed_once_and_found_with_one_query(
    version, writer, monkeypatch, django_assert_max_num_queries
):
    recipes = [notice(version, sheet=sheet) for sheet in SheetSize]
    recipes += [notice(version, kind=PaperKind.PROCEDURE, format=one) for one in ("pdf", "docx", "html")]
    made = make_file(recipes[1], TODAY)
    with django_assert_max_num_queries(24):
        assert stored_files(recipes, TODAY) == {recipes[1]: made}


def test_a_handbook_that_was_issued_is_not_composed_to_be_found(db, writer, monkeypatch):
    from tests.publications.papers import issue_edition

    edition = issue_edition("0123abcd")
    recipe = Recipe(kind=PaperKind.HANDBOOK, format=FileFormat.PDF, edition_id=edition.pk)
    made = make_file(recipe, TODAY)
    monkeypatch.setattr(rendering, "compose_recipe", None)
    assert stored_file(recipe, TODAY).pk == made.pk


def test_replaced_files_go_after_a_day_and_the_newest_stays(version, monkeypatch):
    use_quick_writer(monkeypatch)
    old = make_file(notice(version), TODAY)
    use_quick_writer(monkeypatch, version="2")
    new = make_file(notice(version), TODAY)
    age(old, 40)
    assert prune(timezone.now()).files == 0  # replaced only now: somebody may be downloading the old one
    age(new, 2)
    gone = prune(timezone.now())
    assert (gone.files, gone.size) == (1, old.size)
    assert list(Artefact.objects.all()) == [new]


def test_a_file_that_a_controlled_copy_names_is_never_deleted(version, monkeypatch):
    use_quick_writer(monkeypatch)
    old = make_file(notice(version, copy_number=1), TODAY)
    use_quick_writer(monkeypatch, version="2")
    new = make_file(notice(version, copy_number=1), TODAY)
    age(old, 40)
    age(new, 30)
    ControlledCopy.objects.create(
        document=version.document, version=version, number=1, holder="Bảng tin", format="pdf",
        sha256=old.sha256, made_at=timezone.now(), made_by={},
    )  # fmt: skip
    assert prune(timezone.now()).files == 0
    assert old.file.read()


def test_bytes_without_a_row_and_old_jobs_go_too(version, writer):
    kept = make_file(notice(version), TODAY)
    storage = kept.file.storage
    orphan = storage.save("artefacts/ab/abcd.pdf", ContentFile(b"left by a dead worker"))
    RenderJob.objects.create(
        recipe_key="x", recipe={}, state=JobState.DONE, created_at=at("2026-01-01"),
        finished_at=at("2026-01-01"),
    )  # fmt: skip
    gone = prune(timezone.now())
    assert (gone.orphans, gone.jobs) == (0, 1)  # the bytes may be waiting for their row just now
    assert prune(timezone.now() + dt.timedelta(days=2)).orphans >= 1
    assert not storage.exists(orphan) and storage.exists(kept.file.name)


def test_test_prints_go_after_a_month(db, writer):
    page = make_process_page()
    revision = page.save_revision()
    recipe = Recipe(kind=PaperKind.PROCEDURE, format=FileFormat.PDF, draft_revision_id=revision.pk)
    made = make_file(recipe, TODAY)
    assert prune(timezone.now()).files == 0
    age(made, 31)
    assert prune(timezone.now()).files == 1


@pytest.mark.parametrize("kind", [PaperKind.NOTICE, PaperKind.PROCEDURE])
def test_a_version_issued_with_a_sign_that_no_font_has_is_printed_all_the_same(board_ward, kind):
    steps = birth_registration()["steps"]
    steps[0]["title"] = "Nhận 😀 hồ sơ"
    page = board_ward.procedure(code="QT-TP-07", short_title="Đăng ký 🎉 khai sinh", steps=steps)
    version = page.document.issuedversions.get()
    recipe = Recipe(kind, FileFormat.PDF, version_id=version.pk)
    document = rendering.compose_recipe(recipe, TODAY)
    require_printable(document)
    assert document.info.title == "Đăng ký [U+1F389] khai sinh"
    assert rendering.render(recipe, TODAY).pages


def test_a_draft_with_such_a_sign_is_refused_with_its_place(board_ward):
    page = board_ward.procedure(code="QT-TP-07")
    draft = page.get_latest_revision_as_object()
    draft.short_title = draft.title = "Đăng ký 🎉 khai sinh"
    revision = draft.save_revision()
    recipe = Recipe(PaperKind.PROCEDURE, FileFormat.PDF, draft_revision_id=revision.pk)
    with pytest.raises(UnprintableTextError, match="U\\+1F389"):
        rendering.render(recipe, TODAY)
