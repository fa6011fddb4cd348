"""manage.py measure_objectives: record what the system counts for the periods of objectives that are over.

For a timer, once a night; running it twice does no harm.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from audits.enums import ObjectiveState
from audits.models import QualityObjective
from audits.services.measuring import count_objectives


class Command(BaseCommand):
    help = "Ghi nhận giá trị của mục tiêu chất lượng cho những kỳ đã kết thúc."

    def handle(self, *args: Any, **options: Any) -> None:
        objectives = QualityObjective.objects.filter(state=ObjectiveState.APPROVED)
        rows = count_objectives(objectives.order_by("code"), timezone.now())
        for row in rows:
            self.stdout.write(str(row))
        self.stdout.write(f"Đã ghi {len(rows)} giá trị.")
