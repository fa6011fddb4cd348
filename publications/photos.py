"""Photographs of boards: made small, and rid of where and with what they were taken."""

from __future__ import annotations

import io
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from publications.errors import PublicationError

LARGEST_BYTES = 12 * 1024 * 1024
LARGEST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 82


class PhotoError(PublicationError):
    """The file is no photograph that can be kept."""


def prepared_photo(file: IO[bytes], size: int) -> ContentFile:
    """The photograph as JPEG of at most 1,600 px, upright, without any metadata.

    Raises:
        PhotoError: too large, no picture, or broken.
    """
    if size > LARGEST_BYTES:
        raise PhotoError(_("The photo is larger than 12 MB. Take it again in a smaller size."))
    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PhotoError(_("The photo has too many pixels. Take it again in a smaller size."))
            opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PhotoError(
            _("This file is no photo that can be read. Choose a JPEG or PNG picture.")
        ) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, exif=b"")
    return ContentFile(target.getvalue(), name="bang.jpg")
