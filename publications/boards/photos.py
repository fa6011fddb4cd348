"""Photos of posted notices: made small, and freed of everything a camera adds (place, device, owner)."""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from publications.errors import PhotoRefusedError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 100_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")


def clean_photo(file: IO[bytes], size: int) -> ContentFile:
    """The picture as a JPEG of at most 1600 pixels a side, upright, without any metadata.

    Args:
        file: as uploaded.
        size: in bytes.

    Raises:
        PhotoRefusedError: larger than 10 MB, no picture, or one that would unfold to too many pixels.
    """
    if size > MOST_BYTES:
        raise PhotoRefusedError(_("The photo is larger than 10 MB. Take it again with a lower resolution."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _small_jpeg(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefusedError(_("The photo has too many pixels. Choose another one.")) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, KeyError, TypeError) as error:
        raise PhotoRefusedError(
            _("This file is not a photo that can be read. Send a JPEG or PNG picture.")
        ) from error


def _small_jpeg(file: IO[bytes]) -> ContentFile:
    with Image.open(file, formats=FORMATS) as source:
        if source.width * source.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        source.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        with_alpha = upright.convert("RGBA")
        picture = Image.new("RGB", upright.size, "white")  # a new one: no metadata comes along
        picture.paste(with_alpha, mask=with_alpha.getchannel("A"))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(target.getvalue(), name="photo.jpg")
