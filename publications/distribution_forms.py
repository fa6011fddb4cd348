"""Forms of the distribution page: a recipient for the list, and a numbered copy to hand out."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from document_control.enums import DocumentKind
from document_control.models import ControlledDocument
from organisation.models import Unit, User
from publications.distribution import BoardHolding
from publications.enums import FileFormat, Medium, PaperKind, SheetSize
from publications.models import Distribution

OTHER = "other"
MEDIUM_WORDS = {Medium.PAPER: _("Printed copy"), Medium.ELECTRONIC: _("Electronic copy")}


class PersonChoiceField(forms.ModelChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.get_username()


class RecipientForm(forms.ModelForm):
    """A line of the distribution list: a unit, a person, or somebody outside the office."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    person = PersonChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)

    class Meta:
        model = Distribution
        fields = ("unit", "person", "outsider", "medium")

    def __init__(self, document: ControlledDocument, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=Distribution(document=document))
        unit, person, medium = (cast(Any, self.fields[name]) for name in ("unit", "person", "medium"))
        unit.queryset = Unit.objects.valid_on(localdate()).order_by("name")
        medium.choices = [(kind, MEDIUM_WORDS[kind]) for kind in Medium]
        person.queryset = User.objects.filter(is_active=True).order_by("first_name", "last_name")

    def _get_validation_exclusions(self) -> set[str]:
        """The document is fixed, but the constraints that name it count: nobody stands on a list twice."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"document"}


class CopyForm(forms.Form):
    """A numbered copy: which paper, and for whom."""

    paper = forms.ChoiceField(label=_("Kind of paper"))
    recipient = forms.ChoiceField(label=_("Copy for"))
    other = forms.CharField(label=_("Other holder"), max_length=255, required=False)

    def __init__(
        self,
        document: ControlledDocument,
        boards: list[BoardHolding],
        lines: list[Distribution],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data)
        self.boards = {f"board-{row.board.board_id}": row.board.board for row in boards}
        self.lines = {f"line-{line.pk}": line for line in lines}
        papers: list[tuple[str, Any]] = [
            (f"{PaperKind.PROCEDURE}-{SheetSize.A4}", _("ISO document (PDF, A4)"))
        ]
        if document.kind == DocumentKind.PROCEDURE:
            notices = [(f"{PaperKind.NOTICE}-{sheet}", _("Notice, %s") % sheet) for sheet in SheetSize.values]
            papers[:0] = notices
        paper, recipient = (cast(Any, self.fields[name]) for name in ("paper", "recipient"))
        paper.choices = papers
        recipient.choices = [
            *((key, _("Board: %s") % board.name) for key, board in self.boards.items()),
            *((key, str(line)) for key, line in self.lines.items()),
            (OTHER, _("Somebody else, named below")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("recipient") == OTHER and not (data.get("other") or "").strip():
            self.add_error("other", _("Say who gets the copy."))
        return data

    def order(self) -> dict[str, Any]:
        """The wish as `services.copies.make_controlled_copy` takes it."""
        chosen = self.cleaned_data["recipient"]
        kind, _dash, sheet = self.cleaned_data["paper"].partition("-")
        line = self.lines.get(chosen)
        return {
            "holder": str(line) if line else self.cleaned_data["other"] if chosen == OTHER else "",
            "board": self.boards.get(chosen),
            "format": FileFormat.PDF,
            "kind": PaperKind(kind),
            "sheet": SheetSize(sheet),
        }
