"""The override catalog that gives editors and approvers the Wagtail admin in Vietnamese.

Wagtail ships about a fifth of its strings in Vietnamese. These tests keep the override honest after every
upgrade of Wagtail: new English strings lower the coverage below the bound and name what is missing.
"""

import re
import unicodedata
from collections import Counter
from importlib import resources
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog

CATALOG_DIR = Path(settings.BASE_DIR) / "iso_docs" / "locale_wagtail" / "vi" / "LC_MESSAGES"
WAGTAIL_DIR = Path(str(resources.files("wagtail")))
DOMAINS = ("django", "djangojs")
EDITOR_FACING = {
    "admin": (WAGTAIL_DIR / "admin", "django"),
    "admin, JavaScript": (WAGTAIL_DIR / "admin", "djangojs"),
    "core": (WAGTAIL_DIR, "django"),
    "users": (WAGTAIL_DIR / "users", "django"),
    "snippets": (WAGTAIL_DIR / "snippets", "django"),
    "images": (WAGTAIL_DIR / "images", "django"),
    "documents": (WAGTAIL_DIR / "documents", "django"),
}

PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[sdrif]|%[sdrif]|\{[A-Za-z_]*\}")
TAG = re.compile(r"<[^>]+>")

# Wagtail's plural form counts child pages here, in a branch where there are none: ours keeps to the singular.
PLACEHOLDERS_OF_SINGULAR = {
    "Deleting this page will also delete %(translation_count)s translation of this page.",
}


def overrides(domain):
    return polib.pofile(str(CATALOG_DIR / f"{domain}.po"))


def translated_keys(path):
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)).translated_entries()}


def vietnamese(entry):
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def english(entry):
    """The form whose placeholders count: Vietnamese has one form and it must carry the number."""
    if entry.msgid in PLACEHOLDERS_OF_SINGULAR:
        return entry.msgid
    return entry.msgid_plural or entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_are_those_of_the_source(domain):
    for entry in overrides(domain):
        source, target = english(entry), vietnamese(entry)
        assert Counter(PLACEHOLDER.findall(target)) == Counter(PLACEHOLDER.findall(source)), entry.msgid
        assert Counter(TAG.findall(target)) == Counter(TAG.findall(source)), entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_edge_spaces_are_those_of_the_source(domain):
    for entry in overrides(domain):
        target = vietnamese(entry)
        source = entry.msgid
        assert target[: len(target) - len(target.lstrip())] == source[: len(source) - len(source.lstrip())]
        assert target[len(target.rstrip()) :] == source[len(source.rstrip()) :]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_entry_is_finished(domain):
    po = overrides(domain)
    assert po.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert not po.fuzzy_entries()
    assert not po.untranslated_entries()
    keys = Counter((entry.msgctxt, entry.msgid) for entry in po)
    assert not [key for key, count in keys.items() if count > 1]


@pytest.mark.parametrize("domain", DOMAINS)
def test_text_is_nfc(domain):
    text = (CATALOG_DIR / f"{domain}.po").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalog_is_the_one_of_the_source(domain):
    compiled = polib.mofile(str(CATALOG_DIR / f"{domain}.mo"))

    def content(catalog):
        return {(e.msgctxt, e.msgid, e.msgid_plural or ""): vietnamese(e) for e in catalog}

    assert content(compiled) == content(overrides(domain))


@pytest.mark.parametrize("name", EDITOR_FACING)
def test_editor_facing_catalog_is_covered(name):
    app_dir, domain = EDITOR_FACING[name]
    locale_dir = app_dir / "locale"
    source = polib.pofile(str(locale_dir / "en" / "LC_MESSAGES" / f"{domain}.po"))
    done = translated_keys(locale_dir / "vi" / "LC_MESSAGES" / f"{domain}.po")
    done |= translated_keys(CATALOG_DIR / f"{domain}.po")
    wanted = [(entry.msgctxt, entry.msgid) for entry in source if not entry.obsolete]
    missing = [key for key in wanted if key not in done]
    assert wanted
    assert 1 - len(missing) / len(wanted) >= 0.95, missing[:20]


def test_no_second_person_towards_staff():
    """Staff screens are impersonal or say "tôi"; "bạn" is the word of the shipped catalogs we replace."""
    for domain in DOMAINS:
        for entry in overrides(domain):
            assert not re.search(r"\b[Bb]ạn\b", vietnamese(entry)), entry.msgid


@pytest.fixture
def catalog(settings):
    """Django's merged Vietnamese with the override as the only LOCALE_PATHS entry: the project's own words,
    which come first in the settings, may say some of these differently."""
    settings.LOCALE_PATHS = [CATALOG_DIR.parent.parent]
    return DjangoTranslation("vi")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Publish", "Xuất bản"),
        ("Save draft", "Lưu bản nháp"),
        ("Submit for moderation", "Gửi duyệt"),
        ("Approve", "Phê duyệt"),
        ("Approve with comment", "Phê duyệt kèm nhận xét"),
        ("Request changes", "Trả lại"),
        ("Reject", "Trả lại"),
        ("Workflow history", "Lịch sử quy trình duyệt"),
        ("Reports", "Báo cáo"),
        ("User", "Người dùng"),  # shipped only by apps that need not be installed
        ("Log in", "Đăng nhập"),
        ("Settings", "Cấu hình"),
        ("Snippets", "Danh mục"),
        ("Collections", "Bộ sưu tập"),
        ("Locked", "Đã khóa"),
        ("You saved a new version in another window", "Phiên bản mới vừa được lưu từ cửa sổ khác của tôi"),
        ("This field is required.", "Chưa điền mục này."),
        ("Password reset unsuccessful", "Chưa đặt lại được mật khẩu"),
        ("Wednesday", "Thứ Tư"),
    ],
)
def test_words_that_matter(catalog, source, expected):
    """The override must win over Wagtail's and Django's own Vietnamese."""
    assert catalog.gettext(source) == expected


def test_plural_and_context_reach_django(catalog):
    assert catalog.ngettext("%(num_pages)d page", "%(num_pages)d pages", 3) == "%(num_pages)d trang"
    assert catalog.ngettext("Delete 1 page", "Delete %(counter)s pages", 1) == "Xóa %(counter)s trang"
    assert catalog.pgettext("abbrev. month", "Sept.") == "Tháng 9"


def test_override_is_a_locale_path_after_the_projects_own():
    paths = [Path(path) for path in settings.LOCALE_PATHS]
    assert paths.index(CATALOG_DIR.parent.parent) > paths.index(Path(settings.BASE_DIR) / "locale")


def test_template_with_a_count_shows_the_number():
    template = Template(
        "{% load i18n %}{% blocktranslate count counter=n %}Delete 1 page{% plural %}"
        "Delete {{ counter }} pages{% endblocktranslate %}"
    )
    with translation.override("vi"):
        assert template.render(Context({"n": 1})) == "Xóa 1 trang"
        assert template.render(Context({"n": 7})) == "Xóa 7 trang"


def test_admin_javascript_gets_the_override(rf):
    with translation.override("vi"):
        response = JavaScriptCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
    body = response.content.decode()
    assert '"Autosave in progress\\u2026": "\\u0110ang t\\u1ef1 l\\u01b0u\\u2026"' in body
    assert '"Comment": "Nh\\u1eadn x\\u00e9t"' in body
