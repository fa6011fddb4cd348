"""What is indexed of the office's own models, and what people find with it through Wagtail's search API."""

import pytest
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText

from document_control.enums import Audience
from document_control.models import LegalAct
from procedures.models import VersionCard
from search.backends.whoosh.documents import document
from search.index_documents import card_document
from search.models import SynonymGroup
from tests.factories.documents import at, issue_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(backend, work):
    issue_procedure(now=at("2026-10-01 08:00"))
    work()
    return VersionCard.objects.get()


def found(query, model=VersionCard, **more):
    return list(get_search_backend().search(query, model, **more))


def test_a_card_is_found_by_name_code_and_half_a_word(card):
    for text in (card.title, card.title.lower(), card.code, f'"{card.title}"'):
        assert found(text) == [card], text
    assert found(PlainText(card.code, operator="and")) == [card]
    assert found("blockchain kubernetes") == []


def test_public_texts_alone_teach_the_model(card):
    assert document(card).is_public
    card.version.document.audience = Audience.STAFF
    assert not card_document(card).is_public
    assert not document(LegalAct(pk=1, number="1/2020", title="x")).filters.get("readers")


def test_a_row_of_a_batch_costs_no_query_of_its_own(card, backend, work, django_assert_max_num_queries):
    issue_procedure(now=at("2026-10-01 08:00"), code="TP-02", title="Thủ tục khai tử", slug="khai-tu")
    for one in VersionCard.objects.all():
        one.save()
    for number in range(20):
        LegalAct.objects.create(number=f"{number}/2020/NĐ-CP", title="Nghị định")
    with django_assert_max_num_queries(20):
        work()
    assert len(found("nghi dinh", LegalAct)) >= 20


def test_a_backend_tells_what_it_understood(card, backend, index_dir):
    assert backend.understand(card.title).words
    (index_dir / "CURRENT").unlink()
    assert backend.understand(card.title).words, "without the index too"


def test_the_offices_own_synonyms_are_used(card, backend):
    assert found("xyzt") == []
    SynonymGroup.objects.create(names=f"xyzt\n{card.short_title}")
    assert found("xyzt") == [card]


def test_a_year_in_the_text_loses_no_row(card):
    assert found(f"{card.title} tu:2024") == [card]


def test_the_running_text_is_found_too(backend, work):
    chapters = {
        "purpose": "<p>Nuôi <b>đom đóm</b>.</p>",
        "scope": "", "definitions": "", "references": "",
        "extra": [{"title": "Quy định riêng", "body": "<p>Giữ tổ kiến vàng &amp; ong.</p>"}],
    }  # fmt: skip
    page = issue_procedure(
        now=at("2026-10-01 08:00"), chapters=chapters, conditions="<p>Có giấy phép của trạm khí tượng.</p>"
    )
    work()
    card = VersionCard.objects.get(version__document=page.document)
    for query in ("nuoi dom dom", "to kien vang", "tram khi tuong"):
        assert found(query) == [card], query
    assert "<" not in document(card).body and "&amp;" not in document(card).body
