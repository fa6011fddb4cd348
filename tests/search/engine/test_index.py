"""The index: written, searched, narrowed, counted, damaged."""

import random
import threading
from dataclasses import replace

import pytest

from search.engine import IndexBusy, IndexDocument, IndexUnusable, create_index, open_index
from search.engine.learning import MODEL_FILE
from search.engine.writing import MOST_SEGMENTS

DOCUMENTS = [
    IndexDocument(
        id="p:1",
        title="Thủ tục đăng ký kết hôn",
        codes=("1.000894",),
        topic="Hộ tịch",
        body="Hai bên nam, nữ nộp hồ sơ tại Ủy ban nhân dân cấp xã. Căn cứ 123/2015/NĐ-CP.",
        filters={"kind": ("procedure",), "readers": ("public",), "year": ("2024",)},
    ),
    IndexDocument(
        id="p:2",
        title="Thủ tục đăng ký lại kết hôn",
        codes=("1.004746",),
        topic="Hộ tịch",
        body="Việc kết hôn đã được đăng ký nhưng sổ hộ tịch bị mất.",
        filters={"kind": ("procedure",), "readers": ("public",), "year": ("2021",)},
    ),
    IndexDocument(
        id="p:3",
        title="Cấp đổi giấy chứng nhận quyền sử dụng đất",
        codes=("1.012783", "QT-ĐC-05"),
        topic="Đất đai",
        body="Người sử dụng đất nộp đơn và bản gốc giấy chứng nhận đã cấp.",
        filters={"kind": ("procedure",), "readers": ("public",), "year": ("2025",)},
    ),
    IndexDocument(
        id="l:1",
        title="Điều 5. Thời hạn giải quyết",
        codes=("61/2018/NĐ-CP",),
        article="5",
        body="Cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính.",
        filters={"kind": ("law",), "readers": ("public",), "year": ("2018",)},
    ),
    IndexDocument(
        id="l:2",
        title="Điều 6. Hồ sơ",
        codes=("61/2018/NĐ-CP",),
        article="6",
        body="Hồ sơ tiếp nhận trực tiếp.",
        filters={"kind": ("law",), "readers": ("public",), "year": ("2018",)},
    ),
    IndexDocument(
        id="s:1",
        title="Quy trình kỷ luật mật danh Hải Âu",
        body="Nội bộ lãnh đạo, không công khai. Kết hôn.",
        filters={"kind": ("process",), "readers": ("unit:7",), "year": ("2024",)},
        is_public=False,
    ),
]


def fill(index, documents=DOCUMENTS):
    with index.writer() as writer:
        for document in documents:
            writer.put(document)
    index.learn(DOCUMENTS)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = create_index(tmp_path_factory.mktemp("index"))
    fill(index)
    return index


@pytest.fixture
def own_index(tmp_path):
    index = create_index(tmp_path / "index")
    fill(index)
    return index


def found(index, text, **kwargs):
    return [hit.id for hit in index.search(index.understand(text), **kwargs).hits]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("đăng ký kết hôn", "p:1"),
        ("dang ky ket hon", "p:1"),
        ("dawng kys keets hoon", "p:1"),
        ("đăng ký kết hônn", "p:1"),
        ("dang ky lai ket hon", "p:2"),
        ("cấp đổi sổ đỏ", "p:3"),
        ("doi so do", "p:3"),
        ("1.004746", "p:2"),
        ("qt-đc-05", "p:3"),
        ("QT-DC-05", "p:3"),
        ("Điều 6 Nghị định 61/2018", "l:2"),
        ("dieu 5 nd 61/2018/nd-cp", "l:1"),
        ("cấp đổi giấy ch", "p:3"),
        ("thời hạn giải quyết", "l:1"),
    ],
)
def test_the_best_answer(index, text, best):
    assert found(index, text)[0] == best


@pytest.mark.parametrize(
    ("text", "answers"), [("ô tô", []), ("tô", []), ("to", ["p:1"]), ("tở khai", ["p:1"])]
)
def test_a_word_of_two_letters_is_not_every_word_of_these_letters(tmp_path, text, answers):
    """Every procedure has a "tờ khai", and none has to do with "ô tô"."""
    index = create_index(tmp_path / "index")
    document = IndexDocument(id="p:1", title="Đăng ký khai sinh", body="Tờ khai theo mẫu; nộp tại ủy ban.")
    with index.writer() as writer:
        writer.put(document)
    index.learn([document])
    assert found(index, text) == answers


@pytest.mark.parametrize(("text", "answers"), [("o to", []), ("xe o to", []), ("to khai", ["p:1"])])
def test_two_bare_letters_are_not_every_word_of_these_letters(tmp_path, text, answers):
    index = create_index(tmp_path / "index")
    body = "Tờ khai theo mẫu; người đang ở phường nộp tại ủy ban."
    document = IndexDocument(id="p:1", title="Đăng ký khai sinh", body=body)
    with index.writer() as writer:
        writer.put(document)
    index.learn([document])
    assert found(index, text) == answers


def test_a_cited_act_leaves_out_the_rest(index):
    assert sorted(found(index, "nghị định 61/2018/NĐ-CP")) == ["l:1", "l:2"]
    assert sorted(found(index, "so:61/2018")) == ["l:1", "l:2"]


@pytest.mark.parametrize("text", ["sổ đỏ", "so do", "chung nhan quyen su dung datt"])
def test_suggestions_know_everyday_names_and_slips(index, text):
    best = index.suggest(text)[0]
    assert (best.id, best.score > 0) == ("p:3", True)


@pytest.mark.parametrize("text", ["gplx", "GPLX ", "gplx -cap"])
def test_a_word_of_another_name_alone_is_no_answer(index, text):
    """Nothing is about driving licences; papers of another kind must not be shown instead."""
    assert found(index, text) == []
    assert index.search(index.understand(text)).total == 0
    assert index.suggest(text) == []


def test_a_document_that_cites_an_act_is_found_when_the_act_is_not_there(index):
    assert found(index, "123/2015/NĐ-CP") == ["p:1"]


def test_phrases_and_exclusions_are_insisted_on(index):
    assert found(index, '"đăng ký lại"') == ["p:2"]
    assert "p:2" not in found(index, "kết hôn -lại")
    assert found(index, "kết hôn tu:2024", within={"readers": {"public"}}) == ["p:1"]
    assert found(index, '"lại đăng ký"') == []


def test_as_typed_restores_nothing(index):
    assert index.understand("dang ky ket honn", as_typed=True).understood.meant == "dang ky ket honn"


def test_narrowing_comes_before_ranking_and_counting(index):
    query = index.understand("mat danh hai au ket hon")
    everybody = index.search(query, within={"readers": {"public"}})
    assert "s:1" not in [hit.id for hit in everybody.hits]
    assert everybody.counts("kind") == {"procedure": everybody.total}
    inside = index.search(query, within={"readers": {"public", "unit:7"}})
    assert inside.hits[0].id == "s:1"
    assert inside.counts("kind")["process"] == 1
    assert index.search(query, within={"readers": set()}).total == 0


def test_only_the_ids_given(index):
    assert found(index, "kết hôn", restrict_ids={"p:2"}) == ["p:2"]
    assert found(index, "kết hôn", restrict_ids=set()) == []


def test_what_is_not_public_teaches_nothing(index):
    meant = index.understand("mat danh hai au").understood.meant
    assert not {"mật", "hải", "âu"} & set(meant.split())


def test_pages_follow_each_other(index):
    whole = found(index, "thủ tục", limit=10)
    assert [*found(index, "thủ tục", limit=1), *found(index, "thủ tục", limit=9, offset=1)] == whole
    assert len(whole) == len(set(whole)) == index.search(index.understand("thủ tục")).total


def test_suggestions_are_titles(index):
    assert index.suggest("dang ky k", within={"readers": {"public"}})[0].id == "p:1"
    assert index.suggest("", within={"readers": {"public"}}) == []
    assert index.suggest("bản gốc") == []


def test_a_title_that_begins_as_typed_comes_first(own_index):
    titles = ["Xóa đăng ký thường trú", "Đăng ký thường trú", "Sổ đăng ký thường trú và tạm trú"]
    fill(own_index, [IndexDocument(id=f"t:{n}", title=title) for n, title in enumerate(titles)])
    assert found(own_index, "đăng ký thường trú")[0] == "t:1"
    assert found(own_index, "xoa dang ky thuong tru")[0] == "t:0"


@pytest.mark.parametrize("text", ["đăng ký hộ kinh doanh", "dang ky ho kinh doanh"])
def test_of_titles_that_hold_the_whole_query_the_shorter_comes_first(own_index, text):
    titles = [
        "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh",
        "Đăng ký thành lập hộ kinh doanh",
        "Chấm dứt hoạt động hộ kinh doanh",
        "Đăng ký giám hộ",
        "Kinh doanh hộ",
    ]
    body = "Giấy đề nghị đăng ký hộ kinh doanh; giấy chứng nhận đăng ký hộ kinh doanh."
    documents = [IndexDocument(id=f"t:{n}", title=title, body=body) for n, title in enumerate(titles)]
    fill(own_index, documents)
    own_index.learn([*DOCUMENTS, *documents])
    assert found(own_index, text)[:2] == ["t:1", "t:0"]


def test_words_left_out_of_a_title(own_index):
    titles = ["Cấp giấy phép khai thác khoáng sản", "Khai thác giấy phép", "Giấy khai báo khoáng"]
    fill(own_index, [IndexDocument(id=f"t:{n}", title=title) for n, title in enumerate(titles)])
    assert found(own_index, "giấy khai thác")[0] == "t:0"


def test_another_name_is_found_as_a_whole(own_index):
    documents = {
        "t:0": "Cấp đổi thẻ căn cước công dân",
        "t:1": "Tiếp công dân",
        "t:2": "Căn nhà của công dân",
    }
    fill(own_index, [IndexDocument(id=id, title=title) for id, title in documents.items()])
    assert found(own_index, "cccd") == ["t:0"]


def test_few_allowed_documents_are_found_by_their_common_words(tmp_path):
    index = create_index(tmp_path / "index")
    many = [
        IndexDocument(id=f"m:{n}", title=f"Thông báo {n} đặc biệt", body="họp chung") for n in range(3_100)
    ]
    fill(index, [*many, IndexDocument(id="only", title="Giấy mời họp chung")])
    assert found(index, "đặc biệt họp chung", restrict_ids={"only"}) == ["only"]


def test_replacing_and_deleting(own_index):
    with own_index.writer() as writer:
        writer.put(IndexDocument(id="p:1", title="Thông báo lịch nghỉ"))
        writer.put(IndexDocument(id="p:1", title="Thông báo lịch trực"))
        writer.put(IndexDocument(id="n:1", title="Thoáng qua"))
        writer.delete("n:1")
        writer.delete("p:2")
        writer.delete("unknown")
    assert own_index.document_count == len(DOCUMENTS) - 1
    assert found(own_index, "lịch trực") == ["p:1"]
    assert found(own_index, "thoáng qua") == found(own_index, '"lịch nghỉ"') == []
    before = found(own_index, "kết hôn")
    own_index.tidy()
    assert found(own_index, "kết hôn") == before == ["s:1"]


def test_months_of_changes_leave_few_dense_segments_and_the_same_answers(own_index, tmp_path):
    pick, now = random.Random(4), {document.id: document.title for document in DOCUMENTS}
    other = open_index(tmp_path / "index")
    for number in range(120):
        with own_index.writer() as writer:
            for _ in range(pick.randrange(1, 6)):
                name = f"n:{pick.randrange(60)}"
                if pick.random() < 0.3:
                    writer.delete(name)
                    now.pop(name, None)
                else:
                    now[name] = f"Thông báo số {pick.randrange(40)} lần {number}"
                    writer.put(IndexDocument(id=name, title=now[name]))
        if number % 40 == 39:
            before = answers(own_index, now)
            own_index.tidy()
            assert answers(own_index, now) == answers(other, now) == before
    assert own_index.tidy() == 0, "in good order there is nothing to do"
    segments = own_index._current().segments
    assert len(segments) <= MOST_SEGMENTS
    assert sum(len(segment.deleted) for segment in segments) < len(now) / 3


def answers(index, now):
    """Ids by every phrase there is, each of which must be exactly those whose titles have it."""
    found_by = {}
    for number in range(40):
        query = replace(index.understand(f'"số {number} lần"', as_typed=True), should=())
        ids = {hit.id for hit in index.search(query, limit=1000).hits}
        assert ids == {id for id, title in now.items() if f" số {number} lần" in title}
        found_by[number] = ids
    assert index.document_count == len(now)
    return found_by


def test_a_failed_batch_leaves_nothing(own_index):
    with pytest.raises(RuntimeError), own_index.writer() as writer:
        writer.put(IndexDocument(id="n:1", title="Thông báo lịch nghỉ"))
        raise RuntimeError
    assert found(own_index, "lịch nghỉ") == []
    fill(own_index, [IndexDocument(id="n:1", title="Thông báo lịch nghỉ")])
    assert found(own_index, "lịch nghỉ") == ["n:1"]


def test_a_commit_that_fails_leaves_the_index_open_for_the_next(own_index, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("whoosh.writing.SegmentWriter._commit_toc", full)
        with pytest.raises(OSError, match="No space"), own_index.writer() as writer:
            writer.put(IndexDocument(id="n:1", title="Thông báo lịch nghỉ"))
    assert found(own_index, "lịch nghỉ") == []
    with own_index.writer(timeout=0.1) as writer:
        writer.put(IndexDocument(id="n:1", title="Thông báo lịch nghỉ"))
    assert found(own_index, "lịch nghỉ") == ["n:1"]


def test_another_opening_sees_commits(own_index, tmp_path):
    other = open_index(tmp_path / "index")
    fill(own_index, [IndexDocument(id="n:1", title="Thông báo lịch nghỉ")])
    assert found(other, "lịch nghỉ") == ["n:1"]


def test_two_writers_wait_for_each_other(own_index, tmp_path):
    other = open_index(tmp_path / "index")
    with own_index.writer() as writer:
        writer.put(DOCUMENTS[0])
        with pytest.raises(IndexBusy):
            other.writer(timeout=0.05)


def test_many_threads_may_search(own_index):
    failures = []

    def search():
        try:
            for _ in range(20):
                assert found(own_index, "dang ky ket hon")[0] == "p:1"
        except Exception as error:  # collected for the main thread
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(5):
        fill(own_index, [IndexDocument(id=f"n:{number}", title="Thông báo lịch nghỉ")])
    for thread in threads:
        thread.join()
    assert failures == []


def test_no_index_here(tmp_path):
    with pytest.raises(IndexUnusable):
        open_index(tmp_path / "nothing")
    with pytest.raises(IndexUnusable):
        open_index(tmp_path)


@pytest.mark.parametrize("suffix", [".seg", ".toc"])
def test_a_damaged_index_says_so(own_index, tmp_path, suffix):
    for path in (tmp_path / "index").glob(f"*{suffix}"):
        path.write_bytes(b"\x00" * 100)
    with pytest.raises(IndexUnusable):
        open_index(tmp_path / "index")


def test_a_damaged_model_restores_nothing_but_finds(own_index, tmp_path):
    (tmp_path / "index" / MODEL_FILE).write_bytes(b"broken")
    assert found(open_index(tmp_path / "index"), "dang ky ket hon")[0] == "p:1"


def test_creating_replaces_what_was_there(own_index, tmp_path):
    assert create_index(tmp_path / "index").document_count == 0


def test_an_empty_index_answers_nothing(tmp_path):
    index = create_index(tmp_path)
    found_nothing = index.search(index.understand("đăng ký"))
    assert (found_nothing.hits, found_nothing.total, found_nothing.counts("kind")) == ([], 0, {})
