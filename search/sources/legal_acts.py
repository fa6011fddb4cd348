"""Legal acts: for staff the register, for the public those that procedures in force rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _

from document_control.models import LegalAct, LegalCitation
from organisation.vietnamese_format import format_date
from procedures.workspace.staff_selectors import document_url
from search.facets import KIND, STATUS, YEAR, Value
from search.registry import Detail, Facts, Link, Result, Source, register_source
from search.sources.versions import FUTURE, IN_FORCE, OBSOLETE, state_value

LEGAL_ACT = "legal_act"
MOST_CITING = 3


@register_source
class LegalActSource(Source):
    """Acts themselves are public; which of them a closed document cites is not."""

    model = LegalAct

    def permitted(self) -> QuerySet[LegalAct] | None:
        policy = self.reader.policy
        if policy is None:
            return LegalAct.objects.filter(
                citations__version__in=self.reader.versions_in_force().order_by().values("pk")
            )
        return LegalAct.objects.all() if policy.sees_register else None

    def facts(self, pks: Sequence[int]) -> dict[int, Facts]:
        return {act.pk: self._facts(act) for act in LegalAct.objects.filter(pk__in=pks).order_by()}

    def _facts(self, act: LegalAct) -> Facts:
        state = self._state(act)
        values: dict[str, Value] = {KIND: (LEGAL_ACT, _("Legal act")), STATUS: state_value(state)}
        if act.issued_on:
            values[YEAR] = (str(act.issued_on.year), str(act.issued_on.year))
        return Facts(act.title, act.number, values, is_current=state != OBSOLETE)

    def _state(self, act: LegalAct) -> str:
        day = self.reader.seen.day
        if act.is_in_force_on(day):
            return IN_FORCE
        return FUTURE if act.effective_from and act.effective_from > day else OBSOLETE

    def present(self, pks: Sequence[int]) -> dict[int, Result]:
        citing = self._citing(pks)
        acts = LegalAct.objects.filter(pk__in=pks).select_related("replaced_by")
        return {act.pk: self._result(act, citing.get(act.pk, [])) for act in acts}

    def _citing(self, pks: Sequence[int]) -> dict[int, list[Link]]:
        """Documents in force that rest on these acts, by code; only those the reader may read."""
        versions = self.reader.versions_in_force().order_by().values("pk")
        rows = (
            LegalCitation.objects.filter(legal_act__in=pks, version__in=versions)
            .annotate(
                slug=F("version__document__processpage__slug"),
                short_title=KeyTextTransform("short_title", "version__snapshot"),
            )
            .order_by("version__document__code")
        )
        found: dict[int, list[Link]] = defaultdict(list)
        columns = ("legal_act", "version__document__kind", "slug", "short_title", "version__title")
        for act, kind, slug, short_title, title in rows.values_list(*columns):
            url = document_url(kind, slug or "")
            if url and len(found[act]) < MOST_CITING:
                found[act].append(Link(_("Cited by: %(title)s") % {"title": short_title or title}, url))
        return found

    def _result(self, act: LegalAct, citing: list[Link]) -> Result:
        details = [Detail("cal", format_date(act.issued_on), _("Issued on"))] if act.issued_on else []
        if act.issuer:
            details.append(Detail("stamp", act.issuer, _("Issued by")))
        if act.replaced_by:
            details.append(Detail("swap", _("Replaced by %(number)s") % {"number": act.replaced_by.number}))
        return Result(
            title=act.title,
            url=self._url(act),
            icon="book",
            codes=(act.number,),
            details=tuple(details),
            links=tuple(citing),
        )

    def _url(self, act: LegalAct) -> str:
        if self.reader.is_staff:
            return reverse("legal-act", args=[act.pk])
        return act.url or f"{reverse('search')}?{urlencode({'q': f'so:{act.number}', 'loai': 'procedure'})}"
