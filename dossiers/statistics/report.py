"""A report as it is shown: figures, table, pictures and words, the same for the page and its files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.models import DossierSettings
from dossiers.statistics import charts
from dossiers.statistics.answers import figures_of
from dossiers.statistics.figures import Figures
from dossiers.statistics.forms import Asked, ReportForm
from dossiers.statistics.periods import months_until
from dossiers.statistics.questions import Dimension
from dossiers.statistics.tables import MONTH, Table, finding, table_of
from organisation.models import OfficeSettings
from organisation.selectors import unit_tree
from organisation.vietnamese_format import format_datetime, format_number, format_percent, lower_first

TREND_MONTHS = 12
KINDS = {
    "don-vi": Dimension.UNIT.value,
    "linh-vuc": Dimension.FIELD.value,
    "thu-tuc": Dimension.PROCEDURE.value,
    "can-bo": Dimension.OFFICER.value,
    "kenh": Dimension.CHANNEL.value,
    "thang": MONTH,
}
"""By what the table breaks down, by its word in the address."""


@dataclass(frozen=True, slots=True)
class Stat:
    """A number of the head: its label, the denominator or remark beside it, and the measure behind it."""

    label: str
    value: str
    note: str
    measure: str = ""
    tone: str = ""


class Report:
    """Figures for one question. Reads lazily: a list behind a number needs no table.

    Args:
        data: the query of the address.
        now: the moment the figures are of.
    """

    def __init__(self, data: Any, now: dt.datetime) -> None:
        self.now = now
        today = timezone.localdate(now)
        chosen = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
        office = chosen.office if chosen else None
        self.form = ReportForm(data, now=now, today=today, office=office, tree=unit_tree(today))
        self.asked: Asked = self.form.asked()
        self.kind = data.get("xem") if data.get("xem") in KINDS else "don-vi"
        self.today = today

    @cached_property
    def target(self) -> Decimal:
        return DossierSettings.chosen().on_time_target

    @property
    def target_words(self) -> str:
        """ "95%" or "97,5%"."""
        return f"{format_number(self.target)}%"

    @cached_property
    def _all_figures(self) -> list[Figures]:
        months = months_until(min(self.asked.period.last, self.today), TREND_MONTHS)
        periods = [self.asked.period, self.asked.period.previous, *months]
        return figures_of(self.asked.question, periods)

    @property
    def figures(self) -> Figures:
        """Of the period asked for."""
        return self._all_figures[0]

    @property
    def before(self) -> Figures:
        """Of the period before."""
        return self._all_figures[1]

    @cached_property
    def months(self) -> list[tuple[int, Figures]]:
        """The twelve months that end with the period, as (year × 100 + month, figures)."""
        months = months_until(min(self.asked.period.last, self.today), TREND_MONTHS)
        return [
            (month.first_month, figures) for month, figures in zip(months, self._all_figures[2:], strict=True)
        ]

    @cached_property
    def table(self) -> Table:
        return table_of(KINDS[self.kind], self.asked, self.figures)

    @cached_property
    def bars(self) -> list[charts.Bar]:
        return charts.bars([(line.label, line.figures) for line in self.table.lines], self.target)

    @property
    def finding(self) -> str:
        """What the picture of rates says."""
        return finding(self.table, self.target_words, [bar.label for bar in self.bars if bar.is_below])

    @cached_property
    def trend(self) -> charts.Trend:
        return charts.trend(self.months, self.target)

    # --- Words ----------------------------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return _("Dossiers returned on time")

    @property
    def subtitle(self) -> str:
        """The period, by which unit, and when it was counted."""
        words = {
            "period": self.asked.period.words,
            "basis": str(self.asked.question.basis.label).lower(),
            "moment": format_datetime(self.now),
        }
        return _("%(period)s, counted by %(basis)s. Figures of %(moment)s.") % words

    @property
    def caption(self) -> str:
        """One line that says what the table counts, for files."""
        filters = "; ".join(f"{label}: {value}" for label, value in self.form.filter_words(self.asked))
        return f"{self.title} – {self.subtitle} {filters}."

    @property
    def definition(self) -> str:
        """How the rate is made."""
        return _(
            "Rate = (early + on time) / resolved. Pending dossiers are outside it. A dossier with a new date promised "
            "counts by its first date."
        )

    def stats(self) -> list[Stat]:
        """The numbers of the head, each with its denominator."""
        figures = self.figures
        return [
            self._on_time(),
            Stat(_("Overdue"), format_number(figures.overdue), self._apologies(), "overdue"),
            Stat(_("Pending"), format_number(figures.pending), self._pending(), "pending"),
            Stat(_("To be resolved"), format_number(figures.received), self._received(), "received"),
            self._change(),
        ]

    def _on_time(self) -> Stat:
        """The rate beside its counts; of few dossiers it is not held against the target."""
        label, rate = _("On time (early included)"), self.figures.on_time_rate
        counts = {"part": format_number(rate.part), "whole": format_number(rate.whole)}
        if 0 < rate.whole < charts.LEAST_RANKED:
            words = _("%(part)s / %(whole)s resolved; few dossiers, so not held against the target")
            return Stat(label, str(rate), words % counts, "kept")
        tone = "" if rate.percent is None else "ok" if rate.percent >= self.target else "warn"
        return Stat(label, str(rate), _("%(part)s / %(whole)s resolved") % counts, "kept", tone)

    def _apologies(self) -> str:
        figures = self.figures
        promised, missed = figures.overdue_with_new_date, figures.overdue_after_apology
        if not promised:
            words = _("of %(count)s resolved; none with an apology and a new date")
            return words % {"count": format_number(figures.resolved)}
        counts = {
            "promised": format_number(promised),
            "without": format_number(figures.overdue - promised),
            "missed": format_number(missed),
        }
        if missed:
            return (
                _(
                    "%(promised)s with an apology and a new date (%(missed)s missed that, too), %(without)s without"
                )
                % counts
            )
        return _("%(promised)s with an apology and a new date, %(without)s without") % counts

    def _pending(self) -> str:
        if not self.figures.past_due:
            return _("none past due; outside the rate")
        count = self.figures.past_due
        words = ngettext(
            "%(count)s past due; outside the rate", "%(count)s past due; outside the rate", count
        )
        return words % {"count": format_number(count)}

    def _received(self) -> str:
        figures = self.figures
        counts = {
            "carried": format_number(figures.carried_over),
            "new": format_number(figures.new),
            "online": format_number(figures.online),
            "rate": str(figures.online_rate),
        }
        if not figures.new:
            return _("%(carried)s carried over, none new") % counts
        return _("%(carried)s carried over + %(new)s new, %(online)s of these online (%(rate)s)") % counts

    def _change(self) -> Stat:
        """How the rate moved, when both periods have dossiers enough for one."""
        label = _("Against %(period)s") % {"period": lower_first(self.asked.period.previous.words)}
        rates = (self.figures.on_time_rate, self.before.on_time_rate)
        now, then = (rate.percent for rate in rates)
        if now is None or then is None or min(rate.whole for rate in rates) < charts.LEAST_RANKED:
            return Stat(label, "–", _("few dossiers, so no comparison"))
        change = now - then
        sign = "+" if change > 0 else "−" if change < 0 else ""
        words = f"{sign}{format_percent(abs(change)).rstrip('%')}"
        return Stat(label, words, _("percentage points of the on-time rate"))
