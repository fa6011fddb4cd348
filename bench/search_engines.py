"""The engines compared: ours, and what else one could have taken, each as its own documentation recommends."""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from search.analysis.marks import fold, normalise
from search.engine import SOUGHT_AFTER, IndexDocument, create_index, open_index

Record = Mapping[str, Any]
# What the product gives its models: procedures are looked for more often than single articles of law.
PRIORS = {"tthc": SOUGHT_AFTER}


class Engine(Protocol):
    """One way to search."""

    name: str

    def build(self, records: Collection[Record]) -> None:
        """Index everything."""

    def find(self, text: str) -> list[str]:
        """Ids of the ten best."""

    def size(self) -> int:
        """Bytes on disk."""


def document_of(record: Record) -> IndexDocument:
    """A line of DOCS.jsonl as our own document."""
    return IndexDocument(
        id=record["id"],
        title=record["title"],
        codes=(record["number"],) if record.get("number") else (),
        article=record.get("article", ""),
        topic=record.get("topic", ""),
        body=record["text"],
        filters={"kind": (record["kind"],)} if record.get("kind") else {},
        prior=PRIORS.get(record.get("kind", ""), 1.0),
    )


class Ours:
    """This product's analysis, index and ranking."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "ours"

    def build(self, records: Collection[Record]) -> None:
        index = create_index(self._folder)
        with index.writer() as writer:
            for record in records:
                writer.put(document_of(record))
        index.learn(map(document_of, records))
        self._index = open_index(self._folder)

    def find(self, text: str) -> list[str]:
        return [hit.id for hit in self._index.search(self._index.understand(text)).hits]

    def size(self) -> int:
        return _bytes_in(self._folder)


class Fts5:
    """SQLite's full-text search: folded, any word, bm25 with the title at 2.5."""

    name = "sqlite fts5"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.sqlite3"

    def build(self, records: Iterable[Record]) -> None:
        self._file.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._file)
        self._db.execute(
            "CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
        )
        rows = ((record["id"], _plain(_title(record)), _plain(record["text"])) for record in records)
        self._db.executemany("INSERT INTO found VALUES (?, ?, ?)", rows)
        self._db.commit()

    def find(self, text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _words(text))
        sql = "SELECT id FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, 2.5, 1) LIMIT 10"
        return [id for (id,) in self._db.execute(sql, [words])] if words else []

    def size(self) -> int:
        return self._file.stat().st_size


class Postgres:
    """PostgreSQL's full-text search: configuration simple over folded text, any word, ts_rank."""

    name = "postgresql"

    def __init__(self, address: str) -> None:
        import psycopg

        self._db = psycopg.connect(address, autocommit=True, connect_timeout=5)

    def build(self, records: Iterable[Record]) -> None:
        self._db.execute("CREATE TEMPORARY TABLE found (id text, words tsvector)")
        sql = (
            "INSERT INTO found VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'D'))"
        )
        with self._db.cursor() as cursor:
            cursor.executemany(sql, ((r["id"], _plain(_title(r)), _plain(r["text"])) for r in records))
        self._db.execute("CREATE INDEX found_words ON found USING gin (words)")
        self._db.execute("ANALYZE found")

    def find(self, text: str) -> list[str]:
        words = " | ".join(_words(text))
        sql = (
            "SELECT id FROM found, to_tsquery('simple', %s) asked WHERE words @@ asked"
            " ORDER BY ts_rank(words, asked, 1) DESC LIMIT 10"
        )
        return [id for (id,) in self._db.execute(sql, [words])] if words else []

    def size(self) -> int:
        row = self._db.execute("SELECT pg_total_relation_size('found')").fetchone()
        return int(row[0]) if row else 0


class Tantivy:
    """Tantivy: a field as written and a folded one, any word, the title at 2.5."""

    name = "tantivy"
    _BOOSTS = {"title": 2.5, "body": 1.0, "title_folded": 2.5, "body_folded": 1.0}

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"

    def build(self, records: Iterable[Record]) -> None:
        import tantivy

        self._folder.mkdir()
        schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for name in self._BOOSTS:
            schema = schema.add_text_field(name)
        self._index = tantivy.Index(schema.build(), path=str(self._folder))
        writer = self._index.writer(64_000_000)
        for record in records:
            title, body = _title(record), record["text"]
            writer.add_document(
                tantivy.Document(
                    id=record["id"],
                    title=title,
                    body=body,
                    title_folded=_plain(title),
                    body_folded=_plain(body),
                )
            )
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, text: str) -> list[str]:
        written = re.findall(r"\w+", text.lower())
        if not written:
            return []
        query = self._index.parse_query(
            " ".join([*written, *_words(text)]),
            default_field_names=list(self._BOOSTS),
            field_boosts=self._BOOSTS,
        )
        return [self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(query, 10).hits]

    def size(self) -> int:
        return _bytes_in(self._folder)


def others(folder: Path) -> list[Engine]:
    """The engines that can be reached: PostgreSQL under BENCH_POSTGRES, tantivy when it is installed."""
    engines: list[Engine] = [Fts5(folder)]
    if address := os.environ.get("BENCH_POSTGRES"):
        engines.append(Postgres(address))
    if importlib.util.find_spec("tantivy"):
        engines.append(Tantivy(folder))
    return engines


def _title(record: Record) -> str:
    return " ".join(filter(None, (record["title"], record.get("topic"), record.get("number"))))


def _plain(text: str) -> str:
    return fold(normalise(text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _plain(text))


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
