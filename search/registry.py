"""What can be found: one source per searchable model.

A model says by `search_fields` what of it is searched, with a FilterField for its primary key. Its source says who may
find which rows, by what they are narrowed, and how they are shown::

    @register_source
    class NoticeSource(Source):
        model = Notice

        def permitted(self): ...        # rows this reader may find; None: nothing on this face
        def facts(self, pks): ...       # what lists and facets need of them, in one query
        def present(self, pks): ...     # what the page shows of the few on it

Rows that carry files are found by the files' text too, when their source says which files those are
(`file_hashes`, `carriers`, `attached`) and their model is known to `file_texts.carries_files`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet

from search.facets import Values
from search.reader import Reader


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list needs of a row, before the few on the page are read whole.

    Attributes:
        is_current: False for what is no longer, or not yet, in force.
    """

    title: str
    code: str = ""
    values: Values = field(default_factory=dict)
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact people choose by, with its icon; `label` is said to screen readers."""

    icon: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where else a result stands: a handbook's chapter, a notice board."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that a result carries; `text` is given when the words were found in it."""

    name: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What the page shows of a row.

    Attributes:
        url: empty when there is no page to open.
        codes: as people quote them.
        passages: texts as written; the best one, with the words found marked, stands under the title.
        context: said when no passage has a word of the query.
        is_internal: only staff may open it.
        version: number of a version that is not in force; empty otherwise.
        file: what it carries, to be downloaded.
    """

    title: str
    url: str
    icon: str
    codes: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    context: str = ""
    details: tuple[Detail, ...] = ()
    links: tuple[Link, ...] = ()
    is_internal: bool = False
    version: str = ""
    file: AttachedFile | None = None


class Source(ABC):
    """The rows of one model, for one reader."""

    model: ClassVar[type[Model]]

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @abstractmethod
    def permitted(self) -> QuerySet[Any] | None:
        """The rows the reader may find; None when there are none on this face."""

    @abstractmethod
    def facts(self, pks: Sequence[Any]) -> dict[Any, Facts]:
        """Facts by primary key."""

    @abstractmethod
    def present(self, pks: Sequence[Any]) -> dict[Any, Result]:
        """Results by primary key, for the rows of one page."""

    # --- rows that carry files ---------------------------------------------------------------------------
    def file_hashes(self) -> QuerySet[Any] | None:
        """SHA-256 of the files by whose text rows are found: only files the reader may open. None: there are none."""
        return None

    def carriers(self, hashes: Collection[str]) -> dict[str, list[Any]]:
        """Primary keys of the permitted rows that carry these files."""
        return {}

    def attached(self, files: Mapping[Any, str]) -> dict[Any, AttachedFile]:
        """The files, named by their hashes, of the rows of one page; without texts."""
        return {}


S = TypeVar("S", bound=type[Source])
_sources: list[type[Source]] = []


def register_source(source: S) -> S:
    """Let a model be found; call it from `AppConfig.ready()`, by importing the module."""
    if source not in _sources:
        _sources.append(source)
    return source


def sources_for(reader: Reader) -> list[Source]:
    """Every source, bound to a reader, in the order of registration: what people mostly look for comes first."""
    return [source(reader) for source in _sources]
