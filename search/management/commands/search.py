"""Search from the command line, as the public or as somebody."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.policies import DocumentPolicy
from organisation.models import User
from procedures.as_of import AsOf
from search.facets import KIND, STATUS
from search.finding import Match, find, present
from search.reader import Reader
from search.registry import Result
from search.understanding import Asked, ask, plain_text

MOST_SHOWN = 1000


class Command(BaseCommand):
    """`manage.py search "so do" --as thukyiso --limit 5 --json`."""

    help = "Search as the public, or with --as as a person of the office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument(
            "--as", dest="username", default="", metavar="USER", help="user name; the public without it"
        )
        parser.add_argument("--limit", type=int, default=10, help="results to show")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["limit"] <= MOST_SHOWN:
            raise CommandError(_("--limit is a number from 1 to %(most)d.") % {"most": MOST_SHOWN})
        now = timezone.now()
        reader = Reader(AsOf(now, localdate(now)), self._policy(plain_text(options["username"])))
        asked = ask(options["query"])
        found = find(asked, reader)
        shown = found[: options["limit"]]
        pairs = list(zip(shown, present(shown), strict=True))
        self.stdout.write(
            _as_json(asked, found, pairs) if options["as_json"] else _as_text(asked, found, pairs)
        )

    def _policy(self, username: str) -> DocumentPolicy | None:
        if not username:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no active account %(name)s.") % {"name": username})
        policy = DocumentPolicy(user)
        if not policy.is_staff_member:
            raise CommandError(_("The account %(name)s holds no role in the office.") % {"name": username})
        return policy


Pairs = list[tuple[Match, Result]]


def _as_text(asked: Asked, found: list[Match], pairs: Pairs) -> str:
    lines = [
        _("%(count)d results for “%(query)s”") % {"count": len(found), "query": asked.query.understood.meant}
    ]
    lines += (
        [_("Also looked for: %(names)s") % {"names": ", ".join(map(" ".join, asked.also))}]
        if asked.also
        else []
    )
    if found and found[0].is_near:
        lines.append(_("Nothing answers this well. What follows holds some of the words."))
    for number, (match, result) in enumerate(pairs, 1):
        lines.append(
            f"{number:>3}. {result.title}  [{match.values[KIND][1]}]  {' '.join(result.codes)}  {result.url}"
        )
    return "\n".join(lines)


def _as_json(asked: Asked, found: list[Match], pairs: Pairs) -> str:
    hits = [
        {
            "title": result.title,
            "kind": match.values[KIND][0],
            "codes": list(result.codes),
            "status": match.values.get(STATUS, ("", ""))[0],
            "url": result.url,
        }
        for match, result in pairs
    ]
    answer = {
        "typed": asked.text,
        "meant": asked.query.understood.meant,
        "total": len(found),
        "only_near": bool(found) and found[0].is_near,
        "results": hits,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)
