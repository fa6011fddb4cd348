"""No text, and no combination, makes a search fail or take long."""

import random
import time

import pytest
from modelsearch.query import Fuzzy, Phrase, PlainText

from document_control.models import LegalAct

pytestmark = pytest.mark.django_db

NASTY = [
    "*",
    "?" * 300,
    "*a* OR *b*",
    "a~9 b~2",
    "title:[a TO z]",
    "(((((((((((",
    "(" * 5000 + ")" * 5000,
    "NOT NOT NOT a",
    "AND OR NOT",
    '"',
    '""""""',
    '"a b',
    "-",
    "- - -",
    "-a -b -c",
    "so:",
    "so:-",
    "tu:99999",
    "tu:2024",
    'so:"61/2018"',
    "'; DROP TABLE document_control_legalact; --",
    "' OR 1=1 --",
    "%_%\\",
    "\0\x01\x02\x1b[31m",
    "\u202egnod gnos\u202c",
    "\ufeff\u200b\u200d",
    "e\u0301" * 2000,
    "\ud83d",
    "😀" * 1000,
    "a" * 1_000_000,
    "a " * 500_000,
    "61/2018/NĐ-CP/" * 10_000,
    "\n\t\r",
    "^boost^1000000000",
    "{!lucene}*:*",
    "${jndi:ldap://x}",
    "filter=model",
    "model=document_control.legalact",
]
FRAGMENTS = [
    *"*?~^()[]{}\"'+-!:/\\%_&|<>=;, \t\n\0",
    "AND",
    "OR",
    "so:",
    "tu:",
    "đăng",
    "ky",
    "61/2018",
    "\u202e",
    "\u0301",
]
SLOWEST = 1.0  # second


@pytest.fixture
def acts(backend, work):
    for number in range(30):
        LegalAct.objects.create(number=f"{number}/2018/NĐ-CP", title=f"Đăng ký việc thứ {number} tại phường")
    work()


def ask_every_way(backend, text):
    started = time.process_time()
    list(backend.search(text, LegalAct)[:10])
    list(backend.search(text, LegalAct, operator="and")[:10])
    list(backend.autocomplete(text, LegalAct)[:10])
    list(backend.search(Phrase(text) | Fuzzy(text, operator="and") | ~PlainText(text), LegalAct)[:10])
    assert time.process_time() - started < 4 * SLOWEST, repr(text[:40])


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nothing_breaks_or_takes_long(acts, backend, text):
    ask_every_way(backend, text)


def test_random_signs_break_nothing(acts, backend):
    chance = random.Random(20181)
    for _ in range(200):
        ask_every_way(backend, "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 40))))


def test_the_index_is_still_whole_afterwards(acts, backend):
    for text in NASTY:
        list(backend.search(text, LegalAct)[:10])
    assert backend.store.trouble() == ""
    assert backend.search("dang ky", LegalAct).count() == 30


def test_text_in_rows_may_be_anything(backend, work):
    for number, text in enumerate(NASTY):
        LegalAct.objects.create(
            number=f"{number}", title=text[:2000].replace("\0", "").encode("utf-8", "ignore").decode()
        )
    work()
    assert backend.store.read(lambda index: index.document_count) == len(NASTY)
