"""The published figures of the sample (cases A7 and A8), the sample set, and sets read from files."""

import copy
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audits.enums import ScoringMethod
from audits.models import Assessment, IndexComponent, IndexCriterion, IndexSet, PublishedStanding
from audits.reform_index.reading import IndexSetFileError, read_index_set
from audits.reform_index.tables import standings_of
from audits.reform_index.years import courses_of
from audits.sample.reform_index import SET_FILE, load_standings
from tests.audits.reform_index.office import set_data


@pytest.fixture
def standings(db):
    load_standings()
    return standings_of(PublishedStanding.objects.select_related("unit"))


def group(standings, kind, year):
    return next(group for group in standings if (group.kind, group.year) == (kind, year))


# --- A7, A8 -------------------------------------------------------------------------------------------------
def test_a7_the_district_met_its_target_for_the_sixth_year(standings):
    (line,) = group(standings, "district", 2021).lines
    assert (line.standing.index, line.standing.rank, line.standing.of) == (Decimal("93.01"), 3, 30)
    assert (line.index_words, line.rank_words) == ("93,01%", "3/30")
    assert line.target_met is True
    assert line.years == 6
    targets = [group(standings, "district", year).lines[0].target_met for year in range(2016, 2022)]
    assert targets == [None] * 4 + [True, True]


def test_a8_fourteen_wards_of_which_two_are_known(standings):
    wards = group(standings, "ward", 2021)
    spread = wards.spread
    assert len(wards.lines) == 14
    assert (spread.highest, spread.lowest, spread.width) == (
        Decimal("92.50"),
        Decimal("78.40"),
        Decimal("14.10"),
    )
    assert (spread.known, spread.unknown) == (2, 12)
    assert [line.standing.name for line in wards.known] == ["phường Thượng Thanh", "phường Cự Khối"]
    assert not [line for line in wards.lines if line.standing.index == 0]
    assert wards.commended == 6
    assert PublishedStanding.objects.filter(year=2021, index__isnull=True, rank__isnull=True).count() == 12


def test_published_figures_are_shown_as_published(standings, client):
    page = client.get(reverse("reform-index-results"), {"nam": "2021"}).content.decode()
    for words in ("93,01%", "3/30", "92,50%", "78,40%", "14,1", "phường Bồ Đề"):
        assert words in page
    assert "2.021" not in page
    assert ">0,00%<" not in page


def test_the_years_leave_gaps_where_nothing_was_published(standings):
    known = PublishedStanding.objects.select_related("unit")
    courses = courses_of(Assessment.objects.none(), known, only_published=False)
    district = next(course for course in courses if course.kind == "district")
    assert [line.year for line in district.lines] == list(range(2016, 2022))
    assert [dot.year for dot in district.dots()] == [2021]
    assert district.strokes() == []
    assert (district.lowest, district.key) == (90, "district-quan-long-bien")


# --- The sample set -----------------------------------------------------------------------------------------
def test_the_sample_set_is_whole(db):
    call_command("import_index_set", str(SET_FILE))
    found = IndexSet.objects.get()
    components = IndexComponent.objects.filter(criterion__domain__index_set=found)
    assert found.domains.count() == 8
    assert IndexCriterion.objects.filter(domain__index_set=found).count() == 30
    assert components.count() == 37
    assert sum(component.max_points for component in components) == found.total == 100
    survey = components.filter(method=ScoringMethod.SURVEY)
    assert sum(component.max_points for component in survey) == 24
    assert set(components.exclude(measure="").values_list("measure", flat=True)) == {
        "on_time_rate",
        "online_share",
        "letters_present",
    }


# --- Files --------------------------------------------------------------------------------------------------
def broken(change):
    data = copy.deepcopy(set_data())
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(total=13), "tổng điểm"),
        (lambda d: d.update(total="NaN"), "total"),
        (lambda d: d.update(target_kind="tinh"), "target_kind"),
        (lambda d: d.update(code="Mã có dấu"), "code"),
        (lambda d: d.update(first_year=2030, last_year=2020), "năm cuối"),
        (lambda d: d.update(first_year=True), "first_year"),
        (lambda d: d.update(version=0), "version"),
        (lambda d: d.update(title=""), "title"),
        (lambda d: d.update(title="x" * 300), "title"),
        (lambda d: d.pop("domains"), "domains"),
        (lambda d: d["domains"].append("x"), "Lĩnh vực"),
        (lambda d: d["domains"][1].update(code="1"), "đã dùng"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(max_points=-4), "max_points"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(max_points="4.001"), "max_points"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(scoring="thuong"), "scoring"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(scoring="step"), "steps"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(rule=[1]), "nhóm khóa"),
        (lambda d: d["domains"][0]["criteria"][0]["components"][1].update(measure="so_lieu_la"), "measure"),
    ],
)
def test_a_broken_file_says_what_is_wrong(change, words):
    with pytest.raises(IndexSetFileError) as refused:
        read_index_set(broken(change))
    assert any(words in finding for finding in refused.value.findings)


@pytest.mark.parametrize(
    "data", [None, [], "x", 1, {}, {"domains": [None]}, {"domains": [{"criteria": [[]]}]}]
)
def test_anything_else_is_no_set(data):
    with pytest.raises(IndexSetFileError):
        read_index_set(data)


def test_the_command_reads_json_and_refuses_the_rest(db, tmp_path):
    good, bad, torn = tmp_path / "bo.json", tmp_path / "hong.yaml", tmp_path / "rach.yaml"
    good.write_text(json.dumps(set_data()), encoding="utf-8")
    bad.write_text("code: x", encoding="utf-8")
    torn.write_bytes(b"\xff\xfe: [")
    call_command("import_index_set", str(good), "--check")
    assert not IndexSet.objects.exists()
    call_command("import_index_set", str(good))
    assert IndexSet.objects.get().code == "bo-thu"
    for path in (bad, torn, tmp_path / "khong-co.yaml", tmp_path):
        with pytest.raises(CommandError):
            call_command("import_index_set", str(path))
