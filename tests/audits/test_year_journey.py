"""A year of internal audits in a ward, on phones: from the programme to a correction that held."""

import datetime as dt
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.audits.walk.test_walk_journey import choose, file_of_photo, go_on, wait_until, write
from tests.audits.year_story import PATIENCE, Ward, checked_by_itself, do, fill, look_at, press
from tests.browser_support.editor import ISSUE, STEPS, Editor
from tests.browser_support.live_site import VIETNAM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-audits")]

YEAR, CODE = 2027, "QT-KD-01"
PROGRAMME = f"/lam-viec/danh-gia/chuong-trinh/{YEAR}/"
UNIT = "Phòng Kinh tế, Hạ tầng và Đô thị"
CLAUSES = ("7.5", "8.5", "8.6", "10.2")
RESOLVED = (
    "import datetime as dt; from tests.browser_support.tracked_dossiers import make_resolved;"
    " make_resolved(dt.date(2027, 3, 1), dt.date(2027, 3, 2), dt.date(2027, 4, 5))"
)
SEEN = "Phiếu kiểm soát của hồ sơ mẫu không ghi giờ giao ở bước thẩm định."
WHYS = (
    "Người làm không ghi giờ giao vào phiếu",
    "Mẫu phiếu không có ô giờ giao",
    "Quy trình không nêu kết quả của bước phải ghi giờ giao",
)


def day(month, number, hour=8):
    return dt.datetime(YEAR, month, number, hour, 30, tzinfo=VIETNAM)


@pytest.fixture
def ward(fresh_live_site, new_browser_page):
    return Ward(fresh_live_site, new_browser_page)


def test_a_year_from_the_programme_to_a_correction_that_held(ward, tmp_path):
    draw_up_the_programme(ward)
    audit = plan_the_audit(ward)
    ward.at(day(1, 11))
    prepare_the_checklist(ward, audit)
    walk_without_a_network(ward, audit, tmp_path)
    finding = report(ward, audit)
    action = give_an_action(ward, finding)
    answer_with_a_new_version(ward, finding)
    ward.at(day(2, 17))
    verify(ward, action, tmp_path)
    ward.at(day(5, 19))
    ward.site.manage("shell", "-v0", "-c", RESOLVED)
    judge_by_the_figures(ward, action)
    close(ward, audit, finding)
    take_the_evidence_away(ward, audit, tmp_path)


# --- Planning -------------------------------------------------------------------------------------------


def draw_up_the_programme(ward):
    secretary = ward.open("thukyiso", PROGRAMME)
    press(secretary, "Lập chương trình trống")
    secretary.get_by_role("checkbox", name=re.compile(f"{UNIT}, tháng 1$")).check()
    fill(secretary, {"Mục tiêu": "Mỗi đơn vị được đánh giá ít nhất một lần trong năm."})
    look_at(secretary)
    press(secretary, "Lưu chương trình")
    secretary.get_by_role("link", name=re.compile("^Chọn điều khoản")).click()
    for clause in CLAUSES:
        secretary.get_by_role("checkbox", name=re.compile(f"^{re.escape(clause)} ")).check()
    look_at(secretary)
    press(secretary, "Lưu điều khoản")
    expect(secretary.locator("#gaps + .notice, .notice.t-warn").first).to_contain_text("Phòng Văn hóa")
    look_at(secretary)
    do(secretary, "Trình chương trình", says="đang chờ lãnh đạo phê duyệt")
    leader = ward.open("chutich", PROGRAMME)
    do(leader, "Phê duyệt chương trình", says="Ngô Văn Khải")


def plan_the_audit(ward):
    secretary = ward.open("thukyiso", PROGRAMME)
    secretary.get_by_role("link", name=re.compile("^Lập kế hoạch cho mục này")).click()
    fill(
        secretary,
        {
            "Ngày đầu": f"{YEAR}-01-11",
            "Ngày cuối": f"{YEAR}-01-12",
            "Hồ sơ tiếp nhận từ ngày": "2026-10-01",
            "Hồ sơ tiếp nhận đến ngày": "2026-12-31",
        },
    )
    secretary.get_by_role("checkbox", name=re.compile(f"^{CODE} ")).check()
    look_at(secretary)
    press(secretary, "Lưu kế hoạch")
    name_the_team(secretary)
    audit = ward.code_of("audits_audit")
    do(secretary, "Trình kế hoạch", says="đang chờ lãnh đạo phê duyệt")
    page = f"/lam-viec/danh-gia/{audit}/"
    do(ward.open("chutich", page), "Phê duyệt và gửi kế hoạch", says="gửi đến đơn vị")
    do(ward.open("truongphong", page), "Xác nhận đã xem kế hoạch", says="Đã xác nhận kế hoạch")
    return audit


def name_the_team(secretary):
    """Whoever belongs to the unit audited stands there, cannot be chosen, and the reason beside him."""
    expect(secretary.get_by_role("heading", level=1)).to_have_text("Đoàn đánh giá")
    barred = secretary.get_by_label("Hồ Minh Châu")
    expect(barred.get_by_role("option", name=re.compile("Trưởng đoàn"))).to_be_disabled()
    expect(barred).to_have_accessible_description(re.compile(UNIT))
    secretary.get_by_label("Bùi Thanh Tâm").select_option(label="Trưởng đoàn")
    look_at(secretary)
    press(secretary, "Lưu đoàn đánh giá")
    expect(secretary.locator("#main")).to_contain_text("Trưởng đoàn Bùi Thanh Tâm")


# --- In the ward ----------------------------------------------------------------------------------------


def prepare_the_checklist(ward, audit):
    lead = ward.open("danhgia", f"/lam-viec/danh-gia/{audit}/")
    do(lead, "Mở cuộc đánh giá", says="Đã mở cuộc đánh giá")
    lead.get_by_role("link", name="Chọn phiếu hỏi").click()
    choice = lead.locator("#them .choice, section:has(#them) .choice").filter(has_text=CODE)
    choice.filter(has_text="hiệu lực").get_by_role("button").first.click()
    look_at(lead)
    press(lead, "Chọn hồ sơ")
    expect(lead.locator("#mau")).to_contain_text("Số mầm")
    look_at(lead)


def walk_without_a_network(ward, audit, tmp_path):
    """Every question is answered without a network; what was found wrong has a photo and words."""
    start = f"/lam-viec/danh-gia/{audit}/phieu/1/"
    phone = ward.open("danhgia", start)
    phone.wait_for_selector('html[data-offline-ready="true"]', state="attached")
    look_at(phone)
    questions = phone.locator("[data-question]").count()
    phone.get_by_role("link", name="Bắt đầu từ câu 1").click()
    phone.context.set_offline(True)
    for number in range(1, questions + 1):
        if number == 3:
            choose(phone, number, "nonconform")
            write(phone, number, SEEN)
            phone.locator(f"#cau-{number} [data-photo-input]").set_input_files(file_of_photo(tmp_path))
            phone.locator(f"#cau-{number} [data-photos] canvas").wait_for()
            look_at(phone)
        else:
            choose(phone, number, "conform")
        go_on(phone, number)
    wait_until(phone, "away")
    expect(phone.locator("#main")).to_contain_text(f"Đã đánh giá {questions}/{questions} câu")
    look_at(phone)
    assert answers_to(ward, audit) == []
    phone.context.set_offline(False)
    wait_until(phone, "sent")
    assert answers_to(ward, audit) == ["conform"] * 2 + ["minor_nc"] + ["conform"] * (questions - 3)
    phone.goto(start)
    expect(phone.locator("#main")).to_contain_text(f"Đã đánh giá {questions}/{questions} câu")


def answers_to(ward, audit):
    """What was answered in an audit, as the server knows it: grades of the questions in their order."""
    rows = ward.site.rows(
        "SELECT answer.grade FROM audits_itemanswer AS answer JOIN audits_audititem AS item ON item.id = item_id"
        " JOIN audits_auditchecklist AS list ON list.id = checklist_id JOIN audits_audit AS audit"
        " ON audit.id = audit_id WHERE audit.code = ? ORDER BY item.number",
        audit,
    )
    return [grade for (grade,) in rows]


def report(ward, audit):
    lead = ward.open("danhgia", f"/lam-viec/danh-gia/{audit}/")
    expect(lead.locator("#main")).to_contain_text("Trưởng đoàn phát hành báo cáo")
    look_at(lead)
    words = {
        "Điểm mạnh": "Hồ sơ được lưu đủ.",
        "Kết luận": "Đơn vị thực hiện quy trình, còn một điểm cần sửa.",
    }
    do(lead, "Phát hành báo cáo", words, says="Đã phát hành báo cáo")
    finding = ward.code_of("audits_finding")
    expect(lead.locator("#main")).to_contain_text(finding)
    return finding


# --- Correcting -----------------------------------------------------------------------------------------


def give_an_action(ward, finding):
    head = ward.open("truongphong", f"/lam-viec/khong-phu-hop/{finding}/")
    expect(head.locator("#main")).to_contain_text(SEEN)
    look_at(head)
    do(head, "Trả lời phát hiện", choice="Chấp nhận và khắc phục", says="Đã ghi trả lời")
    head.locator("#main").get_by_role("link", name="Giao hành động khắc phục").click()
    fill(head, {"Việc cần làm": "Bổ sung kết quả của bước thẩm định vào quy trình"})
    head.get_by_label("Người chịu trách nhiệm").select_option(label="Phan Thanh Sơn")
    look_at(head)
    press(head, "Giao hành động khắc phục")
    expect(head.locator("#main")).to_contain_text("Đã giao")
    action = ward.code_of("audits_correctiveaction")
    find_the_cause(ward, action)
    return action


def find_the_cause(ward, action):
    owner = ward.open("kinhdoanh", f"/lam-viec/hanh-dong/{action}/")
    owner.get_by_role("link", name="Ghi nguyên nhân và kế hoạch").click()
    fill(owner, {"Xử lý ngay": "Đã ghi bổ sung giờ giao của các hồ sơ đang xử lý."})
    for number, answer in enumerate(WHYS, start=1):
        owner.locator(f"[name=answer_{number}]").fill(answer)
        if number < len(WHYS):
            owner.get_by_role("button", name="Hỏi tiếp vì sao").click()
    expect(owner.get_by_label(f"Vì sao “{WHYS[1]}”?")).to_have_value(WHYS[2])
    fill(owner, {"Biện pháp ngăn tái diễn": "Sửa quy trình: kết quả của bước phải ghi giờ giao."})
    look_at(owner)
    press(owner, "Ghi nguyên nhân và kế hoạch")
    expect(owner.locator("#main")).to_contain_text(WHYS[2])


def answer_with_a_new_version(ward, finding):
    """The draft cites the finding; its author neither reviews nor approves it."""
    author = ward.open("kinhdoanh", f"/lam-viec/khong-phu-hop/{finding}/")
    press(author, "Soạn dự thảo sửa quy trình")
    editor = Editor(author)
    expect(editor.field("change_reason")).to_have_value(re.compile(finding))
    editor.tab(STEPS)
    editor.fill("steps-2-output", "Kết quả thẩm định, có ghi giờ giao")
    editor.tab(ISSUE)
    editor.submit()
    expect(editor.messages).to_contain_text("Đã gửi duyệt")
    number = approve_the_draft(ward, finding)
    author.goto(f"/lam-viec/khong-phu-hop/{finding}/")
    expect(author.locator("#phien-ban ~ .answered")).to_contain_text(f"Phiên bản {number} của {CODE}")
    look_at(author)


def approve_the_draft(ward, finding):
    """Reviewed by the secretary, approved by the chairman; the author is refused. Returns the number issued."""
    draft = f"/lam-viec/soan-va-duyet/{ward.site.page_id(CODE)}/"
    secretary = ward.open("thukyiso", draft)
    expect(secretary.locator("#main")).to_contain_text(finding)
    press(secretary, "Xem xét xong, chuyển phê duyệt")
    expect(secretary.locator("#main")).to_contain_text("đã chuyển phê duyệt")
    author = ward.open("kinhdoanh", draft)
    expect(author.locator("#quyet-dinh [aria-disabled=true]")).to_contain_text("Phê duyệt bản")
    press(ward.open("chutich", draft), re.compile("^Phê duyệt bản"))
    expect(ward.phones["chutich"].get_by_role("heading", level=1)).to_contain_text("Đã ban hành bản")
    return ward.site.issued_numbers(CODE)[-1]


def verify(ward, action, tmp_path):
    """The owner shows what was done; somebody of another unit looks whether it works."""
    page = f"/lam-viec/hanh-dong/{action}/"
    owner = ward.open("kinhdoanh", page)
    owner.locator("#main").get_by_role("link", name="Thêm minh chứng").click()
    owner.get_by_label(re.compile("^Tệp")).set_input_files(file_of_photo(tmp_path))
    fill(owner, {"Nội dung minh chứng": "Phiếu kiểm soát theo mẫu mới"})
    look_at(owner)
    press(owner, "Thêm minh chứng")
    expect(owner.locator("#minh-chung ~ .files")).to_contain_text("Phiếu kiểm soát theo mẫu mới")
    do(owner, "Báo hoàn thành", {"Việc đã làm": "Đã ban hành quy trình sửa và phiếu mới."}, says="Đã báo.")
    expect(owner.locator("#main")).to_contain_text("Người thực hiện không tự kiểm chứng")
    auditor = ward.open("danhgia", page)
    words = {"Đã xem những gì": "Năm phiếu kiểm soát của tháng 2 và bản niêm yết."}
    do(auditor, "Kiểm chứng hành động", words, choice="Có hiệu lực", says="Đã ghi kết quả kiểm chứng")
    expect(auditor.locator("#main")).to_contain_text("Đánh giá được số liệu từ")


# --- Did it hold? ---------------------------------------------------------------------------------------


def judge_by_the_figures(ward, action):
    auditor = ward.open("danhgia", f"/lam-viec/hanh-dong/{action}/")
    after = auditor.locator("#hieu-qua ~ .scroll").get_by_role("row").last
    expect(after).to_contain_text("(3/3)")
    look_at(auditor)
    words = {"Nhận định": "Các hồ sơ sau khi sửa đều trả đúng hạn."}
    do(auditor, "Đánh giá hiệu quả", words, choice="Giữ được", says="Đã ghi nhận định cùng số liệu")
    look_at(auditor)


def close(ward, audit, finding):
    auditor = ward.open("danhgia", f"/lam-viec/khong-phu-hop/{finding}/")
    do(auditor, "Đóng phát hiện", {"Kết quả": "Đã khắc phục."}, says="Đã đóng phát hiện")
    look_at(auditor)
    auditor.goto(f"/lam-viec/danh-gia/{audit}/")
    do(auditor, "Kết thúc cuộc đánh giá", says="Đã kết thúc cuộc đánh giá")
    look_at(auditor)


def take_the_evidence_away(ward, audit, tmp_path):
    """One file that proves by itself, with nothing but Python, that it is what was issued."""
    auditor = ward.open("danhgia", f"/lam-viec/danh-gia/{audit}/goi-bang-chung/")
    press(auditor, "Lập gói bằng chứng")
    link = auditor.get_by_role("link", name=re.compile("^Tải gói"))
    expect(link).to_be_visible(timeout=PATIENCE)
    look_at(auditor)
    with auditor.expect_download() as coming:
        link.click()
    path = tmp_path / "goi.zip"
    coming.value.save_as(path)
    with zipfile.ZipFile(path) as pack:
        pack.extractall(tmp_path / "goi")
    (program,) = (tmp_path / "goi").rglob("verify.py")
    code, said = checked_by_itself(program, path, auditor.locator(".packs code").inner_text())
    assert code == 0, said
