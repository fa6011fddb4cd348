"""QR codes as SVG (ISO/IEC 18004), with the quiet zone that readers need."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004 6.3.8)."""


def qr_svg(address: str) -> str:
    """A QR code of an address, error correction M, black on white; the size is the reader's business."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return stream.getvalue().decode().strip()
