"""The register row of a draft that goes away."""

from __future__ import annotations

from document_control.models import ControlledContentMixin, ControlledDocument


def forget_unissued_document(content: ControlledContentMixin) -> None:
    """A draft that was never issued may be deleted; its register row then goes with it."""
    ControlledDocument.objects.filter(pk=content.document_id, chain_length=0).delete()
