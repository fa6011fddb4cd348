"""The parts of a procedure: ordered child rows that live in the page's revision (DOMAIN 2.1, 1.4)."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from document_control.models import LegalAct
from organisation.enums import Weekday
from organisation.models import Role
from procedures.enums import (
    Channel,
    ComponentKind,
    FeeChannel,
    FeeKind,
    Frequency,
    StepUnit,
    TimeUnit,
)
from procedures.models.catalogue import FormTemplate

case_codes_validator = RegexValidator(
    r"^\s*(\d{2}(\s*,\s*\d{2})*)?\s*$", _('Write case numbers of two digits with commas, e.g. "01, 03".')
)


class CaseScoped(models.Model):
    """Abstract: a row that may hold for some cases only."""

    case_codes = models.CharField(
        _("only for cases"),
        max_length=120,
        blank=True,
        validators=[case_codes_validator],
        help_text=_('Empty: for all. Otherwise the case numbers, e.g. "01, 03".'),
    )

    class Meta:
        abstract = True

    @property
    def cases(self) -> list[str]:
        """Case codes in order, empty for all."""
        return [code.strip() for code in self.case_codes.split(",") if code.strip()]


class TimeLimited(models.Model):
    """Abstract: a legal time limit with its unit and cut-off hour (DOMAIN 3.7)."""

    time_limit_value = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    time_limit_unit = models.CharField(_("unit"), max_length=14, choices=TimeUnit, blank=True)
    cutoff_time = models.TimeField(
        _("cut-off hour"),
        null=True,
        blank=True,
        help_text=_("Same-day procedures: received later counts for the next working day."),
    )
    time_limit_text = models.TextField(_("time limit in words"), max_length=5000, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if (self.time_limit_value is None) != (not self.time_limit_unit):
            raise ValidationError({"time_limit_value": _("Write both the number and the unit.")})
        if self.cutoff_time and self.time_limit_unit != TimeUnit.SAME_DAY:
            raise ValidationError({"cutoff_time": _("Only same-day procedures have a cut-off hour.")})


class Step(Orderable):
    """One step: what, who, how long, with which form and result ("rõ người, rõ việc, rõ thời gian")."""

    page = ParentalKey("procedures.ProcessPage", on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("what is done"), max_length=400)
    role = models.ForeignKey(
        Role,
        null=True,  # a draft that came in from a file may not know yet; the editor and the review demand it
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("role"),
    )
    position = models.CharField(
        _("responsible post"),
        max_length=160,
        blank=True,
        help_text=_("As printed, e.g. Công chức Tư pháp - Hộ tịch."),
    )
    duration_value = models.DecimalField(
        _("duration"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    duration_unit = models.CharField(
        _("unit"), max_length=14, choices=StepUnit, blank=True, default=StepUnit.WORKING_HOUR
    )
    input = models.CharField(_("input"), max_length=400, blank=True)
    output = models.CharField(_("result"), max_length=400, blank=True)
    form = models.ForeignKey(
        FormTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("form"),
    )
    phase = models.CharField(_("phase"), max_length=120, blank=True)
    description = models.TextField(_("explanation"), blank=True)
    waits_outside = models.BooleanField(
        _("waits for somebody outside"),
        default=False,
        help_text=_("Not counted against the time limit; say why."),
    )
    waits_reason = models.CharField(_("reason for not counting"), max_length=255, blank=True)
    is_proposed = models.BooleanField(
        _("proposed by the import, not confirmed"),
        default=False,
        help_text=_("Read the step against the original text, correct it, then take the tick away."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.duration_value is not None and not self.duration_unit:
            raise ValidationError({"duration_unit": _("Choose the unit of the duration.")})
        if self.waits_outside and not self.waits_reason:
            raise ValidationError({"waits_reason": _("Say why this step is not counted.")})


class Case(TimeLimited, Orderable):
    """A case of a procedure (".01", ".02") with its own condition and time limit (DOMAIN 2.2)."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="cases")
    code = models.CharField(
        _("case number"), max_length=2, validators=[RegexValidator(r"^\d{2}$", _("Two digits, e.g. 01."))]
    )
    name = models.TextField(_("case"), max_length=2000)
    condition = models.TextField(_("when it applies"), max_length=2000, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return f".{self.code} {self.name}"


class Component(CaseScoped, Orderable):
    """A paper of the dossier."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="components")
    name = models.TextField(_("paper"))
    kind = models.CharField(
        _("hand in or show"), max_length=8, choices=ComponentKind, default=ComponentKind.SUBMIT
    )
    original_count = models.PositiveSmallIntegerField(_("originals"), default=1)
    copy_count = models.PositiveSmallIntegerField(_("copies"), default=0)
    form = models.ForeignKey(
        FormTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("form"),
    )
    condition = models.TextField(_("only when"), max_length=5000, blank=True)
    source = models.CharField(
        _("where it comes from"), max_length=255, blank=True, help_text=_("e.g. from the hospital of birth")
    )
    alternative_group = models.SlugField(
        _("one of"),
        max_length=60,
        blank=True,
        help_text=_("Papers with the same word here: one of them is enough."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("dossier component")
        verbose_name_plural = _("dossier components")

    def __str__(self) -> str:
        return self.name[:80]


class Fee(CaseScoped, Orderable):
    """A fee or charge by way of submission and period; the amount may be known only in words."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(_("kind"), max_length=8, choices=FeeKind, default=FeeKind.FEE)
    channel = models.CharField(_("way"), max_length=8, choices=FeeChannel, default=FeeChannel.ALL)
    amount = models.PositiveIntegerField(_("amount (đồng)"), null=True, blank=True)
    per = models.CharField(_("per"), max_length=60, blank=True, help_text=_("e.g. page, copy, case"))
    condition = models.TextField(_("when"), max_length=5000, blank=True)
    exemption = models.TextField(_("exempt"), max_length=5000, blank=True)
    basis = models.CharField(_("legal basis"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount if self.amount is not None else ''}"

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError(
                {"valid_to": _("The end lies before the start. Correct one of the two dates.")}
            )


class ChannelUse(Orderable):
    """A way of submitting, with what must be known about it."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(_("way"), max_length=8, choices=Channel)
    note = models.TextField(_("note"), max_length=5000, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("way of submitting")
        verbose_name_plural = _("ways of submitting")

    def __str__(self) -> str:
        return str(self.get_channel_display())


class ResultItem(Orderable):
    """What the applicant gets."""

    page = ParentalKey("procedures.ProcedurePage", on_delete=models.CASCADE, related_name="results")
    name = models.TextField(_("result"), max_length=2000)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return self.name


class Citation(Orderable):
    """A legal act the procedure rests on."""

    page = ParentalKey("procedures.ProcessPage", on_delete=models.CASCADE, related_name="citations")
    legal_act = models.ForeignKey(
        LegalAct, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal act")
    )
    clause = models.CharField(_("articles"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")

    def __str__(self) -> str:
        return self.legal_act.number


class FormUse(Orderable):
    """A form that belongs to the procedure."""

    page = ParentalKey("procedures.ProcessPage", on_delete=models.CASCADE, related_name="form_uses")
    form = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))

    class Meta(Orderable.Meta):
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return self.form.code


class RecordKept(Orderable):
    """A record that the work leaves behind, where it lies and for how long (section 7 of the ISO layout)."""

    page = ParentalKey("procedures.ProcessPage", on_delete=models.CASCADE, related_name="records")
    name = models.CharField(_("record"), max_length=255)
    holder = models.CharField(_("kept by"), max_length=160, blank=True)
    retention = models.CharField(_("kept for"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("record kept")
        verbose_name_plural = _("records kept")

    def __str__(self) -> str:
        return self.name


class EarlierIssue(Orderable):
    """An edition on paper from before this system; only for the amendment table."""

    page = ParentalKey("procedures.ProcessPage", on_delete=models.CASCADE, related_name="earlier_issues")
    edition = models.PositiveSmallIntegerField(_("edition"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    change = models.CharField(_("what changed"), max_length=500)
    basis = models.CharField(_("basis"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("earlier issue on paper")
        verbose_name_plural = _("earlier issues on paper")

    def __str__(self) -> str:
        return f"{self.edition}.{self.revision}"


class Occasion(Orderable):
    """When an internal process comes up: for the calendar of yearly, monthly and weekly work."""

    page = ParentalKey("procedures.InternalProcessPage", on_delete=models.CASCADE, related_name="occasions")
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    label = models.CharField(_("what is due"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")

    def __str__(self) -> str:
        return f"{self.get_frequency_display()} {self.label}"

    def clean(self) -> None:
        super().clean()
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValidationError({"month": _("The month is a number from 1 to 12.")})
        if self.day is not None and not 1 <= self.day <= 31:
            raise ValidationError({"day": _("The day is a number from 1 to 31.")})


__all__ = [
    "Case",
    "ChannelUse",
    "Citation",
    "Component",
    "EarlierIssue",
    "Fee",
    "FormUse",
    "Occasion",
    "RecordKept",
    "ResultItem",
    "Step",
    "TimeLimited",
]
