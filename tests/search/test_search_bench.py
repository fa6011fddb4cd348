"""The benchmark of the search: its arithmetic, and that it runs on a few documents."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.search import kept, main
from bench.search_metrics import Quality, percentiles, quality_of, summary

ROOT = Path(__file__).parents[2]
DOCS = [
    {
        "id": "a",
        "kind": "tthc",
        "title": "Đăng ký kết hôn",
        "number": "1.000894",
        "article": "",
        "topic": "Hộ tịch",
        "text": "…",
    },
    {
        "id": "b",
        "kind": "tthc",
        "title": "Đăng ký khai sinh",
        "number": "1.001193",
        "article": "",
        "topic": "",
        "text": "…",
    },
    {
        "id": "c",
        "kind": "law",
        "title": "Điều 5",
        "number": "61/2018/NĐ-CP",
        "article": "5",
        "topic": "",
        "text": "Một cửa",
    },
]
QUERIES = [
    {"set": "user", "text": "kết hôn", "nodia": "ket hon", "typo": "kết hônn", "rel": {"a": 1}},
    {"set": "number", "text": "NĐ 61/2018", "nodia": "nd 61/2018", "rel": {"c": 1}},
]


@pytest.fixture
def files(tmp_path):
    for name, lines in (("docs", DOCS), ("queries", QUERIES)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return [str(tmp_path / "docs.jsonl"), str(tmp_path / "queries.jsonl")]


def test_quality_of_a_ranking():
    assert quality_of(["a", "x", "b"], {"a": 1, "b": 1}) == Quality(1.0, 1.0, pytest.approx(0.9197, abs=1e-4))
    assert quality_of(["x", "a"], {"a": 1}) == Quality(0.5, 1.0, pytest.approx(0.6309, abs=1e-4))
    assert quality_of(["x"] * 10 + ["a"], {"a": 1}) == Quality(0, 0, 0)


def test_the_macro_mean_is_over_groups_not_queries():
    good, bad = Quality(1, 1, 1), Quality(0, 0, 0)
    found = summary([("known_law", good), ("known_tthc", good), ("user", bad)])
    assert (found[">known"].ndcg, found["macro"].ndcg) == (1, 0.5)


def test_percentiles_are_milliseconds():
    assert percentiles([0.001 * n for n in range(1, 102)]) == {
        "p50_ms": 51.0,
        "p95_ms": pytest.approx(96.9, abs=0.2),
    }
    assert percentiles([0.002]) == {"p50_ms": 2.0, "p95_ms": 2.0}


def test_documents_that_answer_are_always_kept():
    assert [record["id"] for record in kept(DOCS, QUERIES, 2)] == ["a", "c"]
    assert kept(DOCS, QUERIES, None) == kept(DOCS, QUERIES, 9) == DOCS


def test_it_measures_and_compares(files, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("BENCH_POSTGRES", raising=False)
    main([*files, "--json", str(tmp_path / "out.json"), "--compare"])
    results = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert results["ours"]["quality"]["text"]["macro"]["ndcg"] == 1
    assert results["ours"]["quality"]["typo"]["user"]["ndcg"] == 1
    assert results["sqlite fts5"]["size_mb"] > 0
    assert "ratio to ours" in capsys.readouterr().out


def test_it_runs_as_a_file(files):
    ran = subprocess.run(
        [sys.executable, "bench/search.py", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "macro" in ran.stdout
