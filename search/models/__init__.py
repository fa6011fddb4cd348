"""Tables of the search."""

from search.models.index_changes import IndexChange

__all__ = ["IndexChange"]
