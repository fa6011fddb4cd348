"""Our own format as YAML that people read and edit: long texts as blocks, no anchors. Pure."""

from __future__ import annotations

from typing import Any

import yaml

WIDTH = 110
HEADING = (
    "# Thủ tục và quy trình, xuất từ hệ thống. Sửa xong, nhập lại bằng import_procedures --format yaml.\n"
    "# Cách viết: docs/importing.md\n"
)


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write(data: dict[str, Any]) -> bytes:
    """UTF-8; what `yaml_format.parse` reads is equal to `data`."""
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return (HEADING + text).encode()
