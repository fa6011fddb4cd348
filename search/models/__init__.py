"""Tables of the search."""

from search.models.everyday_names import SynonymGroup
from search.models.extracted_texts import ExtractedText
from search.models.index_changes import IndexChange
from search.models.query_log import Face, QueryLog

__all__ = ["ExtractedText", "Face", "IndexChange", "QueryLog", "SynonymGroup"]
