"""Our own format as JSON. Pure."""

from __future__ import annotations

import json
from typing import Any


def write(data: dict[str, Any]) -> bytes:
    """Indented, in UTF-8, with a newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
