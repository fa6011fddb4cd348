"""One address of every kind of page, and who may open it."""

PUBLIC = [
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=xyzabc",
    "/thu-tuc/dang-ky-khai-sinh/",
    "/thu-tuc/dang-ky-khai-sinh/?ngay=2026-01-15",
    "/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/",
    "/thu-tuc/dang-ky-khai-sinh/lan-ban-hanh/3.0/",
    "/thu-tuc/dang-ky-khai-sinh/so-sanh/1.0/3.1/",
    "/thu-tuc/dang-ky-lai-khai-sinh/lan-ban-hanh/3.1/",
    "/thu-tuc/khai-sinh-ket-hop-nhan-cha-me-con/",
    "/thu-tuc/dang-ky-ho-kinh-doanh/",
    "/tim/?q=khai+sinh",
    "/tim/?q=zzzzqq",
    "/thay-doi/",
    "/lien-he/",
    "/ho-so/",
    "/ho-so/?het-han=1",
    "/ket-qua-giai-quyet/",
    "/kiem-tra/",
    "/kiem-tra/?ma=xyz",
    "/kiem-tra/0000ffff/",
    "/chi-so-cai-cach/",
    "/khong-co-trang-nay/",
    "/lam-viec/dang-nhap/",
    "/en/",
    "/en/thu-tuc/dang-ky-khai-sinh/",
]
"""Front page, catalogue (full, empty), procedure (in force, as of a day, old, future, withdrawn, with calendar days),
history, comparison, search (found, nothing), changes, contact, tracking, results of dossiers, check of printed papers
(form, no code, unknown), reform index, missing, sign-in; English."""

STAFF = [
    "/lam-viec/",
    "/lam-viec/?viec=ra-soat",
    "/lam-viec/quy-trinh/",
    "/lam-viec/quy-trinh/toi-phai-lam-gi/",
    "/lam-viec/quy-trinh/lich/",
    "/lam-viec/quy-trinh/bieu-mau/",
    "/lam-viec/quy-trinh/ho-so-qua-han/",
    "/lam-viec/quy-trinh/ho-so-qua-han/lan-ban-hanh/1.0/",
    "/lam-viec/quy-trinh/ho-so-qua-han/so-sanh/1.0/1.1/",
    "/lam-viec/tai-lieu/",
    "/lam-viec/tai-lieu/van-ban/",
    "/lam-viec/tai-lieu/van-ban/{legal_act:60/2014/QH13}/",
    "/lam-viec/tai-lieu/{document:QT-TP-01}/rut/",
    "/lam-viec/tai-lieu/{document:QT-TP-09}/huy-ban/3.1/",
    "/lam-viec/tai-lieu/{document:QT-TP-01}/ra-soat/",
    "/lam-viec/tai-lieu/{document:QT-TP-01}/phan-phoi/",
    "/lam-viec/soan-va-duyet/",
    "/lam-viec/soan-va-duyet/{page:QT-TP-04}/",
    "/lam-viec/soan-va-duyet/{page:QT-NB-10}/",
    "/lam-viec/soan-va-duyet/{page:QT-NB-08}/",
    "/lam-viec/soan-va-duyet/{page:QT-TP-12}/",
    "/lam-viec/soan-va-duyet/{page:QT-TP-04}/xem-truoc/",
    "/lam-viec/soan-va-duyet/{page:QT-NB-10}/xem-truoc/",
    "/lam-viec/soan-va-duyet/{page:QT-TP-01}/ket-qua/",
    "/lam-viec/thu-xin-loi/",
    "/lam-viec/so-theo-doi/",
    "/lam-viec/ho-so/",
    "/lam-viec/ho-so/nhap/",
    "/lam-viec/lich-cong-tac/",
    "/lam-viec/lich-cong-tac/them/",
    "/lam-viec/lich-cong-tac/nghi/",
    "/lam-viec/lich-cong-tac/han-thay-doi/",
    "/lam-viec/thu-gui-di/",
    "/lam-viec/bao-cao/",
    "/lam-viec/bao-cao/?ky=khac&tu=31/02/2026",
    "/lam-viec/bao-cao/ho-so/?so=pending",
    "/lam-viec/bao-cao/buoc-tre/",
    "/lam-viec/bao-cao/da-cong-bo/",
    "/lam-viec/tim/",
    "/lam-viec/tim/?q=bao+cao&cu=1",
    "/lam-viec/tim/khong-thay/",
    "/lam-viec/mat-khau/",
    "/lam-viec/thanh-phan/",
    "/lam-viec/danh-gia/chuong-trinh/2026/",
    "/lam-viec/danh-gia/danh-sach/",
    "/lam-viec/danh-gia/ke-hoach/moi/",
    "/lam-viec/danh-gia/ĐG-2026-01/",
    "/lam-viec/danh-gia/ĐG-2026-02/",
    "/lam-viec/danh-gia/ĐG-2026-02/phieu-hoi/",
    "/lam-viec/danh-gia/ĐG-2026-02/phieu-hoi/1/",
    "/lam-viec/danh-gia/ĐG-2026-02/phieu/1/",
    "/lam-viec/danh-gia/ĐG-2026-02/phieu/1/cau/1/",
    "/lam-viec/danh-gia/ĐG-2026-01/goi-bang-chung/",
    "/lam-viec/danh-gia/ĐG-2026-01/lich-su/",
    "/lam-viec/danh-gia/xu-huong/",
    "/lam-viec/khong-phu-hop/",
    "/lam-viec/khong-phu-hop/moi/",
    "/lam-viec/khong-phu-hop/KPH-2026-001/",
    "/lam-viec/hanh-dong/",
    "/lam-viec/hanh-dong/HĐ-2026-001/",
    "/lam-viec/chi-so-cai-cach/",
    "/lam-viec/chi-so-cai-cach/{assessment:submitted}/",
    "/lam-viec/chi-so-cai-cach/{assessment:submitted}/tham-dinh/1/",
    "/lam-viec/chi-so-cai-cach/{assessment:submitted}/gia-dinh/",
    "/lam-viec/muc-tieu/",
    "/lam-viec/muc-tieu/MT-2026-01/",
    "/lam-viec/xem-xet-lanh-dao/",
    "/lam-viec/xem-xet-lanh-dao/XX-2026-01/",
    "/lam-viec/xem-xet-lanh-dao/XX-2026-02/",
]
"""As the ISO secretary sees them, who may open every page of the workspace. The sample's codes carry the year in
which it was loaded, and the live site's clock stands in 2026."""

HEAD_OF_DIVISION = ["/lam-viec/chi-so-cai-cach/{assessment:self_scoring}/tu-cham/1/"]
"""What only the head of a division opens: the form where the division scores itself."""


def on_site(site, address):
    """The address with the ids of this site: `{page:CODE}`, `{document:CODE}`, `{legal_act:NUMBER}` and so on."""
    before, brace, rest = address.partition("{")
    if not brace:
        return address
    name, _, after = rest.partition("}")
    kind, _, code = name.partition(":")
    ids = {
        "page": site.page_id,
        "document": site.document_id,
        "legal_act": site.legal_act_id,
        "assessment": site.assessment_id,
    }
    return f"{before}{ids[kind](code)}{after}"
