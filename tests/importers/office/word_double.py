"""Stands in for the Word reader: every block of pandoc's tree is one passage without a place."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pypandoc

from procedures.importers.findings import FindingKind
from procedures.importers.reading import Passage, Reading

PANDOC = Path(pypandoc.__file__).parent / "files" / "pandoc"


class PandocError(Exception):
    pass


def pandoc_tree(docx):
    command = [PANDOC, "--from=docx", "--to=json", "--sandbox", "+RTS", "-M512m", "-RTS"]
    done = subprocess.run(command, input=docx, capture_output=True)
    if done.returncode:
        raise PandocError(done.stderr.decode(errors="replace"))
    return json.loads(done.stdout)


def read_tree(tree, name, findings):
    passages = [
        Passage(where=f"đoạn {number}", text=words(block), reason="Thử")
        for number, block in enumerate(tree["blocks"], start=1)
    ]
    if not passages:
        findings.error(0, "", "Tệp không có chữ.", FindingKind.FILE_EMPTY)
        return None
    return Reading({"name": name}, tuple(passages), frozenset({"name"}))


def codes_in(texts):
    return {}


def words(node):
    """All text below a node of the tree."""
    if isinstance(node, dict):
        if node.get("t") == "Str":
            return node["c"]
        return " " if node.get("t") in {"Space", "SoftBreak"} else words(node.get("c", ""))
    return "".join(map(words, node)) if isinstance(node, list) else ""


def install():
    module = ModuleType("procedures.importers.word")
    module.PandocError, module.pandoc_tree, module.read_tree = PandocError, pandoc_tree, read_tree
    module.codes_in = codes_in
    sys.modules.setdefault("procedures.importers.word", module)


def read_in_child(data):
    """For the child process."""
    install()
    from procedures.importers.office.docx_child import read_in_child as read

    return read(data)
