"""Hypothesis strategies for records: small, valid, and full of texts that file formats like to misread."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from procedures.importers.plain_text import many_lines, one_line, rich_from_plain
from procedures.importers.records import (
    ActPart,
    CasePart,
    ChangePart,
    ChapterPart,
    CodeName,
    ComponentPart,
    FeePart,
    IssuePart,
    KeptPart,
    NotedPart,
    OccasionPart,
    ParsedRecord,
    ProcedurePart,
    ProcessPart,
    RegisterPart,
    StepPart,
    TablePart,
    TimeLimitPart,
)
from procedures.portable_markup import clean_markup

WORDS = [
    "Tờ khai", "đ", "=1+1", "+84 24", "-3", "@cmd", "'x'", '"', "1.001193", "2.000", "0,5", "01", "1e5", "true",
    "null", "~", "có", "x", "a: b", "- gạch", "# thăng", "| sổ", "> gấp", "{a}", "[b]", "*c", "&d", "!e", "%f",
    "<b>đậm</b>", "<script>", "a & b", "HTML: x", "[[văn bản dài 1]]", "👪", "31/12/2026", "2026-12-31", "15:00",
    "_x0041_", "\\n", "Ô 1", "---", "...",
]  # fmt: skip
MARKUP = [
    "<p>a<b>đậm</b> c</p>",
    "<ul><li>một</li><li>hai &amp; ba</li></ul>",
    '<p>Xem <a href="/thu-tuc/dang-ky-khai-sinh/">khai sinh</a>.</p>',
    "<h4>Mục</h4><p>HTML: x</p><p></p>",
    "<p>1\u00a0000 đồng</p>",
]
ROLES, FORMS = ["citizen", "clerk", "leader"], ["TP-1", "TP-2"]
FIELDS, LEVELS, SUBJECTS = ["ho_tich", "dat_dai"], ["ward", "province"], ["Cá nhân", "Tổ chức"]
ACTS = [("60/2014/QH13", "Quốc hội"), ("60/2014/QH13", "Nơi khác"), ("123/2015/NĐ-CP", "")]

words = st.lists(st.sampled_from(WORDS), max_size=3).map(lambda found: one_line(" ".join(found)))
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda found: one_line(" ".join(found)))
lines = st.lists(st.sampled_from([*WORDS, ""]), max_size=5).map(lambda found: many_lines("\n".join(found)))
named_lines = lines.filter(bool)
rich = lines.map(rich_from_plain) | st.sampled_from(MARKUP).map(lambda html: clean_markup(html).html)
days = st.none() | st.dates(dt.date(1945, 9, 2), dt.date(2030, 12, 31))
moments = st.none() | st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
case_codes = st.lists(st.sampled_from(["01", "02"]), unique=True, max_size=2).map(tuple)
codes = st.sampled_from(["", *FORMS])


def tuples(items, most=3):
    return st.lists(items, max_size=most).map(tuple)


@st.composite
def limits(draw, whole=True):
    unit = draw(st.sampled_from(["", "same_day", "working_hour", "working_day", "calendar_day"]))
    value = draw(st.integers(1, 9999)) if unit else None
    return TimeLimitPart(
        value=1 if unit == "same_day" else value,
        unit=unit,
        cutoff=draw(st.sampled_from([None, dt.time(15), dt.time(9, 30)])) if unit == "same_day" else None,
        text=draw(lines),
        extension=draw(lines) if whole else "",
        supplement_rule=draw(st.sampled_from(["", "restart", "pause"])) if whole else "",
    )


@st.composite
def steps(draw):
    has_duration, waits = draw(st.booleans()), draw(st.booleans())
    return StepPart(
        title=draw(names),
        role=CodeName(draw(st.sampled_from(ROLES))),
        position=draw(words),
        duration=draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(3), Decimal("12345.75")]))
        if has_duration
        else None,
        duration_unit=draw(st.sampled_from(["minute", "working_hour", "working_day", "calendar_day"]))
        if has_duration
        else "",
        input=draw(words),
        output=draw(words),
        form=draw(codes),
        phase=draw(words),
        description=draw(lines),
        waits_outside=waits,
        waits_reason=draw(names) if waits else "",
        proposed=draw(st.booleans()),
    )


@st.composite
def tables(draw):
    width = draw(st.integers(0, 3))
    cells = st.lists(words, min_size=width, max_size=width).map(tuple)
    rows = draw(tuples(cells)) if width else ()
    return TablePart(draw(st.lists(names, min_size=width, max_size=width).map(tuple)), rows, draw(words))


chapters = st.builds(ChapterPart, names, rich) | st.builds(ChapterPart, names, table=tables())
fees = st.builds(
    FeePart,
    kind=st.sampled_from(["fee", "charge"]),
    channel=st.sampled_from(["all", "direct", "postal", "online"]),
    amount=st.sampled_from([None, 0, 2000, 999_999_999]),
    per=words,
    condition=lines,
    exemption=lines,
    basis=words,
    valid_from=st.sampled_from([None, dt.date(2026, 1, 1)]),
    valid_to=st.sampled_from([None, dt.date(2026, 12, 31)]),
    cases=case_codes,
)
components = st.builds(
    ComponentPart,
    name=named_lines,
    kind=st.sampled_from(["submit", "present"]),
    original=st.integers(0, 3),
    copy=st.integers(0, 3),
    form=codes,
    condition=lines,
    source=words,
    alternative_group=st.sampled_from(["", "g", "1"]),
    cases=case_codes,
)
acts = st.builds(
    lambda key, clause: ActPart(key[0], "Văn bản thử", None, key[1], clause), st.sampled_from(ACTS), words
)
issues = st.builds(IssuePart, st.integers(1, 9), st.integers(0, 9), names, days, days, words)
changes = st.builds(
    ChangePart,
    kind=st.sampled_from(["revision", "edition"]),
    reason=lines,
    basis=words,
    effective_from=moments,
    decision_number=words,
    decision_date=days,
)
noted = st.builds(NotedPart, named_lines, lines)
occasions = st.builds(
    OccasionPart,
    st.sampled_from(["on_demand", "weekly", "monthly", "quarterly", "annual"]),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
    st.none() | st.integers(0, 6),
    words,
)


@st.composite
def procedure_parts(draw):
    cases = [
        CasePart(code, draw(named_lines), draw(lines), draw(limits(whole=False))) for code in ("01", "02", "03")
    ]
    channels = draw(st.lists(st.sampled_from(["direct", "postal", "online"]), unique=True))
    return ProcedurePart(
        national_code=draw(st.sampled_from(["", "1.001190", "2.000635.000.00.00.H26"])),
        local_code=draw(words),
        legacy_codes=draw(tuples(names)),
        field=draw(st.none() | st.sampled_from(FIELDS).map(lambda code: CodeName(code, f"Tên {code}"))),
        level=draw(st.sampled_from(["", *LEVELS])),
        subjects=draw(st.sampled_from([(), tuple(SUBJECTS[:1]), tuple(SUBJECTS)])),
        channels=tuple(NotedPart(channel, draw(lines)) for channel in channels),
        online_level=draw(st.sampled_from(["", "none", "partial", "full"])),
        legacy_online_level=draw(st.sampled_from(["", "1", "4"])),
        online_url=draw(st.sampled_from(["", "https://dichvucong.gov.vn/x?a=1&b=2"])),
        promulgating_agency=draw(lines),
        deciding_agency=draw(lines),
        executing_agency=draw(lines),
        authorised_agency=draw(lines),
        coordinating_agencies=draw(tuples(names)),
        sets=draw(st.integers(1, 9)),
        time_limit=draw(limits()),
        cases=tuple(cases),
        components=draw(tuples(components)),
        fees=draw(tuples(fees)),
        results=draw(tuples(noted)),
        not_needed=draw(lines),
        public_steps=draw(rich),
        conditions=draw(rich),
    )


process_parts = st.builds(ProcessPart, words, words, words, tuples(occasions))


@st.composite
def records(draw, codes=st.sampled_from(["QT-1", "QT-TP-02"])):
    title = draw(names)
    return ParsedRecord(
        file="",
        line=0,
        code=draw(codes),
        title=title,
        slug=draw(st.sampled_from(["", "mot-trang"])),
        listed_name=draw(st.sampled_from(["", "Tên khác trong danh sách"])),
        short_title=draw(words),
        summary=draw(lines),
        purpose=draw(rich),
        scope=draw(rich),
        definitions=draw(rich),
        references=draw(rich),
        chapters=draw(tuples(chapters)),
        forms=tuple(CodeName(code, f"Tên {code}") for code in draw(st.sampled_from([(), FORMS[:1], FORMS]))),
        acts=draw(tuples(acts)),
        steps=draw(tuples(steps())),
        records=draw(tuples(st.builds(KeptPart, names, words, words))),
        versions=draw(tuples(issues)),
        number=(draw(st.integers(1, 99)), draw(st.integers(0, 99))),
        change=draw(changes),
        register=RegisterPart(
            draw(st.sampled_from(["public", "staff", "unit", "restricted"])), draw(st.integers(1, 60))
        ),
        body=draw(procedure_parts() | process_parts),
    )
