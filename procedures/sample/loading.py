"""Loading the whole sample ward. One transaction; a second run finds its mark and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import OfficeSettings
from organisation.sample_loading import SampleOrganisation, load_organisation, load_yaml
from procedures.importers.catalogue import Catalogue
from procedures.models import FeaturedProcedure, HomePage, ProcedurePage
from procedures.sample.catalogue import load_catalogue
from procedures.sample.documents import SampleOffice, load_document, read_documents
from procedures.sample.drafts import load_draft
from procedures.setup.site_setup import SITE_NAME, SiteParts, ensure_site

FOLDERS = ("procedures", "procedures_moved", "processes")
FEATURED = ("QT-TP-01", "QT-TP-11", "QT-TP-08", "QT-TP-03", "QT-KD-01", "QT-TP-10")
SEARCH_EXAMPLES = "làm giấy khai sinh cho con\nsổ đỏ\nđăng ký kết hôn\nchứng thực bản sao"
SITE_NAMES_OF_OURS = ("", SITE_NAME)


SamplePart = Callable[[SampleOffice], None]
_parts_of_apps: list[SamplePart] = []


def register_sample_part(part: SamplePart) -> SamplePart:
    """Let an app above load its part of the sample after the documents; call it from `AppConfig.ready()`."""
    if part not in _parts_of_apps:
        _parts_of_apps.append(part)
    return part


class RealDataError(Exception):
    """The database already holds documents that are no sample."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a run did."""

    was_loaded: bool
    documents: int
    versions: int
    drafts: int


@transaction.atomic
def load_sample(folder: Path, password: str) -> LoadResult:
    """Load the sample of `folder`; everybody signs in with `password`.

    Raises:
        RealDataError: documents exist and the site is not marked as sample.
    """
    parts = ensure_site()
    settings = OfficeSettings.for_site(parts.site)
    if settings.is_sample_data:
        return LoadResult(True, ControlledDocument.objects.count(), IssuedVersion.objects.count(), 0)
    if ControlledDocument.objects.exists():
        raise RealDataError
    with disable_reference_index_auto_update():
        drafts = _load_everything(folder, password, parts, settings)
    call_command("rebuild_references_index", verbosity=0)
    return LoadResult(False, ControlledDocument.objects.count(), IssuedVersion.objects.count(), drafts)


def _load_everything(folder: Path, password: str, parts: SiteParts, settings: OfficeSettings) -> int:
    data = load_yaml(folder / "organisation.yaml")
    organisation = load_organisation(data, password)
    load_catalogue(folder)
    documents = read_documents(path for name in FOLDERS for path in (folder / name).glob("*.yaml"))
    rows = Catalogue().load(record for document in documents for record in document.records)
    office = SampleOffice.of(parts, organisation)
    for document in documents:
        load_document(document, office, rows)
    by_code = {document.latest.code: document for document in documents}
    plans = load_yaml(folder / "work_in_progress.yaml")
    for plan in plans:
        load_draft(plan, by_code[plan["iso_code"]], office, rows)
    _dress_site(parts, organisation, settings, data)
    for part in _parts_of_apps:
        part(office)
    return len(plans)


def _dress_site(
    parts: SiteParts, organisation: SampleOrganisation, settings: OfficeSettings, data: dict
) -> None:
    """Name of the site, office settings, most used procedures: what the home page shows."""
    ward = organisation.units["an-hoa"]
    settings.office = ward
    settings.reception = organisation.units["an-hoa-mot-cua"]
    settings.citizen_reception = data["citizen_reception"][0]["text"]
    settings.feedback_note = f"Văn phòng HĐND và UBND phường, điện thoại {ward.phone}, thư {ward.email}"
    settings.online_portal_url = "https://dichvucong.gov.vn"
    settings.is_sample_data = True
    settings.save()
    if parts.site.site_name in SITE_NAMES_OF_OURS:
        parts.site.site_name = "Phường An Hòa"
        parts.site.save()
    home = HomePage.objects.get(pk=parts.home.pk)
    pages = {page.code: page for page in ProcedurePage.objects.filter(code__in=FEATURED)}
    home.search_examples = SEARCH_EXAMPLES
    home.featured = [
        FeaturedProcedure(procedure=pages[code], sort_order=order) for order, code in enumerate(FEATURED)
    ]
    home.save_revision().publish()
