"""Sentences about fees.

A fee is what is due for one thing (kind, unit, condition, cases); its rows are amounts by channel and
period. People pay by channel, so each fee is compared channel by channel over its periods: rows may be
split or joined without any sentence, as long as nobody pays anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from organisation.vietnamese_format import format_date, lower_first, upper_first
from procedures.comparison.matching import Pair, match
from procedures.comparison.wording import ChangeSentence, Effect, by_amount, from_to, sentence
from procedures.facts import FEE_CHANNEL_WORDS, FEE_KIND_WORDS, amount_words, fee_condition_words
from procedures.snapshot_reading import Part, parts

Period = tuple[str, str, int | None]


@dataclass(frozen=True)
class _FeeSubject:
    kind: str
    per: str
    condition: str
    cases: tuple[str, ...]
    rows: list[Part] = field(default_factory=list)

    @property
    def identity(self) -> tuple[Any, ...]:
        return self.kind, self.per, self.condition, self.cases

    @property
    def name(self) -> str:
        return FEE_KIND_WORDS.get(self.kind, "mức thu")

    def periods(self, channel: str) -> tuple[Period, ...]:
        """What is due on one channel: (from, to, amount), earliest first."""
        rows = [row for row in self.rows if row.get("channel") in (channel, "all")]
        return tuple(
            sorted(
                ((row.get("valid_from", ""), row.get("valid_to", ""), row.get("amount")) for row in rows),
                key=lambda period: period[:2],
            )
        )

    def basis_on(self, channel: str) -> str:
        """What the latest amount on one channel rests on."""
        rows = [row for row in self.rows if row.get("channel") in (channel, "all")]
        latest = max(rows, key=lambda row: str(row.get("valid_from", "")))
        return str(latest.get("basis", ""))

    def all_of(self, key: str) -> str:
        return "; ".join(dict.fromkeys(str(row[key]) for row in self.rows if row.get(key)))


def _subjects(content: Part) -> list[_FeeSubject]:
    found: dict[tuple[Any, ...], _FeeSubject] = {}
    for row in parts(content, "fees"):
        subject = _FeeSubject(
            row.get("kind", ""), row.get("per", ""), row.get("condition", ""), tuple(row.get("cases", ()))
        )
        found.setdefault(subject.identity, subject).rows.append(row)
    return list(found.values())


def _channels(*contents: Part) -> list[str]:
    named = {row.get("channel") for content in contents for row in parts(content, "channels")}
    named |= {row.get("channel") for content in contents for row in parts(content, "fees")}
    return [channel for channel in FEE_CHANNEL_WORDS if channel in named] or ["all"]


def _label(subject: _FeeSubject, channels: Iterable[str] = ()) -> str:
    words = " và ".join(FEE_CHANNEL_WORDS[channel] for channel in channels if channel in FEE_CHANNEL_WORDS)
    condition = lower_first(fee_condition_words({"condition": subject.condition}))
    return " ".join(filter(None, (subject.name, words, f"({condition})" if condition else "")))


def _amount(subject: _FeeSubject, period: Period) -> str:
    return amount_words({"amount": period[2], "per": subject.per})


def _range(period: Period) -> str:
    start, end, _ = period
    words = (f"từ {format_date(start)}" if start else "", f"đến hết {format_date(end)}" if end else "")
    return " ".join(filter(None, words))


def _change(
    label: str, old: tuple[_FeeSubject, tuple[Period, ...]], new: tuple[_FeeSubject, tuple[Period, ...]]
) -> tuple[str, Effect]:
    """Headline and effect when the periods of one fee on one channel changed."""
    (old_fee, old_periods), (new_fee, new_periods) = old, new
    capital = upper_first(label)
    if not old_periods:
        last = new_periods[-1]
        due = " ".join(filter(None, (_amount(new_fee, last), _range(last))))
        return f"Thêm {label}: {due}.", "worse" if last[2] else "neutral"
    if not new_periods:
        last = old_periods[-1]
        return f"Bỏ {label}, trước là {_amount(old_fee, last)}.", "better" if last[2] else "neutral"
    before, after = old_periods[-1], new_periods[-1]
    if before[2] == after[2]:
        said = [_range(period) or "không giới hạn thời gian" for period in (after, before)]
        return f"{capital} {_amount(new_fee, after)}: áp dụng {said[0]}, trước đây {said[1]}.", "neutral"
    words = [_amount(old_fee, before), "→", _amount(new_fee, after)]
    if after[:2] != before[:2]:
        words.append(_range(after))
    return f"{capital}: {' '.join(filter(None, words))}.", by_amount(before[2], after[2])


def _amount_sentences(old: _FeeSubject, new: _FeeSubject, channels: list[str]) -> Iterator[ChangeSentence]:
    changed: dict[tuple[tuple[Period, ...], tuple[Period, ...]], list[str]] = {}
    for channel in channels:
        key = old.periods(channel), new.periods(channel)
        if key[0] != key[1]:
            changed.setdefault(key, []).append(channel)
    for (before, after), concerned in changed.items():
        label = _label(new if after else old, concerned if len(concerned) < len(channels) else ())
        headline, effect = _change(label, (old, before), (new, after))
        basis = new.basis_on(concerned[0]) if after else ""
        yield ChangeSentence("coin", effect, headline, f"Theo {basis}." if basis else "", "fees")


def _text_sentences(old: _FeeSubject, new: _FeeSubject) -> Iterator[ChangeSentence]:
    label = _label(new)
    if old.condition != new.condition:
        yield ChangeSentence(
            "coin", "neutral", from_to(f"Điều kiện thu {new.name}", old.condition, new.condition), "", "fees"
        )
    if old.per != new.per:
        yield ChangeSentence("coin", "neutral", from_to(f"Đơn vị tính {label}", old.per, new.per), "", "fees")
    exempt_before, exempt_after = old.all_of("exemption"), new.all_of("exemption")
    if exempt_before != exempt_after:
        effect: Effect = "better" if not exempt_before else "worse" if not exempt_after else "neutral"
        headline = from_to(f"Đối tượng được miễn {label}", exempt_before, exempt_after)
        yield ChangeSentence("coin", effect, headline, "", "fees")
    if old.all_of("basis") != new.all_of("basis"):
        headline = from_to(f"Căn cứ thu {label}", old.all_of("basis"), new.all_of("basis"))
        yield ChangeSentence("coin", "neutral", headline, "", "fees")
    if old.cases != new.cases:
        concerned = [", ".join(subject.cases) or "mọi trường hợp" for subject in (old, new)]
        headline = sentence(f"{upper_first(label)} áp dụng cho: {' → '.join(concerned)}")
        yield ChangeSentence("coin", "neutral", headline, "", "fees")


def _pair_sentences(pair: Pair[_FeeSubject], channels: list[str]) -> Iterator[ChangeSentence]:
    amounts = list(_amount_sentences(pair.before, pair.after, channels))
    yield from amounts
    for said in _text_sentences(pair.before, pair.after):
        # The new basis already stands under the new amount.
        if not (amounts and said.headline.startswith(("Căn cứ thu", "Thêm căn cứ thu"))):
            yield said


def fee_sentences(old: Part, new: Part) -> list[ChangeSentence]:
    """Sentences for everything about fees that changed for somebody, of two normalised snapshots."""
    matched = match(
        _subjects(old),
        _subjects(new),
        frozen=lambda subject: json.dumps([subject.identity, subject.rows], sort_keys=True),
        keys=(
            lambda subject: subject.identity,
            lambda subject: (subject.kind, subject.condition),
            lambda subject: (subject.kind, subject.per),
        ),
        title=lambda subject: subject.condition,
    )
    channels = _channels(old, new)
    said: list[ChangeSentence] = []
    for pair in matched.pairs:
        said += _pair_sentences(pair, channels)
    for _, subject in matched.added:
        said += _amount_sentences(_FeeSubject(*subject.identity), subject, channels)
    for _, subject in matched.removed:
        said += _amount_sentences(subject, _FeeSubject(*subject.identity), channels)
    return said
