"""What every controlled text shares: its register row, its snapshot, and the guards around publishing.

A text is written as a Wagtail page or snippet. It becomes official only by being issued at the end of its workflow.
The guards close the ways around that which Wagtail leaves open (each has a test in tests/document_control):

* `publish()` and `save()` refuse a live revision that no issued version cites, also for superusers and scripts;
* `save_revision()` never rewrites a revision that is evidence (autosave would), and a save under review starts the
  review anew;
* copies and aliases start as unregistered drafts with a new code;
* `unpublish()` needs a withdrawal, `delete()` is refused once a version was issued.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from document_control.enums import Audience, DocumentKind, IssueKind
from document_control.errors import DeletionRefusedError, NotIssuedError, WithdrawalRequiredError
from document_control.models.legal import LegalAct
from document_control.models.register import ControlledDocument
from document_control.models.versions import IssuedVersion, Withdrawal
from document_control.text_checks import objections_to
from organisation.models import OfficeDocument, Unit

PROVISIONAL_CODE = "BAN-SAO-"


class ControlledContentMixin(models.Model):
    """Abstract: a text under document control. Mix in before `Page` or before the snippet mixins."""

    document_kind: DocumentKind
    default_audience: Audience = Audience.PUBLIC

    if TYPE_CHECKING:
        revisions: Any  # from Wagtail's RevisionMixin or Page, which this is mixed in before

    document = models.OneToOneField(
        ControlledDocument,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="%(class)s",
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner unit"))
    code = models.CharField(
        _("document code"), max_length=40, help_text=_("e.g. QT-TP-01; fixed once issued.")
    )

    issue_kind = models.CharField(
        _("kind of change"), max_length=10, choices=IssueKind, default=IssueKind.REVISION
    )
    change_reason = models.TextField(
        _("reason for the change"),
        blank=True,
        help_text=_("Printed in the amendment table. Required to submit."),
    )
    change_basis = models.CharField(_("basis of the change"), max_length=255, blank=True)
    planned_effective_from = models.DateTimeField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: from the moment of approval.")
    )
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)

    exclude_fields_in_copy = [
        "document",
        "code",
        "change_reason",
        "change_basis",
        "planned_effective_from",
        "decision_number",
        "decision_date",
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            if self._state.adding:
                self._start_as_draft()
            update_fields = kwargs.get("update_fields")
            self._guard_live_row(update_fields)
            if update_fields is None or "code" in update_fields:
                self._follow_in_register()
            return super().save(*args, **kwargs)

    # --- what a subclass tells -------------------------------------------------------------------------

    def build_snapshot(self) -> dict[str, Any]:
        """The text as plain data (see docs/snapshot.md); links resolved, no ids, no floats."""
        raise NotImplementedError

    def cited_legal_acts(self) -> list[LegalAct]:
        """The legal acts this text rests on."""
        return []

    def attached_documents(self) -> list[OfficeDocument]:
        """The files that are issued with this text; their bytes are frozen."""
        return []

    def affected_sections(self, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
        """Section numbers that differ between two snapshots, for the amendment table."""
        return []

    def submission_problems(self) -> list[str]:
        """What forbids submitting this text, in sentences that say what to do."""
        problems = []
        if self.code.startswith(PROVISIONAL_CODE):
            problems.append(gettext("This is a copy: write its own document code before submitting it."))
        if not self.change_reason.strip():
            problems.append(gettext("Write the reason for the change: it is printed in the amendment table."))
        return [*problems, *objections_to(self.change_reason)]

    # --- validation --------------------------------------------------------------------------------------

    def clean(self) -> None:
        super().clean()
        if self.unit_id and self.code:
            self._clean_code()
        if self.document_id and self.document.chain_length:
            frozen = self.document.code, self.document.unit_id
            if (self.code, self.unit_id) != frozen:
                raise ValidationError(
                    {
                        "code": gettext("The code %(code)s was issued and stays.")
                        % {"code": self.document.code}
                    }
                )

    def _clean_code(self) -> None:
        taken = ControlledDocument.objects.filter(unit_id=self.unit_id, code=self.code)
        if taken.exclude(pk=self.document_id).exists():
            raise ValidationError({"code": gettext("This unit already has a document with this code.")})

    # --- guards of saving -----------------------------------------------------------------------------------

    def _start_as_draft(self) -> None:
        """Whatever made this row (form, copy, alias, script), it starts unpublished and unregistered."""
        self.live = False
        self.live_revision = None
        self.first_published_at = self.last_published_at = None
        self.has_unpublished_changes = True
        self.document = None
        if getattr(self, "alias_of_id", None):
            self.alias_of = None
            self.code = ""  # an alias would repeat its original's code

    def _guard_live_row(self, update_fields: Any) -> None:
        writes_live = update_fields is None or "live" in update_fields
        if self.live and (writes_live or "live_revision" in update_fields):
            self.require_issued(self.live_revision_id)
        elif (
            writes_live
            and not self._state.adding
            and type(self).objects.filter(pk=self.pk, live=True).exists()
        ):
            self.require_withdrawn()
        elif update_fields and "live_revision" in update_fields:
            # Wagtail's "copy and keep live" marks the copy as published after inserting it as we forced it.
            self.live_revision = None
            self.first_published_at = self.last_published_at = None

    def require_issued(self, revision_id: int | None) -> None:
        """Refuse to publish a revision that no issued version cites.

        Raises:
            NotIssuedError: the text was not approved, or a later one was issued.
        """
        latest = (
            IssuedVersion.objects.filter(document_id=self.document_id)
            .uncancelled()
            .order_by("-chain_index")
            .values_list("source_revision_id", flat=True)[:2]
        )
        # The last two: the one in force, and a later one that still waits for its moment.
        if revision_id is None or revision_id not in list(latest):
            raise NotIssuedError(
                gettext("This text was not approved. Submit it for review; approval publishes it.")
            )

    def _follow_in_register(self) -> None:
        """Keep the register row of a text that was never issued in step with its draft."""
        if self.document_id is None:
            self.code = self.code or self._provisional_code()
            self.document = ControlledDocument.objects.create(
                code=self.code,
                unit_id=self.unit_id,
                kind=self.document_kind,
                title=str(self)[:255],
                audience=self.default_audience,
            )
        elif not self.document.chain_length:
            row = self.document
            if (row.code, row.unit_id, row.title) != (self.code, self.unit_id, str(self)[:255]):
                row.code, row.unit_id, row.title = self.code, self.unit_id, str(self)[:255]
                row.save()

    def _provisional_code(self) -> str:
        """A code for a copy, to be replaced before it is submitted ("BAN-SAO-2")."""
        taken = ControlledDocument.objects.filter(unit_id=self.unit_id, code__startswith=PROVISIONAL_CODE)
        numbers = [
            int(tail)
            for code in taken.values_list("code", flat=True)
            if (tail := code[len(PROVISIONAL_CODE) :]).isdecimal()
        ]
        return f"{PROVISIONAL_CODE}{max(numbers, default=0) + 1}"

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        if overwrite_revision is not None and self._is_evidence(overwrite_revision):
            overwrite_revision = None
        self.go_live_at = self.planned_effective_from
        self.expire_at = None
        with transaction.atomic():
            revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
            self._void_decisions(revision, kwargs.get("user"))
        return revision

    def _is_evidence(self, revision: Revision) -> bool:
        return (
            revision.pk in (self.live_revision_id, getattr(self, "scheduled_revision_id", None))
            or revision.approved_go_live_at is not None
            or revision.task_states.exists()
            or IssuedVersion.objects.filter(source_revision_id=revision.pk).exists()
        )

    def _void_decisions(self, revision: Revision, user: Any) -> None:
        """A text that changes under review goes back to the first step, with the new revision."""
        state = self.current_workflow_task_state
        if state is not None and state.revision_id != revision.pk:
            state.cancel(user=user, comment=gettext("The text was changed; the review starts anew."))

    # --- publishing --------------------------------------------------------------------------------------

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            self.require_issued(revision.pk)
            super().publish(revision, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        self.require_withdrawn()
        super().unpublish(*args, **kwargs)

    def require_withdrawn(self) -> None:
        """Refuse to take a document off the site that was not withdrawn.

        Raises:
            WithdrawalRequiredError: no withdrawal ends the document's chain.
        """
        if not self._is_withdrawn():
            raise WithdrawalRequiredError(
                gettext(
                    "An issued document is not taken off the site; it is withdrawn, with a reason and a basis."
                )
            )

    def _is_withdrawn(self) -> bool:
        last = (
            Withdrawal.objects.filter(document_id=self.document_id, cancelled_version__isnull=True)
            .order_by("-chain_index")
            .first()
        )
        if last is None:
            return False
        later = IssuedVersion.objects.filter(document_id=self.document_id, chain_index__gt=last.chain_index)
        return not later.uncancelled().exists()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.document_id and self.document.chain_length:
            self._refuse_deletion()
        return super().delete(*args, **kwargs)

    def _refuse_deletion(self) -> NoReturn:
        raise DeletionRefusedError(
            gettext("%(code)s was issued, so it stays on record. Withdraw it instead.") % {"code": self.code}
        )
