"""The two kinds of process: the public administrative procedure and the internal process of the office.

Both share one concrete base table, so that steps, citations, forms and records are one table each and the register
finds its text through one relation (docs/decisions/0003-process-page-base.md).
"""

from __future__ import annotations

from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from document_control.enums import Audience, DocumentKind
from document_control.models import ControlledContentMixin, LegalAct
from document_control.permissions import ControlledPagePermissionTester
from organisation.models import AdminLevel, OfficeDocument, User
from procedures import comparison, snapshots
from procedures.editor import editing
from procedures.enums import OnlineScale, SupplementRule
from procedures.models.catalogue import OnlineLevel, ProcedureField, Subject
from procedures.models.parts import TimeLimited
from procedures.part_order import number_all_parts, number_changed_parts
from procedures.rules import submission_problems

RICH = ["bold", "italic", "ol", "ul", "link", "h4"]


class ChapterBlock(blocks.StructBlock):
    """A free chapter of the ISO document."""

    title = blocks.CharBlock(label=_("Heading"), max_length=160)
    body = blocks.RichTextBlock(label=_("Text"), features=RICH)

    class Meta:
        icon = "doc-full"
        label = _("Chapter")


class TableChapterBlock(blocks.StructBlock):
    """A free chapter that is a table."""

    title = blocks.CharBlock(label=_("Heading"), max_length=160)
    table = TypedTableBlock([("text", blocks.CharBlock(required=False))], label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")


class ProcessPage(ControlledContentMixin, Page):
    """What procedures and internal processes share. Created only as one of its two kinds."""

    summary = models.TextField(
        _("in one or two sentences"), blank=True, help_text=_("For somebody who has never heard of it.")
    )
    short_title = models.CharField(_("short name"), max_length=160, blank=True)
    full_title = models.TextField(
        _("full name"),
        max_length=2000,
        blank=True,
        help_text=_("Only for a name longer than 255 characters: the whole of it, as announced."),
    )
    purpose = RichTextField(_("1. Purpose"), blank=True, features=RICH)
    scope = RichTextField(_("2. Scope"), blank=True, features=RICH)
    references_note = RichTextField(_("3. References, beyond the legal bases"), blank=True, features=RICH)
    definitions = RichTextField(_("4. Definitions, abbreviations"), blank=True, features=RICH)
    chapters = StreamField(
        [("chapter", ChapterBlock()), ("table", TableChapterBlock())],
        blank=True,
        verbose_name=_("further chapters"),
    )

    reserved_slugs: frozenset[str] = frozenset()
    """Words that already are addresses beside the documents."""

    is_creatable = False
    base_form_class = editing.ProcessPageForm
    copy_form_class = editing.DraftCopyForm
    preview_modes: list[tuple[str, str]] = []
    """A draft is read on its approval screen; Wagtail's preview would follow `serve` to the version in force."""
    search_fields = [*Page.search_fields, index.SearchField("code", boost=3), index.SearchField("summary")]

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def permissions_for_user(self, user: User) -> ControlledPagePermissionTester:
        return ControlledPagePermissionTester(user, self)

    def __str__(self) -> str:
        return self.title

    @property
    def official_title(self) -> str:
        """The name as announced, however long."""
        return self.full_title or self.title

    def save(self, *args: Any, **kwargs: Any) -> Any:
        number_changed_parts(self)
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        number_all_parts(self)
        return super().save_revision(*args, **kwargs)

    # --- document control --------------------------------------------------------------------------------

    def build_snapshot(self) -> dict[str, Any]:
        raise NotImplementedError

    def submission_problems(self) -> list[str]:
        problems = submission_problems(self.build_snapshot())
        found = [*super().submission_problems(), *(p.message for p in problems if p.level == "error")]
        proposed = [str(n) for n, step in enumerate(self.steps.all(), start=1) if step.is_proposed]
        if proposed:
            found.append(
                gettext(
                    "Steps proposed by the import are not confirmed yet: %(steps)s. Read each against the original "
                    "text, correct it, then take its tick away."
                )
                % {"steps": ", ".join(proposed)}
            )
        return found

    def affected_sections(self, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
        return list(dict.fromkeys(row.number for row in comparison.field_rows(before, after) if row.number))

    def cited_legal_acts(self) -> list[LegalAct]:
        return [citation.legal_act for citation in self.citations.all()]

    def attached_documents(self) -> list[OfficeDocument]:
        return [form.file for form in snapshots.forms_of(self) if form.file is not None]

    # --- address -----------------------------------------------------------------------------------------

    def _set_core_field_defaults(self) -> None:
        if not self.slug and self.title:  # type: ignore[has-type]
            # Wagtail would slugify the title in Django's ASCII mode, which drops the letter đ.
            base = slugify(anyascii(self.title))[:200]
            self.slug = self._get_autogenerated_slug(base) if base else ""
        super()._set_core_field_defaults()

    def clean(self) -> None:
        super().clean()
        if self.slug in self.reserved_slugs:
            raise ValidationError(
                {"slug": gettext("This address belongs to another page. Change one word of it.")}
            )
        if self.slug and type(self).objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"slug": gettext("Another document already has this address. Change one word of it.")}
            )

    def official_path(self) -> str:
        """The address at which the issued versions are shown."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        if not parts:
            return None
        # Wagtail serves no pages here, so it knows no address of the site either.
        return parts[0], parts[1] or settings.SITE_BASE_URL.rstrip("/"), self.official_path()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The live row is never the official text: its address leads to the version in force."""
        return HttpResponseRedirect(self.official_path())


class ProcedurePage(TimeLimited, ProcessPage):
    """A public administrative procedure with the parts the law requires (NĐ 63/2010/NĐ-CP art. 8; DOMAIN 2.1)."""

    document_kind = DocumentKind.PROCEDURE
    default_audience = Audience.PUBLIC

    national_code = models.CharField(
        _("national code"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?$", _("The national code looks like 1.001193.")
            )
        ],
    )
    local_code = models.CharField(_("local code"), max_length=60, blank=True)
    legacy_codes = models.TextField(_("former codes"), blank=True, help_text=_("One per line."))
    field = models.ForeignKey(
        ProcedureField,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("field"),
    )
    level = models.ForeignKey(
        AdminLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("level")
    )
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="+", verbose_name=_("who may apply"))
    promulgating_agency = models.TextField(_("announced by"), max_length=5000, blank=True)
    deciding_agency = models.TextField(_("decided by"), max_length=5000, blank=True)
    executing_agency = models.TextField(_("carried out by"), max_length=5000, blank=True)
    authorised_agency = models.TextField(_("authorised agency"), max_length=5000, blank=True)
    coordinating_agencies = models.TextField(_("with the help of"), blank=True, help_text=_("One per line."))
    online_level = models.ForeignKey(
        OnlineLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"scale": OnlineScale.CURRENT},
        verbose_name=_("online level"),
    )
    legacy_online_level = models.ForeignKey(
        OnlineLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"scale": OnlineScale.LEGACY},
        verbose_name=_("online level, old scale"),
    )
    online_url = models.URLField(_("address for submitting online"), blank=True)
    sets = models.PositiveSmallIntegerField(_("number of sets"), default=1)
    extension_text = models.TextField(_("when it may take longer"), max_length=5000, blank=True)
    supplement_rule = models.CharField(
        _("after a supplement the time"), max_length=8, choices=SupplementRule, blank=True
    )
    not_needed = models.TextField(
        _("need not be brought"), blank=True, help_text=_("Papers that people still bring in vain.")
    )
    public_steps = RichTextField(_("order of execution"), blank=True, features=RICH)
    conditions = RichTextField(_("requirements and conditions"), blank=True, features=RICH)

    parent_page_types = ["procedures.ProcedureIndexPage"]
    subpage_types: list[str] = []
    template = "procedures/procedure.html"
    edit_handler = editing.procedure_tabs()
    page_description = _("A procedure for citizens: parts required by law, steps, fees, forms.")

    class Meta:
        verbose_name = _("administrative procedure")
        verbose_name_plural = _("administrative procedures")

    def build_snapshot(self) -> dict[str, Any]:
        return snapshots.procedure_snapshot(self)

    def official_path(self) -> str:
        # Redirects of renamed pages are stored by this path, so it must not depend on who publishes.
        with translation.override(settings.LANGUAGE_CODE):
            return reverse("procedure", args=[self.slug])


class InternalProcessPage(ProcessPage):
    """A process of the office without a citizen applicant (DOMAIN section 4). Staff only."""

    document_kind = DocumentKind.INTERNAL_PROCESS
    reserved_slugs = frozenset({"bieu-mau", "lich", "toi-phai-lam-gi"})
    default_audience = Audience.STAFF

    owner_unit_name = models.CharField(_("kept by"), max_length=160, blank=True)
    trigger = models.CharField(
        _("when"), max_length=255, blank=True, help_text=_('The situation, e.g. "Khi hồ sơ của tôi bị trễ".')
    )
    deadline_text = models.CharField(_("deadline"), max_length=255, blank=True)

    parent_page_types = ["procedures.InternalProcessIndexPage"]
    subpage_types: list[str] = []
    template = "procedures/process.html"
    edit_handler = editing.internal_process_tabs()
    page_description = _("A process of the office, for staff: when, who, how long, which form.")

    class Meta:
        verbose_name = _("internal process")
        verbose_name_plural = _("internal processes")

    def build_snapshot(self) -> dict[str, Any]:
        return snapshots.process_snapshot(self)

    def official_path(self) -> str:
        return reverse("process", args=[self.slug])
