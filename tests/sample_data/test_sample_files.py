"""The sample files agree with themselves: what one names, another defines (no database, no Django)."""

import datetime as dt
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2] / "iso_docs" / "sample_data"
ALL_FILES = sorted(ROOT.rglob("*.yaml"))
HOURS = {"working_hour": 1, "working_day": 8, "same_day": 8}  # comparing sums only, never dates
PERMISSION_ACCOUNTS = {
    "motcua": "one_stop_officer",
    "chuyenvien": "specialist",
    "truongphong": "head_of_unit",
    "lanhdao": "leader",
    "vanthu": "clerk",
    "thukyiso": "iso_secretary",
    "danhgia": "internal_auditor",
    "quantri": "administrator",
}
WARD_FIRST_DAY = "2025-07-01"
OCCASION_PARTS = {
    "on_demand": (),
    "weekly": ("weekday",),
    "monthly": ("day",),
    "quarterly": ("month", "day"),
    "annual": ("month", "day"),
}
REQUIRED_PARTS = (
    *("name", "summary", "purpose", "scope", "public_steps", "channels"),
    *("subjects", "components", "results", "fees"),
)


@cache
def load(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def folder(name):
    return [row for path in sorted((ROOT / name).glob("*.yaml")) for row in load(f"{name}/{path.name}")]


WARD, MOVED, PROCESSES = folder("procedures"), folder("procedures_moved"), folder("processes")
PROCEDURES = WARD + MOVED
DOCUMENTS = PROCEDURES + PROCESSES
ORG = load("organisation.yaml")


def issued_texts(document):
    """Yield (label, text) for every issue: the latest text with that issue's own keys laid over it."""
    latest = {key: value for key, value in document.items() if key != "issues"}
    for issue in document["issues"]:
        label = f"{document['iso_code']} {issue['edition']}.{issue['revision']}"
        yield label, latest | issue.get("override", {})


def all_texts(documents):
    return [pair for document in documents for pair in issued_texts(document)]


def each_issue(documents):
    texts = all_texts(documents)
    return pytest.mark.parametrize(("label", "text"), texts, ids=[label for label, _ in texts])


def codes(name, key="code"):
    return {row[key] for row in load(name)}


def role_posts(username):
    roles = {post["id"]: post["role"] for post in ORG["posts"]}
    person = next(p for p in ORG["people"] if p["username"] == username)
    return {roles[a["post"]] for a in person["assignments"]}


def assert_unique(values):
    assert [value for value, count in Counter(values).items() if count > 1] == []


def test_every_file_is_nfc_without_byte_order_mark():
    assert len(ALL_FILES) == 7 + 13 + 4 + 15 + 1
    for path in ALL_FILES:
        text = path.read_bytes().decode("utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
        assert not text.startswith("\ufeff"), path.name


def test_counts():
    assert len(WARD) == 13
    assert [p["iso_code"] for p in PROCESSES] == [f"QT-NB-{n:02d}" for n in range(1, 16)]
    assert {p["field"] for p in MOVED} == {"kinh_doanh", "xay_dung", "dat_dai"}
    assert sum(len(p["issues"]) > 1 for p in WARD) >= 5


@pytest.mark.parametrize("key", ["id", "iso_code"])
def test_document_keys_are_unique(key):
    assert_unique(d[key] for d in DOCUMENTS)


def test_other_codes_are_unique():
    assert_unique(p["code"] for p in PROCEDURES if p["code"])
    for name in ("forms.yaml", "fields.yaml", "subjects.yaml"):
        assert_unique(row["code"] for row in load(name))
    assert_unique(row["number"] for row in load("legal_acts.yaml"))
    assert_unique((row["scale"], row["code"]) for row in load("online_levels.yaml"))
    fields = {"units": "id", "roles": "code", "posts": "id", "people": "username", "holidays": "date"}
    for key, field in fields.items():
        assert_unique(row[field] for row in ORG[key])


@each_issue(PROCEDURES)
def test_steps_fill_the_time_limit_exactly(label, text):
    limit = text["time_limit"]
    durations = [step["duration"] for step in text["steps"] if step["duration"]]
    assert {d["unit"] for d in durations} <= {"working_hour", "working_day"}
    total = sum(Decimal(str(d["value"])) * HOURS[d["unit"]] for d in durations)
    assert total == Decimal(limit["value"]) * HOURS[limit["unit"]]


@each_issue(DOCUMENTS)
def test_references_of_an_issue_exist(label, text):
    forms = {row["code"]: row["name"] for row in load("forms.yaml")}
    acts = {row["number"]: row for row in load("legal_acts.yaml")}
    roles = {row["code"] for row in ORG["roles"]}
    assert [s["order"] for s in text["steps"]] == list(range(1, len(text["steps"]) + 1))
    for step in text["steps"]:
        assert step["role"] in roles
        assert step["form"] is None or step["form"] in forms
        assert step["duration"] or step["role"] == "citizen" or step["form"] or step["output"]
    for form in text["forms"]:
        assert forms[form["code"]] == form["name"]
    for act in text["legal_bases"]:
        known = acts[act["number"]]
        assert (act["title"], act["issued_on"]) == (known["title"], known["issued_on"])
    assert_unique(act["number"] for act in text["legal_bases"])


@each_issue(PROCEDURES)
def test_parts_of_a_procedure_fit_together(label, text):
    cases = {c["code"] for c in text["cases"]}
    own_forms = {f["code"] for f in text["forms"]}
    cited = {act["number"] for act in text["legal_bases"]}
    assert text["field"] in codes("fields.yaml")
    assert set(text["subjects"]) <= codes("subjects.yaml", "name")
    for component in text["components"]:
        assert set(component["cases"]) <= cases
        assert component["form"] is None or component["form"] in own_forms
        assert component["kind"] in {"submit", "present"}
        assert component["original"] + component["copy"] > 0
    for fee in text["fees"]:
        assert set(fee["cases"]) <= cases
        assert isinstance(fee["amount"], int)
        assert not fee["basis"] or fee["basis"] in cited
        assert (fee["valid_from"] or "0") <= (fee["valid_to"] or "9")
    for scale, code in text["online_level"].items():
        known = {row["code"] for row in load("online_levels.yaml") if row["scale"] == scale}
        assert code is None or str(code) in known
    for part in REQUIRED_PARTS:
        assert text[part], part


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["iso_code"])
def test_issues_follow_each_other(document):
    issues = document["issues"]
    assert issues[-1].get("override") is None, "the latest text stands at the top level"
    numbers = [(i["edition"], i["revision"]) for i in issues]
    effective = [i["effective_from"] for i in issues]
    assert numbers == sorted(set(numbers))
    assert effective == sorted(set(effective))
    for issue in issues:
        assert issue["issued_on"] <= issue["effective_from"]
        assert issue["drafted_at"] < issue["reviewed_at"] < issue["approved_at"]
        assert issue["approved_at"][:10] == issue["issued_on"]
        assert issue["change_reason"] and issue["basis"] and issue["decision_number"]
        unknown = set(issue.get("override", {})) - set(document)
        assert not unknown


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d["iso_code"])
def test_three_people_in_office_sign_each_issue(document):
    posts = {p["id"]: p for p in ORG["posts"]}
    people = {p["username"]: p for p in ORG["people"]}
    for issue in document["issues"]:
        names = [issue["drafted_by"], issue["reviewed_by"], issue["approved_by"]]
        assert len(set(names)) == 3
        for name, moment in zip(names, ("drafted_at", "reviewed_at", "approved_at"), strict=True):
            day = issue[moment][:10]
            held = {
                posts[a["post"]]["role"]
                for a in people[name]["assignments"]
                if a["from"] <= day <= (a["to"] or "9999")
            }
            assert held, f"{name} holds no post on {day}"
            if moment == "approved_at":
                assert "leader" in held


def test_histories_worth_showing():
    birth = next(p for p in WARD if p["iso_code"] == "QT-TP-01")
    numbers = [f"{i['edition']}.{i['revision']}" for i in birth["issues"]]
    assert numbers == [
        "1.0",
        "1.1",
        "1.2",
        "2.0",
        "3.0",
        "3.1",
    ]
    again = next(p for p in WARD if p["iso_code"] == "QT-TP-09")
    assert again["issues"][-1]["effective_from"] == "2026-12-01"
    assert (again["time_limit"]["value"], again["issues"][-2]["override"]["time_limit"]["value"]) == (4, 5)
    assert [p["iso_code"] for p in WARD if "withdrawal" in p] == ["QT-TP-06"]
    shop = next(p for p in MOVED if p["iso_code"] == "QT-KD-01")
    online = [(f["amount"], f["valid_from"], f["valid_to"]) for f in shop["fees"] if f["channel"] == "online"]
    assert online == [(100000, None, "2026-07-24"), (0, "2026-07-25", None)]
    spouse = next(p for p in WARD if p["iso_code"] == "QT-TP-08")
    assert (spouse["issues"][-1]["edition"], spouse["issues"][-1]["revision"]) == (2, 1)


def test_the_ward_signs_nothing_before_it_exists():
    for document in DOCUMENTS:
        for issue, (label, text) in zip(document["issues"], issued_texts(document), strict=True):
            if "executing_agency" not in text:
                continue
            by_predecessor = "An Lộc" in text["executing_agency"]
            assert by_predecessor == (issue["effective_from"] < WARD_FIRST_DAY), label


def test_organisation_references():
    units = {u["id"]: u for u in ORG["units"]}
    levels = {level["code"] for level in ORG["levels"]}
    roles = {r["code"]: r for r in ORG["roles"]}
    posts = {p["id"]: p for p in ORG["posts"]}
    people = {p["username"] for p in ORG["people"]}
    for unit in units.values():
        assert unit["parent"] is None or unit["parent"] in units
        assert unit["level"] is None or unit["level"] in levels
        assert {s["unit"] for s in unit["successors"]} <= set(units)
        assert {s["share"] for s in unit["successors"]} <= {"whole", "main_part", "part"}
    for post in posts.values():
        assert post["unit"] in units and post["role"] in roles
    for person in ORG["people"]:
        for a in person["assignments"]:
            unit = units[posts[a["post"]]["unit"]]
            assert a["from"] >= unit["valid_from"]
            assert unit["valid_to"] is None or a["to"] <= unit["valid_to"]
            assert a["acting_for"] is None or a["acting_for"] in people
    assert [code for code, role in roles.items() if role["everyone"]] == ["declarant"]
    names = {u["short_name"] for u in units.values()}
    assert {p["owner_unit"] for p in PROCESSES} <= names
    assert all(u["email"].endswith(".example") for u in units.values() if u["email"])


@pytest.mark.parametrize(("username", "role"), PERMISSION_ACCOUNTS.items())
def test_one_account_shows_each_permission_role(username, role):
    assert role in role_posts(username)


def test_calendar():
    holidays = {h["date"]: h["kind"] for h in ORG["holidays"]}
    assert {day[:4] for day in holidays} == {str(year) for year in range(2018, 2027)}
    assert set(holidays.values()) == {"public_holiday", "compensatory", "swapped_off"}
    swaps = {s["day_off"]: s["make_up_day"] for s in ORG["swapped_days"]}
    assert set(swaps) == {day for day, kind in holidays.items() if kind == "swapped_off"}
    assert all(dt.date.fromisoformat(day).weekday() == 5 for day in swaps.values())
    assert swaps["2025-05-02"] == "2025-04-26"
    for hours in ORG["office_hours"]:
        assert hours["saturday_mode"] == "reception_only"
        assert {"weekday": 5, "start": "08:00", "end": "12:00"} in hours["weekly"]


def test_legal_acts_and_forms_close_over_themselves():
    acts = load("legal_acts.yaml")
    numbers = {a["number"] for a in acts}
    assert {a["replaced_by"] for a in acts} - {None} <= numbers
    assert {a["kind"] for a in acts} <= {"law", "decree", "circular", "resolution", "decision"}
    documents = {d["iso_code"] for d in DOCUMENTS}
    forms = load("forms.yaml")
    assert {f["parent"] for f in forms} - {None} <= documents
    assert {f"MC-{n:02d}" for n in range(1, 8)} <= {f["code"] for f in forms}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda d: d["iso_code"])
def test_processes_read_as_situations(process):
    assert process["trigger"].startswith("Khi ")
    assert process["occasions"] and process["records"]
    for occasion in process["occasions"]:
        needed = OCCASION_PARTS[occasion["frequency"]]
        assert all(occasion[key] is not None for key in needed), occasion
