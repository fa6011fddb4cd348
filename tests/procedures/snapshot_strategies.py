"""Hypothesis strategies for snapshots (schema 1): small alphabets, so that two of them often share items."""

from hypothesis import strategies as st

from tests.factories.snapshots import (
    birth_registration,
    case,
    citation,
    component,
    duration,
    fee,
    form,
    household_business,
    overdue_dossier_process,
    step,
    time_limit,
)

WORDS = [
    "Tờ khai",
    "Giấy chứng sinh",
    "bản sao",
    "ký",
    "thẩm tra",
    "1.001193",
    "hộ khẩu",
    "<p>Điều 9</p>",
    "đ",
]
words = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
rich = st.one_of(
    words.map(lambda text: text and f"<p>{text}</p>"),
    st.lists(words, max_size=3).map(
        lambda lines: "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    ),
    st.sampled_from(["<p>a<b>b</b></p>", "<p>ab</p>", "<p>a</p><p>b</p>", '<p><a href="/x">a</a></p>']),
)
days = st.sampled_from([None, "2026-01-01", "2026-07-24", "2026-07-25", "2026-12-31"])
case_codes = st.lists(st.sampled_from(["01", "02"]), unique=True, max_size=2)
durations = st.one_of(
    st.none(),
    st.builds(
        duration,
        st.sampled_from(["0.5", "1", "2", "4"]),
        st.sampled_from(["minute", "working_hour", "working_day", "calendar_day"]),
    ),
)
limits = st.builds(
    time_limit,
    st.integers(1, 5),
    st.sampled_from(["same_day", "working_hour", "working_day", "calendar_day"]),
    cutoff=st.sampled_from(["", "14:00", "15:00"]),
    text=words,
    extension=words,
    supplement_rule=st.sampled_from(["", "restart", "pause"]),
)
cases = st.builds(case, st.sampled_from(["01", "02"]), names, condition=words, time_limit=st.none() | limits)
components = st.builds(
    component,
    names,
    kind=st.sampled_from(["submit", "present"]),
    original=st.integers(0, 2),
    copy=st.integers(0, 2),
    form=st.sampled_from(["", "TP-1"]),
    condition=words,
    source=words,
    alternative_group=st.sampled_from(["", "g"]),
    cases=case_codes,
)
fees = st.builds(
    fee,
    st.sampled_from([None, 0, 5000, 100_000]),
    kind=st.sampled_from(["fee", "charge"]),
    channel=st.sampled_from(["all", "direct", "postal", "online"]),
    per=st.sampled_from(["", "việc", "trang"]),
    condition=words,
    exemption=words,
    basis=words,
    valid_from=days,
    valid_to=days,
    cases=case_codes,
)
steps = st.builds(
    step,
    st.integers(1, 4),
    names,
    st.sampled_from(["citizen", "clerk", "leader"]),
    durations,
    position=words,
    input=words,
    output=words,
    form=words,
    phase=words,
    description=rich,
    waits_outside=st.booleans(),
    waits_reason=words,
)
files = st.fixed_dictionaries(
    {
        "filename": names,
        "sha256": st.sampled_from(["a" * 64, "a" * 63 + "b", "c" * 64]),
        "size": st.integers(1, 3),
        "url": st.sampled_from(["/tai-lieu/1", "/tai-lieu/2"]),
    }
)
forms = st.builds(form, st.sampled_from(["TP-1", "TP-2"]), names, file=st.none() | files)
citations = st.builds(
    citation,
    st.sampled_from(["60/2014/QH13", "123/2015/NĐ-CP"]),
    names,
    days,
    st.sampled_from(["", "Điều 9"]),
)
named = st.fixed_dictionaries({"code": st.sampled_from(["a", "b"]), "name": st.sampled_from(["A", "B"])})


def dicts(**values):
    return st.fixed_dictionaries(values)


def lists(items):
    return st.lists(items, max_size=3)


def numbered(found):
    return [{**item, "number": position} for position, item in enumerate(found, start=1)]


PARTS = {
    "kind": st.sampled_from(["procedure", "internal_process"]),
    "code": st.sampled_from(["QT-1", "QT-2"]),
    "title": names,
    "short_title": words,
    "summary": words,
    "audience": st.sampled_from(["public", "staff", "unit", "restricted"]),
    "unit": dicts(name=names, short_name=words, code=words, address=words, phone=words, email=words),
    "chapters": dicts(
        purpose=rich,
        scope=rich,
        definitions=rich,
        references=rich,
        extra=lists(dicts(title=words, body=rich)),
    ),
    "forms": lists(forms),
    "citations": lists(citations),
    "steps": lists(steps) | lists(steps).map(numbered),
    "records": lists(dicts(name=names, holder=words, retention=words)),
    "earlier_issues": lists(
        dicts(
            edition=st.integers(1, 2),
            revision=st.integers(0, 1),
            issued_on=days,
            effective_from=days,
            change=words,
            basis=words,
        )
    ),
    "national_code": st.sampled_from(["", "1.001193"]),
    "local_code": words,
    "legacy_codes": lists(names),
    "field": named,
    "level": named,
    "subjects": lists(named),
    "channels": lists(dicts(channel=st.sampled_from(["direct", "postal", "online"]), note=words)),
    "online_level": st.none() | named,
    "legacy_online_level": st.none() | named,
    "online_url": words,
    "agencies": dicts(
        promulgating=words, deciding=words, executing=words, authorised=words, coordinating=lists(names)
    ),
    "sets": st.integers(0, 2),
    "time_limit": st.none() | limits,
    "cases": lists(cases),
    "components": lists(components),
    "not_needed": words,
    "public_steps": rich,
    "conditions": rich,
    "fees": lists(fees),
    "results": lists(dicts(name=names, note=words)),
    "trigger": words,
    "deadline": words,
    "owner_unit_name": words,
    "occasions": lists(
        dicts(
            frequency=st.sampled_from(["on_demand", "weekly", "annual"]),
            month=st.none() | st.integers(1, 12),
            day=st.none() | st.integers(1, 31),
            weekday=st.none() | st.integers(0, 6),
            label=words,
        )
    ),
}
snapshots = st.fixed_dictionaries({"schema": st.just(1)}, optional=PARTS)
samples = st.sampled_from([birth_registration, household_business, overdue_dossier_process]).map(
    lambda build: build()
)


@st.composite
def edited(draw, base=snapshots | samples):
    """A snapshot and what it became: a few parts replaced, lists shuffled, shortened or lengthened."""
    before = draw(base)
    after = dict(before)
    for key in draw(st.lists(st.sampled_from(sorted(PARTS)), max_size=3, unique=True)):
        if isinstance(after.get(key), list) and after[key] and draw(st.booleans()):
            kept = draw(st.permutations(after[key]))
            after[key] = kept[draw(st.integers(0, 1)) :] + draw(PARTS[key])
        else:
            after[key] = draw(PARTS[key])
    return before, after
