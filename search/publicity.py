"""What is public now: the rows that anybody finds on the public face."""

from __future__ import annotations

from django.utils import timezone
from django.utils.timezone import localdate

from procedures.as_of import AsOf
from search.backends.whoosh.documents import key
from search.reader import Reader
from search.registry import sources_for


def public_keys() -> frozenset[str]:
    """Keys of the documents that the public may find now; a few queries, however many there are."""
    now = timezone.now()
    found: set[str] = set()
    for source in sources_for(Reader(AsOf(now, localdate(now)))):
        permitted = source.permitted()
        if permitted is not None:
            pks = permitted.order_by().values_list("pk", flat=True)
            found.update(key(source.model, pk) for pk in pks)
    return frozenset(found)
