"""A backend of Wagtail's search API (modelsearch) on the search engine of this project, whose files are Whoosh's.

    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.whoosh",
            "PATH": VAR_DIR / "search-index",  # a private folder of its own, on a local disk
            "OUTBOX": "search.outbox.outbox",  # optional: note changes with the save, write them later
            "SYNONYMS": "search.office_synonyms.office_synonyms",  # optional: gives the table of everyday names
            "PUBLIC": "search.publicity.public_keys",  # optional: whose texts teach the model that restores marks
        },
    }

Without OUTBOX every `add` and `delete` writes to the index at once. The models' `search_fields` say what is indexed;
`document_of` lets a model say more (codes, kinds, readers).
"""

from search.backends.whoosh.backend import WhooshSearchBackend
from search.backends.whoosh.documents import document_of, key_of
from search.backends.whoosh.store import IndexStore

SearchBackend = WhooshSearchBackend

__all__ = ["IndexStore", "SearchBackend", "WhooshSearchBackend", "document_of", "key_of"]
