"""Procedures that are received together with another one, each with its case and checklist, on the same page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from document_control.models import IssuedVersion
from dossiers.forms.intake import RECEIVE, IntakeForm, without_errors
from dossiers.forms.procedure import ProcedureForm
from dossiers.selectors.reception import Places, places_beside
from dossiers.services.intake_data import Intake, Paper
from dossiers.services.interlinked import CHILD_LETTERS
from organisation.models import Unit

FIND, ADD, TAKE_OFF = "tim", "them", "bot"
"""Further buttons of the form; those of one version carry its key: "them:12"."""
JOINED = "lien-thong"
"""The versions received together, one value each, in the order of their letters."""
WORDS, WORDS_BEFORE = "tim-lien-thong", "da-tim-lien-thong"
MOST_ADDED = len(CHILD_LETTERS) - 1
"""One letter is the form's own procedure's."""
LONGEST_KEY = 9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the pressed button wants, and of which version; `version_id` is 0 for the form as a whole."""

    act: str
    version_id: int = 0


def wanted_of(data: QueryDict) -> Wanted:
    """Read the pressed button. Enter in the search box of further procedures searches, it receives nothing."""
    act, _colon, number = data.get("viec", RECEIVE).partition(":")
    words = data.get(WORDS, "").strip()
    if act == RECEIVE and words and words != data.get(WORDS_BEFORE, ""):
        return Wanted(FIND)
    return Wanted(act, _key(number))


def joined_ids(data: QueryDict) -> list[int]:
    """Keys of the versions received together, each once, as many as can be received."""
    keys = dict.fromkeys(key for text in data.getlist(JOINED) if (key := _key(text)))
    return list(keys)[:MOST_ADDED]


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else 0


class JoinedForm(ProcedureForm):
    """One procedure received together with that of the form; who hands in and how is the form's."""

    competent_unit = forms.TypedChoiceField(label=gettext_lazy("Unit that solves it"), coerce=int)

    def __init__(self, version: IssuedVersion, places: Places, data: QueryDict | None = None) -> None:
        self.places = places_beside(places, version)
        prefix = f"lt{version.pk}"
        super().__init__(data, prefix=prefix, initial={"competent_unit": self.places.solving.pk})
        units = [(unit.pk, unit.name) for unit in self.places.competent]
        self.fields["competent_unit"].choices = units  # type: ignore[attr-defined]
        self.fit_version(version)

    @property
    def solving(self) -> Unit:
        """The unit that is chosen to solve it, the one that owns the procedure while none is."""
        chosen = self.value("competent_unit")
        return next((unit for unit in self.places.competent if str(unit.pk) == chosen), self.places.solving)

    def begin(self, data: QueryDict) -> None:
        """Write what an empty form proposes into what was sent, as if it had been on the page."""
        for name in self.fields:
            value = self[name].value()
            if value is not None and value is not False:
                data[self.add_prefix(name)] = str(value)

    def intake(self, whole: Intake) -> Intake:
        """This procedure's part of a reception; call it on a valid form."""
        return replace(
            _part(whole),
            version=self.version,
            case_code=self.cleaned_data.get("case_code", ""),
            competent_unit=self.solving,
            papers=self.papers(),
        )


class JoinedForms:
    """The further procedures of one form of reception, in order; without any, the form is that of one dossier."""

    def __init__(
        self, versions: Sequence[IssuedVersion], places: Places, data: QueryDict | None = None
    ) -> None:
        self.forms = [JoinedForm(version, places, data) for version in versions]

    def __len__(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        """Are all of them filled in? What the page shows of the others is validated as it is drawn."""
        return all(form.is_valid() for form in self.forms)

    def without_errors(self) -> None:
        """Forget what validation found, for a page that is only drawn anew."""
        for form in self.forms:
            without_errors(form)

    def lack_papers(self) -> bool:
        """Are required papers missing? Each procedure then says which; call it on valid forms."""
        lacking = [(form, names) for form in self.forms if (names := form.missing_papers())]
        for form, names in lacking:
            message = _(
                "Not complete yet: %(papers)s. Tick what is there or not needed, or take this procedure off and "
                "receive it later."
            )
            form.add_error(None, message % {"papers": "; ".join(names)})
        return bool(lacking)

    def group(self, form: IntakeForm) -> tuple[Intake, list[Intake]]:
        """The reception as a whole, and its procedures: the form's own first, then the others.

        The whole lists the papers of all, those of the others with the procedure they are for: they stand on the one
        receipt. Fees, note and the portal's code belong to the whole.
        """
        own = form.intake()
        parts = [replace(_part(own)), *(joined.intake(own) for joined in self.forms)]
        papers = [*own.papers, *(paper for joined in self.forms for paper in _papers_for(joined))]
        return replace(own, papers=papers), parts


def _part(whole: Intake) -> Intake:
    """What a part has of its whole: version, papers and places, but nothing that is taken once."""
    return Intake(
        version=whole.version,
        applicant=whole.applicant,
        channel=whole.channel,
        received_by=whole.received_by,
        competent_unit=whole.competent_unit,
        papers=whole.papers,
        case_code=whole.case_code,
        assisted_at=whole.assisted_at,
        sets=whole.sets,
        return_channel=whole.return_channel,
    )


def _papers_for(joined: JoinedForm) -> list[Paper]:
    return [{**paper, "note": joined.title} for paper in joined.papers()]
