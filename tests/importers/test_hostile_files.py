"""Whatever a file holds: a sentence with a line, never a traceback, and nothing written."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.importers.door import ImportOptions, bring_in
from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import Mapping, Scalar, Sequence, node_from
from procedures.importers.yaml_format import duplicate_findings, parse

from .hostile_files import HARMLESS, HOSTILE, PROCEDURE, PROCESS

SECONDS_PER_FILE = 10
ENGLISH = re.compile(r"\b(expected|found|error|invalid|mapping|token|while)\b", re.IGNORECASE)


def parsed(data, name="tep.yaml"):
    file = parse(data, name)
    duplicate_findings([file])
    return file


def errors(file):
    return [f for f in file.findings.items if f.severity == "error"]


def test_the_corpus_is_large_and_its_base_is_clean():
    assert len(HOSTILE) >= 80 and len({h.name for h in HOSTILE}) == len(HOSTILE)
    for name, data in HARMLESS.items():
        assert not parsed(data).is_refused, name


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_a_hostile_file_is_refused_with_its_line(hostile):
    start = time.monotonic()
    file = parsed(hostile.data)
    assert time.monotonic() - start < SECONDS_PER_FILE
    assert file.is_refused
    found = [(f.line, f.message) for f in errors(file)]
    assert any(hostile.words in message for _line, message in found), found
    assert next(line for line, message in found if hostile.words in message) == hostile.line, found


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_sentences_are_vietnamese_and_say_what_to_do(hostile):
    for finding in errors(parsed(hostile.data)):
        assert finding.message.endswith("."), finding.message
        assert not ENGLISH.search(finding.message.split("Chọn một trong")[0]), finding.message
        assert len(finding.message) < 400


@pytest.mark.django_db
def test_no_hostile_file_writes_anything(run_import, row_counts, tmp_path):
    before = row_counts()
    for hostile in HOSTILE:
        path = tmp_path / f"{hostile.name}.yaml"
        path.write_bytes(hostile.data)
        code, report = run_import(path)
        assert (code, report["applied"]) == (1, False), hostile.name
        assert report["files"][0]["refused"] is True
    assert row_counts() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["thu-muc", "khong-co.yaml", "a\x00b.yaml"])
def test_what_is_no_file_is_refused(run_import, tmp_path, name):
    (tmp_path / "thu-muc").mkdir()
    code, report = run_import(f"{tmp_path}/{name}")
    assert code == 1 and report["findings"][0]["severity"] == "error"


def test_a_file_full_of_faults_names_the_first_and_counts_the_rest():
    one = "- {iso_code: A, name: B, trigger: C, steps: x, frequency: y}\n"
    file = parsed((one * 1500).encode())
    assert len(file.findings.items) == 200 and file.findings.left_out > 2000
    assert file.findings.items[0].line == 1


def test_an_unknown_key_is_only_a_warning():
    file = parsed(PROCESS.replace("trigger:", "triger: Khi\n  trigger:", 1).encode())
    assert not file.is_refused
    assert [(f.line, f.key, f.severity) for f in file.findings.items] == [(3, "triger", "warning")]


# --- Fuzz -----------------------------------------------------------------------------------------------


def no_sharp_edges(data):
    file = parsed(data)
    assert file.is_refused or file.records
    for finding in file.findings.items:
        assert finding.line >= 0 and finding.message


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes(data):
    no_sharp_edges(data)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="-:[]{}&*!|>'\"#%@`,? \n\tab01~<.", max_size=120))
def test_any_yaml_punctuation(text):
    no_sharp_edges(text.encode())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([PROCESS, PROCEDURE]), st.data())
def test_any_damage_to_a_good_file(text, data):
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        cut = data.draw(st.integers(0, 12))
        raw[place : place + cut] = data.draw(st.binary(max_size=8))
    file = parsed(bytes(raw))
    assert file.is_refused or file.records


values = st.recursive(
    st.one_of(
        st.none(), st.text(max_size=12), st.integers(-5, 2**70), st.sampled_from(["01", "true", "2026-01-01"])
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(
    set(re.findall(r"(\w+):", PROCESS + PROCEDURE)) | {"code", "legal_bases", "occasions", "id", "field"}
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=8))
def test_any_value_under_any_key(record):
    findings = Findings("x")
    node = node_from(record)
    assert isinstance(node, Mapping | Sequence | Scalar)
    result = read_record(node, "x", findings, {})
    assert result is not None or findings.has_errors


# --- Through the door -----------------------------------------------------------------------------------

ODD = st.sampled_from(
    ["", "!!!", "-", "---", "A" * 255, "đ" * 160, "' OR 1=1 --", "%(x)s {0}", "日本語", "🙂", "0", "null"]
)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(name=ODD, slug=ODD, code=ODD, position=ODD, act=ODD, field=ODD)
def test_odd_but_readable_records_never_break_the_door(unit, name, slug, code, position, act, field):
    record = {
        "iso_code": code,
        "id": slug,
        "name": name,
        "field": field,
        "subjects": [name, act],
        "time_limit": {"value": 1, "unit": "working_day"},
        "legal_bases": [act, act, {"number": act[:60], "title": name}],
        "forms": [{"code": code[:40], "name": position}],
        "steps": [{"title": name, "role": "specialist", "position": position, "form": code[:40]}],
    }
    findings = Findings("x")
    parsed_record = read_record(node_from(record), "x", findings, {})
    if findings.has_errors:
        return
    outcome = bring_in([parsed_record], ImportOptions(unit=unit, dry_run=True))
    assert outcome.is_refused or outcome.count("created") == 1
