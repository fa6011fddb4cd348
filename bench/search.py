"""How well and how fast the search finds, on judged queries, beside other engines.

    .venv/bin/python bench/search.py DOCS.jsonl QUERIES.jsonl [--limit-docs N] [--json OUT] [--compare]

DOCS.jsonl has one document a line (id, kind, title, number, article, topic, text), QUERIES.jsonl one query a line
(set, text, other ways of typing it, rel: {id: gain}). Prints MRR, recall and nDCG at 10 by query set and way of typing,
latency of a warm index, time, size and memory of indexing. With --compare the same goes through SQLite FTS5, PostgreSQL
(address in BENCH_POSTGRES) and tantivy (when installed), and everything is printed as a ratio to ours.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: this folder would hide the package of the same name
    sys.path[0] = str(Path(__file__).parents[1])

from bench.search_engines import Engine, Ours, Record, others
from bench.search_metrics import VARIANTS, documents_judged, percentiles, quality_of, summary


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _options().parse_args(arguments)
    queries = read_lines(asked.queries)
    records = kept(read_lines(asked.docs), queries, asked.limit_docs)
    with tempfile.TemporaryDirectory() as folder:
        engines: list[Engine] = [Ours(Path(folder)), *(others(Path(folder)) if asked.compare else [])]
        results = {engine.name: measure(engine, records, queries) for engine in engines}
    for name, result in results.items():
        print_result(name, result, len(records))
    if asked.compare:
        print_ratios(results)
    if asked.json:
        asked.json.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.search", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument(
        "--limit-docs", type=int, help="so many documents; those that answer a query are always in"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--compare", action="store_true", help="other engines too")
    return parser


def read_lines(path: Path) -> list[Record]:
    """The records of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def kept(records: list[Record], queries: list[Record], limit: int | None) -> list[Record]:
    """At most `limit` records, in order: all that answer a query, then the first others."""
    if limit is None or limit >= len(records):
        return records
    judged = documents_judged(queries)
    room = limit - sum(record["id"] in judged for record in records)
    chosen = []
    for record in records:
        if record["id"] in judged or room > 0:
            chosen.append(record)
            room -= record["id"] not in judged
    return chosen


def measure(engine: Engine, records: list[Record], queries: list[Record]) -> dict[str, Any]:
    """Build, search everything twice, and keep the times of the second, warm pass."""
    memory, wall, cpu = resident(), time.perf_counter(), time.process_time()
    engine.build(records)
    built: dict[str, Any] = {
        "index_s": round(time.perf_counter() - wall, 2),
        "index_cpu_s": round(time.process_time() - cpu, 2),
        "size_mb": round(engine.size() / 1e6, 2),
        "memory_mb": round(resident() - memory),
    }
    quality = {}
    for variant in variants_of(queries):
        asked = [query for query in queries if variant in query]
        measured = [(query["set"], quality_of(engine.find(query[variant]), query["rel"])) for query in asked]
        quality[variant] = {name: asdict(of) for name, of in summary(measured).items()}
    return built | {"quality": quality, "latency": latency(engine, queries)}


def variants_of(queries: list[Record]) -> list[str]:
    """The ways of typing these queries come in."""
    return [variant for variant in VARIANTS if any(variant in query for query in queries)]


def latency(engine: Engine, queries: list[Record]) -> dict[str, dict[str, float]]:
    """Percentiles of a warm search, by the clock and of this process's CPU."""
    walls, cpus = [], []
    for query in queries:
        for variant in VARIANTS:
            if variant in query:
                wall, cpu = time.perf_counter(), time.process_time()
                engine.find(query[variant])
                walls.append(time.perf_counter() - wall)
                cpus.append(time.process_time() - cpu)
    return {"wall": percentiles(walls), "cpu": percentiles(cpus)}


def resident() -> float:
    """Megabytes of this process in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(
        (int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmRSS")), 0.0
    )


def print_result(name: str, result: dict[str, Any], count: int) -> None:
    """One engine's figures as a table."""
    print(f"\n{name}: {count} documents in {result['index_s']} s ({result['index_cpu_s']} s CPU),", end=" ")
    print(f"{result['size_mb']} MB on disk, {result['memory_mb']} MB in memory")
    for kind, of in result["latency"].items():
        print(f"  {kind}: p50 {of['p50_ms']} ms, p95 {of['p95_ms']} ms")
    print("  nDCG@10 / recall@10 / MRR@10")
    print(f"  {'':12}" + "".join(f"{variant:>22}" for variant in result["quality"]))
    for row in result["quality"]["text"]:
        cells = (_cell(of.get(row)) for of in result["quality"].values())
        print(f"  {row:12}" + "".join(f"{cell:>22}" for cell in cells))


def _cell(of: dict[str, float] | None) -> str:
    return f"{of['ndcg']:.3f} / {of['recall']:.3f} / {of['mrr']:.3f}" if of else "-"


def print_ratios(results: dict[str, dict[str, Any]]) -> None:
    """Every engine as a ratio to the first."""
    first = next(iter(results))
    print(f"\nratio to {first}:  nDCG@10 by way of typing; time of search; of indexing; size")
    for name, result in results.items():
        own = results[first]
        ratios = {
            variant: of["macro"]["ndcg"] / (own["quality"][variant]["macro"]["ndcg"] or 1)
            for variant, of in result["quality"].items()
        }
        p50, p95 = (
            result["latency"]["wall"][at] / (own["latency"]["wall"][at] or 1) for at in ("p50_ms", "p95_ms")
        )
        print(
            f"  {name:12}" + "".join(f"{variant} {ratio:.2f}  " for variant, ratio in ratios.items()),
            f"p50 {p50:.2f}  p95 {p95:.2f}  index {result['index_s'] / (own['index_s'] or 1):.2f}",
            f"size {result['size_mb'] / (own['size_mb'] or 1):.2f}",
        )


if __name__ == "__main__":
    main()
