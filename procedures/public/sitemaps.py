"""What search engines are told to read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion


class ProcedureSitemap(Sitemap):
    """The public procedures in force, each at its lasting address."""

    changefreq = "weekly"

    def items(self) -> list[dict[str, Any]]:
        versions = IssuedVersion.objects.in_force_at(timezone.now()).public()
        versions = versions.filter(document__kind=DocumentKind.PROCEDURE, document__processpage__isnull=False)
        slugs = versions.annotate(slug=F("document__processpage__slug")).order_by("slug")
        return list(slugs.values("slug", "effective_from"))

    def location(self, item: dict[str, Any]) -> str:
        return reverse("procedure", args=[item["slug"]])

    def lastmod(self, item: dict[str, Any]) -> dt.datetime:
        moment: dt.datetime = item["effective_from"]
        return moment


class PlainSitemap(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return ["home", "procedure-list", "changes", "contact"]

    def location(self, item: str) -> str:
        return reverse(item)
