"""System checks of the search: the index is a folder that nobody else may read or write."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from modelsearch.backends import get_search_backends_with_name

from search.backends.whoosh import WhooshSearchBackend


@register(Tags.security)
def index_folder_is_private(**kwargs: Any) -> list[CheckMessage]:
    """The index holds pickles and texts of internal documents."""
    return [
        message
        for name, backend in get_search_backends_with_name()
        if isinstance(backend, WhooshSearchBackend)
        for message in _messages(name, backend.store.root.resolve())
    ]


def _messages(name: str, root: Path) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for folder in _served_folders():
        if root.is_relative_to(folder.resolve()):
            text = f"The index of the search backend “{name}” lies in {folder}, whose files are served to everybody."
            hint = "Set PATH to a folder of its own: the index holds internal texts, and reading it can run code."
            messages.append(Error(text, hint=hint, id="search.E001"))
    if root.exists() and stat.S_IMODE(root.stat().st_mode) & 0o077:
        text = f"The index of the search backend “{name}” in {root} can be read or written by other users."
        messages.append(Warning(text, hint=f"chmod 700 {root}", id="search.W001"))
    return messages


def _served_folders() -> list[Path]:
    entries: list[Any] = [settings.MEDIA_ROOT, settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    return [Path(one[1] if isinstance(one, tuple) else one) for one in entries if one]
