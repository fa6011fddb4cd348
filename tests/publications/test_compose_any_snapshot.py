"""Any snapshot of schema 1 becomes a sound document; nothing that somebody typed is ever markup."""

import copy
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from publications.compose.flow_chart import MOST_HEIGHT, MOST_STEPS
from publications.compose.handbook import compose_handbook
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.sources import HandbookSource, IssueFacts, Letterhead, ProcedureSource
from publications.writers.pdf import PdfWriter
from tests.factories.snapshots import birth_registration, component, overdue_dossier_process, step
from tests.procedures.snapshot_strategies import samples, snapshots
from tests.publications.sample_sources import DAY, HEAD, issue_facts
from tests.publications.trees import all_strings, assert_sound, attributes, nodes, tables, words

HOSTILE = (
    '#read("/etc/passwd")',
    r"\input{/etc/passwd}",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "[[code]]",
    "</w:t>",
    "*đậm* $x$ @ref",
    "]]>",
    "<!-- x",
    "&lt;b&gt;",
)


def source_of(snapshot, **changes):
    return ProcedureSource(
        **{"snapshot": snapshot, "letterhead": HEAD, "issue": issue_facts(), "day": DAY} | changes
    )


def composed(snapshot):
    """Every document a snapshot goes into."""
    source = source_of(snapshot)
    book = HandbookSource(issue_facts("ST-NB", "Sổ tay"), HEAD, "", [source, source])
    return compose_notice(source), compose_procedure(source), compose_handbook(book)


# --- Any snapshot -------------------------------------------------------------------------------------------
@settings(max_examples=80, deadline=None)
@given(snapshots | samples)
def test_any_snapshot_is_composed(snapshot):
    for document in composed(snapshot):
        assert_sound(document)


def without_keys(snapshot):
    """The snapshot with each key of its own or of its parts missing in turn, and each part null."""
    for key, value in snapshot.items():
        if key in ("schema", "kind"):
            continue
        yield {name: kept for name, kept in snapshot.items() if name != key}
        yield snapshot | {key: None}
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        for name in inner if isinstance(inner, dict) else ():
            changed = copy.deepcopy(snapshot)
            for row in changed[key] if isinstance(value, list) else [changed[key]]:
                row.pop(name, None)
            yield changed


@pytest.mark.parametrize(
    "snapshot", [birth_registration(), overdue_dossier_process()], ids=lambda s: s["code"]
)
def test_missing_keys_read_as_empty(snapshot):
    for less in without_keys(snapshot):
        for document in composed(less):
            assert_sound(document)


def test_a_draft_has_no_number_no_code_and_no_qr():
    draft = source_of(birth_registration(), issue=IssueFacts("QT-TP-01", "Đăng ký khai sinh"))
    for document in (compose_notice(draft), compose_procedure(draft)):
        assert_sound(document)
        assert "qr.svg" not in document.media
        assert document.info.foot_line == "QT-TP-01"


def test_the_same_source_gives_the_same_document():
    first, second = (composed(birth_registration()) for _ in range(2))
    assert [one.fingerprint() for one in first] == [one.fingerprint() for one in second]
    changed = composed(birth_registration(conditions="<p>Đăng ký trong 61 ngày.</p>"))
    assert all(one.fingerprint() != other.fingerprint() for one, other in zip(first, changed, strict=True))


# --- Hostile words ------------------------------------------------------------------------------------------
WORDS_WITH_MEANING = {
    "kind", "unit", "channel", "code", "value", "cutoff", "valid_from", "valid_to", "issued_on", "effective_from",
    "schema", "audience", "frequency", "supplement_rule", "alternative_group", "sha256", "url", "minutes", "cases",
}  # fmt: skip
RICH = {"purpose", "scope", "definitions", "references", "body", "public_steps", "conditions"}


def poisoned(part, words, key=""):
    """Every text of a snapshot replaced, but for codes, dates and rich text."""
    if isinstance(part, dict):
        return {name: poisoned(value, words, name) for name, value in part.items()}
    if isinstance(part, list):
        return [poisoned(value, words, key) for value in part]
    return words if isinstance(part, str) and key not in WORDS_WITH_MEANING | RICH else part


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_only_words(hostile):
    snapshot = poisoned(birth_registration() | {"unit": {"name": "x", "address": "x"}}, hostile)
    head = Letterhead(hostile, hostile, hostile)
    issue = replace(
        issue_facts(hostile, hostile),
        decision_number=hostile,
        signatures=tuple(replace(s, name=hostile, post=hostile) for s in issue_facts().signatures),
    )
    source = source_of(snapshot, letterhead=head, issue=issue, reception=hostile, feedback=hostile)
    book = HandbookSource(issue, head, hostile, [source], reason=hostile)
    for document in (compose_notice(source), compose_procedure(source), compose_handbook(book)):
        assert_sound(document)
        assert sum(hostile in run for run in words(document)) > 20
        in_words = sum(hostile in run for run in words(document))
        in_attributes = sum(
            hostile in value for _id, _classes, pairs in attributes(document) for _name, value in pairs
        )
        assert sum(hostile in text for text in all_strings(document.blocks)) == in_words + in_attributes
        assert not any(
            "<script" in svg or "&lt;b&gt;" in svg.replace("&amp;", "") for svg in document.media.values()
        )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_rich_text_stays_words(hostile):
    snapshot = birth_registration(conditions=f"<p>trước {hostile} sau</p>", public_steps=hostile)
    for document in composed(snapshot):
        assert_sound(document)


def test_hostile_words_are_printed_as_they_are(tmp_path):
    hostile = '#read("/etc/passwd") {{7*7}} *đậm* $x$ ]]>'
    pdf = PdfWriter().write(compose_notice(source_of(poisoned(birth_registration(), hostile))))
    assert pdf.content.startswith(b"%PDF")


def test_control_and_direction_characters_never_enter_a_tree():
    snapshot = birth_registration(
        short_title="Đăng\x07 ký\u202e khai\u200b sinh\ufeff", not_needed="a\x00b\ud800c"
    )
    for document in composed(snapshot):
        found = "".join(all_strings(document.blocks))
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]", found
        )


# --- Large ones ---------------------------------------------------------------------------------------------
def large():
    long_words = "Nội dung rất dài " * 300
    steps = [step(n, f"Bước kiểm tra số {n}", "specialist", description=f"<{n}>") for n in range(1, 61)]
    steps[7]["description"] = long_words
    steps[8]["title"] = "a" * 5000
    papers = [component(f"Giấy tờ số {n}") for n in range(1, 201)]
    papers[3]["name"] = long_words
    return birth_registration(steps=steps, components=papers)


def test_large_snapshots_are_composed_whole():
    notice, procedure, book = composed(large())
    for document in (notice, procedure, book):
        assert_sound(document)
        said = " ".join(words(document))
        assert all(f"Giấy tờ số {n}" in said for n in (1, 200))
        assert "B60" in said
        assert said.count("Nội dung rất dài") >= 600
    grids = [len(table["c"][4][0][3]) for table in tables(procedure, "grid")]
    assert {60, 200} <= set(grids)


def test_a_long_flow_chart_is_several_readable_ones():
    procedure = compose_procedure(source_of(large()))
    charts = [svg for name, svg in procedure.media.items() if name.startswith("luu-do")]
    assert len(charts) >= 60 / MOST_STEPS
    for svg in charts:
        height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1])
        assert height <= MOST_HEIGHT + 12
        assert svg.count("<rect") + svg.count("<polygon") > 1, "no chart of one step"
    for number in range(1, 61):
        assert sum(f">B{number}." in svg for svg in charts) == 1
    images = [
        node for node in nodes(procedure.blocks) if node["t"] == "Image" and "luu-do" in node["c"][2][0]
    ]
    assert len(images) == len(charts)


def test_large_documents_are_written():
    assert PdfWriter().write(compose_procedure(source_of(large()))).pages > 10
