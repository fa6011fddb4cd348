"""The same sending at the same moment, and two people at the same moment, on a real database file."""

import json
import shutil

import pytest

from tests.browser_support.live_site import manage


@pytest.fixture
def report(sample_var_dir, tmp_path):
    var_dir = tmp_path / "var"
    shutil.copytree(sample_var_dir, var_dir)
    printed = manage(var_dir, "shell", "-v0", "-c", "from tests.audits.walk.racing import race; race()")
    return json.loads(printed.splitlines()[-1])


def test_one_row_per_sending_and_a_conflict_for_two_people(report):
    assert report["same"] == [["applied"] * 3] * 10 and report["answers"] == 10
    assert all(len(set(round_)) == 1 and isinstance(round_[0], int) for round_ in report["photos"])
    assert report["kept_photos"] == 10
    assert sorted(report["rivals"]) == ["applied", "conflict"]
    assert report["has_conflict"] and report["version"] == 2
