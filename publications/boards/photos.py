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
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")


def clean_photo(file: IO[bytes], size: int, longest_side: int = LONGEST_SIDE) -> ContentFile:
    """The picture as a JPEG of at most `longest_side` pixels a side, upright, without any metadata.

    Args:
        file: as uploaded.
        size: in bytes.
        longest_side: in pixels.

    Raises:
        PhotoRefusedError: larger than 10 MB, no picture, or one that would unfold to too many pixels.
    """
    if size > MOST_BYTES:
        raise PhotoRefusedError(_("The photo is larger than 10 MB. Take it again with a lower resolution."))
    if _is_heic(file):
        raise PhotoRefusedError(
            _(
                "This photo is in the format HEIC, which cannot be read here. Set the camera of the phone to JPEG "
                "(“most compatible”) and take it again."
            )
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _small_jpeg(file, longest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefusedError(_("The photo has too many pixels. Choose another one.")) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, KeyError, TypeError) as error:
        raise PhotoRefusedError(
            _("This file is not a photo that can be read. Send a JPEG or PNG picture.")
        ) from error


def _is_heic(file: IO[bytes]) -> bool:
    """Is it what iPhones write by themselves? The box "ftyp" names the format (ISO/IEC 14496-12)."""
    head = file.read(12)
    file.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS


def _small_jpeg(file: IO[bytes], longest_side: int) -> ContentFile:
    with Image.open(file, formats=FORMATS) as source:
        if source.width * source.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        source.draft("RGB", (2 * longest_side, 2 * longest_side))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((longest_side, longest_side))
        with_alpha = upright.convert("RGBA")
        picture = Image.new("RGB", upright.size, "white")  # a new one: no metadata comes along
        picture.paste(with_alpha, mask=with_alpha.getchannel("A"))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(target.getvalue(), name="photo.jpg")
