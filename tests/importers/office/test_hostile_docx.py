"""Every odd file gets its sentence: in bounded time, with nothing left behind."""

import time

import pytest

from procedures.importers.office.docx_format import LIMITS
from tests.importers.office.hostile_docx import EVERY


@pytest.mark.parametrize("hostile", EVERY, ids=str)
def test_says_what_it_is(hostile, read, temp_folder):
    data = hostile.make()
    begun = time.monotonic()
    result = read(data, "tep.docx")
    assert time.monotonic() - begun < LIMITS.wall_seconds / 2
    kinds = [finding.kind for finding in result.findings.items]
    assert result.is_refused == hostile.is_refused, result.findings.items
    assert kinds == [hostile.kind] if hostile.kind else not kinds
    assert len(result.readings) == result.count == (0 if hostile.is_refused else 1)
    assert all(
        finding.file == "tep.docx" and finding.message.endswith(".") for finding in result.findings.items
    )
    assert list(temp_folder.iterdir()) == []


def test_there_are_enough_of_them():
    assert len(EVERY) >= 40
    assert len({hostile.name for hostile in EVERY}) == len(EVERY)
