"""The parts as HTML: what a screen reader, a keyboard and a printer need is really there."""

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from iso_docs import component_samples as samples
from iso_docs.templatetags import ui


def render(name, context=None):
    with translation.override("vi"):
        return BeautifulSoup(render_to_string(name, context or {}), "html.parser")


def part(name, **context):
    return render(f"components/{name}.html", context)


def tag(source, **context):
    from django.template import Context, Template

    with translation.override("vi"):
        return BeautifulSoup(Template("{% load ui %}" + source).render(Context(context)), "html.parser")


@pytest.mark.parametrize("state", ui.STATES)
def test_a_state_is_icon_and_words(state):
    pill = tag("{% state_pill state %}", state=state)
    assert pill.svg["aria-hidden"] == "true"
    assert pill.get_text(strip=True)


def test_the_fact_strip_has_five_answers_and_a_watermark_when_old():
    strip = tag("{% fact_strip snapshot %}", snapshot=samples.SNAPSHOT)
    assert len(strip.select("dt")) == len(strip.select("dd.value")) == 5
    assert strip.find("a")["href"] == "https://dichvucong.example/"
    old = tag('{% fact_strip snapshot state="superseded" %}', snapshot=samples.SNAPSHOT)
    assert old.dl["data-mark"] == "HẾT HIỆU LỰC"
    assert old.find("a") is None, "an old version must not invite to apply"


def test_the_case_of_the_address_is_chosen_and_an_unknown_one_is_not():
    picker = tag('{% case_picker snapshot chosen="02" %}', snapshot=samples.SNAPSHOT)
    assert [radio["value"] for radio in picker.select("input[checked]")] == ["02"]
    picker = tag('{% case_picker snapshot chosen="<b>" %}', snapshot=samples.SNAPSHOT)
    assert [radio["value"] for radio in picker.select("input[checked]")] == ["01"]


def test_every_case_list_is_in_the_page_and_numbered_like_its_radio():
    picker = tag("{% case_picker snapshot %}", snapshot=samples.SNAPSHOT)
    radios = [radio["data-n"] for radio in picker.select("input[type=radio]")]
    assert radios == [block["data-n"] for block in picker.select(".case-list")] == ["1", "2", "3", "4"]
    assert "Không phải mang:" in picker.get_text()


def test_more_cases_than_the_css_can_switch_show_all_lists():
    many = [{"code": f"{n:02}", "name": f"Trường hợp {n}"} for n in range(1, 15)]
    picker = tag("{% case_picker snapshot %}", snapshot={"cases": many, "components": []})
    assert len(picker.select("h3")) == 14
    assert not picker.select(".case-list")


def test_one_case_needs_no_choice():
    picker = tag("{% case_picker snapshot %}", snapshot={"components": [{"name": "Tờ khai"}]})
    assert not picker.select("input")
    assert picker.select_one(".name").get_text() == "Tờ khai"


def test_the_ruler_is_a_picture_with_a_sentence_and_no_inline_style():
    ruler = tag("{% time_ruler steps %}", steps=samples.STEPS)
    assert ruler.svg["role"] == "img"
    assert "Tổng thời gian 8 giờ" in ruler.svg["aria-label"]
    assert len(ruler.select("rect")) == 5
    assert not ruler.select("[style]")


def test_the_timeline_says_states_in_words():
    steps = tag("{% step_timeline steps %}", steps=samples.STEPS_RUNNING)
    first = steps.select_one("li h3").get_text()
    assert first.startswith("Bước 2, đã xong:")
    assert "Chờ cơ quan khác: chờ Công an phường xác minh" in steps.get_text()


def test_the_plain_texts_of_a_step_are_escaped_and_keep_their_paragraphs():
    steps = tag(
        "{% step_timeline steps %}", steps=[{"number": 1, "title": "<i>", "description": "<b>Làm</b>\n\nRồi"}]
    )
    assert [p.get_text() for p in steps.select(".text p")] == ["<b>Làm</b>", "Rồi"]
    assert "<i>" in steps.h3.get_text(), "plain text is escaped"


def test_a_wrong_field_names_hint_and_error_to_screen_readers():
    form = samples.SampleForm({"phone": "091"})
    field = part("field", field=form["phone"])
    described = field.input["aria-describedby"].split()
    assert [field.find(id=name) is not None for name in described] == [True] * len(described)
    assert len(described) == 2
    assert field.input["aria-invalid"] == "true"
    assert field.label["for"] == field.input["id"]
    order = [node.name for node in field.div.find_all(["label", "p", "input"])]
    assert order == ["label", "p", "p", "input"], "label, hint, error, input"


def test_choices_have_a_legend():
    field = part("field", field=samples.SampleForm()["reply"])
    assert field.fieldset.legend.get_text(strip=True) == "Trả lời bằng"


def test_the_error_summary_counts_and_links():
    form = samples.SampleForm({"phone": "091", "about": "1", "reply": "p"})
    summary = part("error_summary", form=form)
    assert summary.div["role"] == "alert"
    assert summary.div["tabindex"] == "-1"
    assert "còn 2 chỗ cần sửa" in summary.get_text()
    assert [link["href"] for link in summary.select("a")] == ["#id_phone", "#id_text"]


def test_the_error_summary_names_each_place_once():
    form = samples.SampleForm({})
    form.full_clean()
    names = [field.name for field in form.visible_fields() if not field.errors][:1] or [
        form.visible_fields()[0].name
    ]
    for sentence in ("Câu một.", "Câu hai.", "Câu một."):
        form.add_error(names[0], sentence)
    for sentence in ("Câu hai.", "Cả biểu mẫu.", "Cả biểu mẫu."):
        form.add_error(None, sentence)
    summary = part("error_summary", form=form)
    lines = [line.get_text(strip=True) for line in summary.select("li")]
    assert len(lines) == len(set(lines))
    assert lines.count("Cả biểu mẫu.") == 1 and "Câu hai." not in lines
    targets = [link["href"] for link in summary.select("a")]
    assert len(targets) == len(set(targets)) == len(lines) - 1
    (both,) = [line for line in lines if "Câu một." in line]
    assert "Câu hai." in both and both.count("Câu một.") == 1
    assert str(len(lines)) in summary.select_one("b").get_text()


def test_no_error_summary_without_errors():
    assert part("error_summary", form=samples.SampleForm()).get_text(strip=True) == ""


def test_a_locked_button_can_be_focused_and_says_why():
    locked = part("locked_button", label="Chuyển bước 4", reason="Mở khi thư được ký.", id="x")
    assert not locked.button.has_attr("disabled")
    assert locked.button["aria-disabled"] == "true"
    assert locked.find(id=locked.button["aria-describedby"]).get_text() == "Mở khi thư được ký."


def test_the_pager_keeps_the_query_and_counts_in_words():
    pager = part("pager", page=Paginator(range(64), 20).page(2), query="q=a")
    assert "Đang xem 21–40 trong 64" in pager.get_text()
    assert [link["href"] for link in pager.select("a")] == ["?q=a&trang=1", "?q=a&trang=3"]


def test_the_field_table_says_removed_and_added():
    table = part("field_table", rows=samples.ROWS, old_label="Bản 3.0", new_label="Bản 3.1")
    assert table.find("del").get_text().startswith("bỏ:")
    assert table.find("ins").get_text().startswith("thêm:")
    assert [cell["data-l"] for cell in table.select("tbody tr:first-child td")] == ["Bản 3.0", "Bản 3.1"]
    assert {node["role"] for node in table.select("tbody > tr > *")} == {"rowheader", "cell"}


def test_filters_mark_what_is_chosen():
    filters = part(
        "filters", groups=samples.FILTER_GROUPS, selected_count=1, action="/thu-tuc/", hidden=[("q", "a")]
    )
    assert [box["value"] for box in filters.select("input[type=checkbox][checked]")] == ["ho-tich"]
    assert filters.select_one("input[type=hidden]")["value"] == "a"
    assert filters.form["method"] == "get"
    assert filters.button.get_text(strip=True) == "Lọc"


@pytest.mark.parametrize(
    ("banner", "words", "button"),
    [
        (samples.BANNERS[0], "Bản này đã hết hiệu lực từ 01/10/2026", "Xem bản đang có hiệu lực (3.1)"),
        (samples.BANNERS[1], "Thủ tục này đã bãi bỏ từ 01/07/2026", None),
        (samples.BANNERS[2], "Bản này có hiệu lực từ 01/12/2026", "Xem bản đang có hiệu lực (3.1)"),
        (samples.BANNERS[3], "Đang xem theo ngày 01/09/2025", "Xem hôm nay"),
    ],
)
def test_version_banners(banner, words, button):
    shown = part("version_banner", banner=banner)
    assert shown.section["role"] == "status"
    assert words in shown.get_text()
    assert (shown.a.get_text(strip=True) if shown.a else None) == button
    assert bool(shown.select(".old-print")) == (banner["state"] in ("superseded", "withdrawn"))


def test_the_current_crumb_is_no_link():
    crumbs = part("crumbs", crumbs=[{"label": "Trang chủ", "url": "/"}, {"label": "Hộ tịch", "url": "/x/"}])
    assert [link.get_text() for link in crumbs.select("a")] == ["Trang chủ"]
    assert crumbs.select_one("[aria-current=page]").get_text() == "Hộ tịch"


def test_a_fold_escapes_its_title_and_keeps_its_content():
    fold = tag(
        '{% disclosure title open=True %}<p class="in">{{ text }}</p>{% enddisclosure %}',
        title="A<b>",
        text="<i>",
    )
    assert fold.details.has_attr("open")
    assert fold.summary.get_text() == "A<b>"
    assert fold.select_one("p.in").get_text() == "<i>"


def test_the_phone_bar_takes_marked_entries_or_the_first():
    entries = [{"label": str(n), "bar": n > 2} for n in range(1, 7)]
    assert [e["label"] for e in ui.bottom_bar_entries([{"entries": entries}])] == ["3", "4", "5"]
    assert [e["label"] for e in ui.bottom_bar_entries([{"entries": [{"label": "a"}]}])] == ["a"]
    assert ui.bottom_bar_entries(None) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/thu-tuc/khai-sinh-2/", "khai sinh"),
        ("/", ""),
        ("/a/%C4%91%E1%BA%A5t-%C4%91ai", "đất đai"),
        ("/x/123", ""),
    ],
)
def test_words_of_an_unknown_address(path, words):
    assert ui.address_words(path) == words


def test_numbers_in_filters():
    shown = tag(
        '{{ 2000|money:"trang" }}|{{ 412|share_of:418 }}|{{ "2026-10-01"|vn_date }}|{{ none|vn_date }}'
    )
    assert shown.get_text() == "2.000 đồng/trang|98,56%|01/10/2026|"
    assert tag("{{ d|iso_date }}", d="2026-10-01").get_text() == "2026-10-01"
