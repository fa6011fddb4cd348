"""The file of an index set through the screen: what is wrong has its line, nothing is stored before it was seen."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.errors import StaleError
from audits.models import IndexComponent, IndexSet
from audits.reform_index.files import MOST_BYTES, read_index_set_file
from audits.reform_index.reading import IndexSetFileError, read_index_set
from audits.sample.reform_index import SET_FILE
from audits.services import index_sets
from audits.services.index_sets import save_index_set
from organisation.sample_loading import load_yaml
from tests.audits.reform_index.office import opened, set_data

GOOD = SET_FILE.read_bytes()
BROKEN = """\
code: bo-thu
version: 1
title: Bộ chỉ số thử
target_kind: division
total: 10
domains:
  - code: '1'
    name: Chỉ đạo
    criteria:
      - code: '1.1'
        name: Kế hoạch
        components:
          - {code: 1.1.1, name: Có kế hoạch, max_points: 10, scoring: thuong}
          - {code: 1.1.1, name: '', max_points: -4, scoring: yes_no}
"""


def upload(client, content, name="bo.yaml"):
    return client.post(reverse("reform-index-sets"), {"file": SimpleUploadedFile(name, content)})


def findings(content):
    with pytest.raises(IndexSetFileError) as refused:
        read_index_set_file(content)
    return refused.value.findings


# --- Reading ------------------------------------------------------------------------------------------------
def test_a_file_reads_as_its_parsed_data_does():
    by_file, by_data = read_index_set_file(GOOD), read_index_set(load_yaml(SET_FILE))
    assert [(one.code, one.name, one.max_points) for one in by_file.components()] == [
        (one.code, one.name, one.max_points) for one in by_data.components()
    ]
    assert (by_file.version, by_file.first_year, by_file.last_year) == (1, 2025, None)
    assert read_index_set_file(json.dumps(set_data()).encode()).code == "bo-thu"


def test_everything_wrong_is_said_at_once_with_its_line():
    said = findings(BROKEN.encode())
    for words in (
        "Dòng 13, tiêu chí thành phần 1.1.1: “scoring”",
        "Dòng 14, tiêu chí thành phần 1.1.1: “max_points”",
        "Dòng 14, tiêu chí thành phần 1.1.1: mã 1.1.1 đã dùng",
        "Dòng 14, tiêu chí thành phần 1.1.1: thiếu “name”",
    ):
        assert any(finding.startswith(words) for finding in said), (words, said)


@pytest.mark.parametrize(
    ("scoring", "rule", "words"),
    [
        ("ratio", {"full": 90}, "tham số lạ “full”; cách chấm ratio chỉ nhận: full_at, floor."),
        (
            "survey",
            {"full_at": 90, "flor": 10},
            "tham số lạ “flor”; cách chấm survey chỉ nhận: full_at, floor.",
        ),
        ("deduction", {"per": 1, "most": 3}, "tham số lạ “most”; cách chấm deduction chỉ nhận: per."),
        ("step", {"steps": [[0, 1]], 7: 1}, "tham số lạ “7”; cách chấm step chỉ nhận: steps."),
        ("yes_no", {"per": 1}, "tham số lạ “per”; cách chấm yes_no không nhận tham số nào."),
    ],
)
def test_a_misspelt_parameter_of_a_rule_is_refused_with_those_there_are(scoring, rule, words):
    data = set_data()
    component = data["domains"][0]["criteria"][0]["components"][0]
    component |= {"scoring": scoring, "rule": rule}
    with pytest.raises(IndexSetFileError) as refused:
        read_index_set(data)
    assert len(refused.value.findings) == 1 and refused.value.findings[0].endswith(words)


MISSPELT = """\
code: bo-thu
title: Bộ chỉ số thử
target_kind: division
total: 10
frist_year: 2026
domains:
  - code: '1'
    name: Chỉ đạo
    criteria:
      - code: '1.1'
        name: Kế hoạch
        nam: Kế hoạch năm
        components:
          - {code: 1.1.1, name: Có kế hoạch, max_points: 10, scoring: yes_no, Evidences: Quyết định, 7: x}
"""


def test_a_misspelt_key_is_refused_with_its_place_and_the_nearest_there_is():
    assert findings(MISSPELT.encode()) == [
        "Bộ chỉ số: khóa lạ “frist_year”; có phải là “first_year”?",
        "Dòng 10, tiêu chí 1.1: khóa lạ “nam”; có phải là “name”?",
        "Dòng 14, tiêu chí thành phần 1.1.1: khóa lạ “Evidences”; có phải là “evidence”?",
        "Dòng 14, tiêu chí thành phần 1.1.1: khóa lạ “7”; chỉ nhận: code, name, max_points, scoring, rule, evidence, "
        "measure.",
    ]


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ""),
        (b"code: [", "Dòng"),
        (b"a: 1\na: 2\n", "Dòng 2"),
        (b"\xff\xfe: [", "UTF-16"),
        (b"code: \x80", "UTF-8"),
        (b"code: !!python/object:os.system x", "Dòng 1"),
        (LAUGHS.encode(), ""),
        (b"[" * 5000, ""),
        (b'code: "\\0"', "Dòng 1"),
        (b'code: x\ntitle: "\\ud800"', "Dòng 2"),
        (b"x" * (MOST_BYTES + 1), "512 KB"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content, words):
    said = findings(content)
    assert said and any(words in finding for finding in said), said


# --- The screen ---------------------------------------------------------------------------------------------
pages = pytest.mark.usefixtures("site")


@pages
def test_a_set_is_looked_at_and_then_stored_whole(office, browse):
    client = browse(office.secretary)
    shown = upload(client, GOOD)
    html = shown.content.decode()
    assert shown.status_code == 200 and "Chỉ đạo và điều hành cải cách hành chính" in html
    assert not IndexSet.objects.exists()
    stored = client.post(reverse("reform-index-sets"), {"content": shown.context["text"]})
    assert stored.status_code == 302
    assert IndexSet.objects.get().code == "don-vi-cua-phuong" and IndexComponent.objects.count() == 37
    assert "don-vi-cua-phuong" in client.get(reverse("reform-index-sets")).content.decode()
    again = upload(client, GOOD)  # a draft may be replaced
    assert again.status_code == 200 and again.context["preview"] is not None


@pages
@pytest.mark.parametrize("field", ["file", "content"])
def test_a_broken_set_stores_nothing(office, browse, field):
    client = browse(office.secretary)
    value = SimpleUploadedFile("bo.yaml", BROKEN.encode()) if field == "file" else BROKEN
    response = client.post(reverse("reform-index-sets"), {field: value})
    assert response.status_code == 422 and "Dòng 13" in response.content.decode()
    assert not IndexSet.objects.exists()


@pages
def test_a_version_in_use_is_refused_before_and_when_it_is_stored(office, browse):
    opened(office)
    client, text = browse(office.secretary), json.dumps(set_data())
    assert upload(client, text.encode()).status_code == 422
    assert client.post(reverse("reform-index-sets"), {"content": text}).status_code == 422


@pages
@pytest.mark.parametrize("data", [{}, {"content": ""}, {"content": "\x00"}, {"file": "x"}])
def test_nothing_is_no_set(office, browse, data):
    assert browse(office.secretary).post(reverse("reform-index-sets"), data).status_code == 422


@pages
@pytest.mark.parametrize("role", ["head", "leader", "appraiser", "auditor", "administrator"])
def test_only_the_iso_secretary_brings_sets_in(office, browse, role):
    client = browse(getattr(office, role))
    assert client.get(reverse("reform-index-sets")).status_code == 403
    assert upload(client, GOOD).status_code == 403 and not IndexSet.objects.exists()


@pytest.mark.django_db
def test_of_two_who_store_the_same_version_at_once_the_second_is_told(monkeypatch):
    data = read_index_set(set_data())
    save_index_set(data)
    monkeypatch.setattr(index_sets, "require_free_version", lambda data: None)  # as both saw it
    with pytest.raises(StaleError):
        save_index_set(data)
    assert IndexSet.objects.filter(code=data.code).count() == 1
