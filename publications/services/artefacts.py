"""Made files: find the one that is still right, make it, store it. Called by jobs and commands, never inside a
transaction: making takes seconds, and on SQLite a transaction holds the only write lock."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from publications.enums import PaperKind
from publications.files import rendering
from publications.files.recipes import Recipe
from publications.models import Artefact
from publications.models.artefacts import artefact_path
from publications.writers.base import Progress, Rendered, no_progress

logger = logging.getLogger(__name__)


# --- Finding ------------------------------------------------------------------------------------------------
def stored_file(recipe: Recipe, today: dt.date) -> Artefact | None:
    """The stored file of a recipe, when making it again would give the same; None when it must be made.

    Handbooks are not composed here, because a web process asks: an issued edition never changes, so its file is right
    as long as nothing that makes files has changed; a handbook "as of a day" is compared where it is made.

    Raises:
        PublicationError: nothing can be made from this recipe.
    """
    if recipe.kind != PaperKind.HANDBOOK:
        return stored_files([recipe], today).get(recipe)
    if recipe.edition_id is None:
        return None
    found = Artefact.objects.filter(recipe_key=recipe.key, tools_key=_key(rendering.tools_of(recipe)))
    return _present(found.first())


def stored_files(recipes: Iterable[Recipe], today: dt.date) -> dict[Recipe, Artefact]:
    """The stored files that are still right, of papers that are quick to compose; one query beside composing.

    Raises:
        PublicationError: as `stored_file`.
    """
    wanted = {}
    for recipe, document in rendering.compose_recipes(recipes, today).items():
        wanted[recipe.key, document.fingerprint(), _key(rendering.tools_of(recipe))] = recipe
    rows = Artefact.objects.filter(recipe_key__in={key for key, _tree, _tools in wanted})
    found = {}
    for row in rows:
        asked = wanted.get((row.recipe_key, row.tree_hash, row.tools_key))
        if asked is not None and _present(row) is not None:
            found[asked] = row
    return found


def _present(artefact: Artefact | None) -> Artefact | None:
    """The artefact if its file is there: a restored backup knows rows whose files are made anew."""
    if artefact is None or not artefact.file.storage.exists(str(artefact.file.name)):
        return None
    return artefact


def _key(tools: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(tools, sort_keys=True).encode()).hexdigest()


# --- Making -------------------------------------------------------------------------------------------------
def make_file(recipe: Recipe, today: dt.date, progress: Progress = no_progress) -> Artefact:
    """The file of a recipe: the stored one when it is still right, otherwise made now.

    Args:
        today: the day whose fees count where the recipe names none.

    Raises:
        PublicationError: the text cannot be printed, or does not fit; the message says what to do.
    """
    tree_hash, tools = rendering.tree_hash(recipe, today), rendering.tools_of(recipe)
    same = Artefact.objects.filter(recipe_key=recipe.key, tree_hash=tree_hash, tools_key=_key(tools))
    stored = _present(same.first())
    if stored is not None:
        return stored
    rendered = rendering.render(recipe, today, progress)
    return store_artefact(recipe, tree_hash=tree_hash, tools=tools, rendered=rendered)


def store_artefact(
    recipe: Recipe, *, tree_hash: str, tools: Mapping[str, str], rendered: Rendered
) -> Artefact:
    """Keep a made file: bytes first, then its row. A crash between leaves bytes that `prune_artefacts` finds."""
    sha256 = rendered.sha256
    values: dict[str, Any] = {
        "recipe": recipe.as_data(),
        "kind": recipe.kind,
        "format": recipe.format,
        "version_id": recipe.version_id,
        "handbook_edition_id": recipe.edition_id,
        "sha256": sha256,
        "size": len(rendered.content),
        "pages": rendered.pages,
        "tools": dict(tools),
        "file": _write(Artefact(sha256=sha256, format=recipe.format), rendered.content),
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        artefact, _created = Artefact.objects.update_or_create(
            recipe_key=recipe.key, tree_hash=tree_hash, tools_key=_key(tools), defaults=values
        )
    return artefact


def _write(artefact: Artefact, content: bytes) -> str:
    """Write the bytes under the name of their hash; returns the name. A torn file of a killed worker is replaced."""
    storage, name = artefact.file.storage, artefact_path(artefact, "")
    if storage.exists(name):
        with storage.open(name) as stored:
            if hashlib.file_digest(stored, "sha256").hexdigest() == artefact.sha256:
                return name
        logger.warning("%s is damaged and is written anew", name)
        storage.delete(name)
    return str(storage.save(name, ContentFile(content)))
