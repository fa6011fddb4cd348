"""The kinds of texts that the workspace leads through review, approval and withdrawal.

Document control asks of a text only what its mixin promises; the screens also compare, check, preview and open it, and
each model does that in its own way. A model under document control has one `TextKind`; an app above registers its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.urls import reverse

from document_control.enums import DocumentKind
from document_control.models import ControlledContentMixin, ControlledDocument, IssuedVersion
from document_control.policies import DocumentPolicy
from procedures.problem import Problem

Snapshot = Mapping[str, Any]
Context = dict[str, Any]


class TextKind(ABC):
    """How the workspace treats the texts of one model.

    Attributes:
        slug: stands before the key in the addresses of the approval screens; "" for procedures and processes.
        long_fields: columns that lists leave out.
        relation: name of the one-to-one relation from the register to the model.
        document_kinds: the kinds of documents its texts are.
        has_papers: drafts can be printed on trial, as the papers that readers get.
        preview_template: shows a draft as its readers will see it.
    """

    slug: str
    model: type[Any]
    relation: str
    document_kinds: frozenset[DocumentKind]
    long_fields: tuple[str, ...] = ()
    has_papers = False
    checked_words: Any = ""
    """What the automatic checks looked at, said when they found nothing."""

    def find(self, content_id: int) -> Any | None:
        """The text of this key that has a draft, as its own class."""
        rows = self.model._default_manager.filter(document__isnull=False, latest_revision__isnull=False)
        # Not by `pk`: that of a page is a relation, and a number no row can have would end in an error.
        return rows.filter(id=content_id).first()

    def changed(self) -> QuerySet[Any]:
        """Texts whose latest revision was never issued, with register row, draft title, draft code, planned moment."""
        issued = IssuedVersion.objects.filter(source_revision=OuterRef("latest_revision"))
        drafts = self.model._default_manager.filter(document__isnull=False, latest_revision__isnull=False)
        return (
            drafts.filter(~Exists(issued))
            .select_related("document", "latest_revision")
            .defer("latest_revision__content", *self.long_fields)
            .annotate(
                planned=KeyTextTransform("planned_effective_from", "latest_revision__content"),
                code_of_draft=KeyTextTransform("code", "latest_revision__content"),
                title_of_draft=KeyTextTransform("title", "latest_revision__content"),
            )
        )

    def address(self, name: str, content: Any) -> str:
        """The address of an approval screen ("approval", "approval-preview" …) of a text."""
        return reverse(name, args=[self.slug, content.pk] if self.slug else [content.pk])

    @abstractmethod
    def findings(self, snapshot: Snapshot) -> list[Problem]:
        """What the automatic checks say about a draft, beyond what holds for every text."""

    @abstractmethod
    def comparison(self, before: Snapshot | None, after: Snapshot) -> Context:
        """`changes` for the list and `rows` for the table of the approval screen."""

    @abstractmethod
    def editor_url(self, content: Any, problem: Problem | None = None) -> str:
        """Where the text is edited, opened at the problem when that is known."""

    @abstractmethod
    def reading_url(self, content: Any) -> str:
        """The page on which readers see the version in force; "" for none."""

    @abstractmethod
    def register_url(self, kind: str, slug: str, document_id: int) -> str:
        """The same page from what a row of the master list knows; "" for none."""

    @abstractmethod
    def preview(self, request: HttpRequest, draft: Any, snapshot: Snapshot) -> tuple[str, Context]:
        """Template and context that show a draft as its readers will see it."""

    def side_context(self, content: Any, policy: DocumentPolicy) -> Context:
        """What else the approval screen shows beside the text."""
        return {}


_kinds: list[TextKind] = []


def register_text_kind(kind: TextKind) -> TextKind:
    """Let an app above bring its controlled texts to the screens; call it from `AppConfig.ready()`."""
    if all(type(known) is not type(kind) for known in _kinds):
        _kinds.append(kind)
    return kind


def text_kinds() -> tuple[TextKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds)


def kind_of_model(model: type[ControlledContentMixin]) -> TextKind:
    """The kind of the texts of a model."""
    return next(kind for kind in _kinds if issubclass(model, kind.model))


def kind_of(content: ControlledContentMixin) -> TextKind:
    """The kind of a text."""
    return kind_of_model(type(content))


def kind_by_slug(slug: str) -> TextKind | None:
    """The kind whose addresses carry this word."""
    return next((kind for kind in _kinds if kind.slug == slug), None)


def text_url(name: str, content: ControlledContentMixin) -> str:
    """The address of an approval screen of a text of any kind."""
    return kind_of(content).address(name, content)


def text_of(document: ControlledDocument) -> Any | None:
    """The text behind a row of the register, as its own class; None for documents written elsewhere."""
    for kind in _kinds:
        if (content := getattr(document, kind.relation, None)) is not None:
            return kind.find(content.pk) or content
    return None


def register_url(kind: str, slug: str, document_id: int) -> str:
    """The page that shows a document of the master list; "" for kinds without one."""
    known = next((known for known in _kinds if kind in known.document_kinds), None)
    return known.register_url(kind, slug, document_id) if known is not None else ""


def text_relations() -> list[str]:
    """The relations from the register to the texts, to be read along."""
    return [kind.relation for kind in _kinds]
