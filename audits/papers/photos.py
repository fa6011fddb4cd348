"""Photos inside papers: a small JPEG wrapped in SVG, the one kind of picture that documents carry. Pure."""

from __future__ import annotations

import base64
import io

from PIL import Image

LONGEST_EDGE = 560
QUALITY = 72


def photo_svg(content: bytes) -> str:
    """A kept photo, made small, as a drawing that every paged format shows.

    Raises:
        OSError: the bytes are no picture (PIL.UnidentifiedImageError is one).
    """
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        small = picture.convert("RGB")
        small.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=QUALITY, optimize=True)
        width, height = small.size
    data = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
