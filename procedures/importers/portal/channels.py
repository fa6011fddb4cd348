"""Ways of submitting: one row per channel with what the portal says of it."""

from __future__ import annotations

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.times import CHANNELS, MethodTime, Times


def read_channels(draft: Draft, times: Times) -> None:
    """`channels` and, where the portal says so, the level of the online service."""
    rows: dict[str, list[MethodTime]] = {}
    for method in times.methods:
        if method.channel:
            rows.setdefault(method.channel, []).append(method)
        else:
            _unknown(draft, method.part)
    several = len({method.time_text for method in times.methods}) > 1
    channels = []
    for number, (channel, methods) in enumerate(rows.items(), start=1):
        key = f"channels[{number}]"
        pieces = []
        for method in methods:
            method.part["submissionMethod"].place(f"{key}.channel")
            pieces.append((method.part["description"], _note(method, several)))
        if channel == "direct":
            addresses = draft.root["dossierReceivingAddresses"]
            pieces.append((addresses, f"Nơi nhận hồ sơ: {addresses.text}" if addresses.text else ""))
        note = draft.join(pieces, " ", L["channel_note"], f"{key}.note")
        channels.append({"channel": channel, **({"note": note} if note else {})})
    if channels:
        draft.layout["channels"] = channels
    _read_online(draft, "online" in rows)


def _note(method: MethodTime, with_time: bool) -> str:
    """The words of a way; with its time in front where a channel has several."""
    words = method.part["description"].text
    if with_time and words and method.time_text and method.span:
        return f"{method.span}: {words}"
    return words


def _unknown(draft: Draft, part: Part) -> None:
    name = part["submissionMethod"]
    words = f"“{name.text[:40]}”" if name.text else "không ghi tên"
    name.leave("không phải trực tiếp, trực tuyến hay bưu chính")
    draft.warn(
        FindingKind.VALUE_INVALID,
        "channels",
        f"Cách nộp {words} không phải một trong: {', '.join(CHANNELS)}. Thêm cách nộp bằng tay nếu cần.",
        name.where,
    )


def _read_online(draft: Draft, has_online: bool) -> None:
    """Full service only where the portal marks it and takes dossiers online; an unmarked one tells nothing."""
    flag = draft.root["isFullProcess"]
    if flag.is_true and has_online:
        draft.layout["online_level"] = {"current": "full"}
        flag.place_flag(
            "online_level.current", "unsure", "cờ isFullProcess của Cổng, hiểu là toàn trình; kiểm tra lại"
        )
    elif flag.is_true:
        flag.leave("Cổng đánh dấu toàn trình nhưng không có cách nộp trực tuyến")
