"""The search engine: Whoosh's files below, own analysis and own scoring above. Knows neither Django nor Wagtail.

Made by `create_index(folder)` or opened by `open_index(folder)`; both give a `SearchIndex`. `IndexUnusable` says that
the folder holds no index, a damaged one, or one of another `INDEX_VERSION` (analysis or schema changed): rebuild it.

    index = create_index(folder)                     # replaces what is there: build beside the live one
    with index.writer() as writer:                   # one at a time; `IndexBusy` after `timeout` seconds
        writer.put(IndexDocument(id="notices.notice:4", title="…", body="…", filters={"model": ("notices.notice",)}))
        writer.delete("notices.notice:3")            # unknown ids are no error
                                                     # leaving the block commits; an exception inside discards all of it
    query = index.understand("cap doi so do")        # analysis.query.Query: what was meant and what to look for
    found = index.search(query, limit=10, offset=0)  # sees every commit, also of other processes
    found.hits                                       # [Hit(id, score)], best first; ties by id
    found.total                                      # how many documents answer
    found.counts("kind")                             # {"procedure": 12, …} among all of them, most frequent first
    query.understood                                 # what to show: "Kết quả cho … · tìm đúng như đã gõ"

Who may read what, and every filter, narrows before hits are ranked and counted:

    index.search(query, within={"readers": {"public", "unit:3"}, "model": {"procedures.versioncard"}})
        # names are joined by and, the values of one name by or
    index.search(query, restrict_ids={"procedures.versioncard:17", …})   # also, for what only the database knows
    index.suggest("thu tuc dang ky k", limit=8, within=…)                # [Hit]: titles while typing

A filter named "year" answers `tu:2024`. Every value of a filter is plain text. What a person may read belongs in a
filter too ("readers"), so that counts and suggestions know it.

What scores less than `reach` of the best is no answer (`reach=0` keeps everything that has any word); beyond the best
`MOST_CANDIDATES` of a segment nothing is ranked or counted, so pass `within` or `restrict_ids` and do not filter later.

`index.understand(text, as_typed=True)` neither restores marks nor repairs slips. `index.document_count` counts live
documents. `index.learn(documents)` teaches the model that restores marks, anew each time; writing teaches nothing, so
that what is public no longer is not remembered either. `index.tidy()` joins segments, when nothing else is to be done.

A `SearchIndex` may be shared by threads. The folder holds pickles: keep it private.
"""

from search.engine.documents import SOUGHT_AFTER, Hit, IndexDocument
from search.engine.index import Found, IndexBusy, IndexUnusable, SearchIndex, create_index, open_index
from search.engine.schema import INDEX_VERSION

__all__ = [
    "INDEX_VERSION",
    "SOUGHT_AFTER",
    "Found",
    "Hit",
    "IndexBusy",
    "IndexDocument",
    "IndexUnusable",
    "SearchIndex",
    "create_index",
    "open_index",
]
