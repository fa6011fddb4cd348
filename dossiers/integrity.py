"""Do the records of dossiers still say what was written? Recomputes every chain and compares it with the rows.

Finds: edited, deleted, inserted or re-ordered events, a cut-off tail, a state or an end of the chain that the events do
not lead to, moves that do not exist, altered slips and signed letters, missing database triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from django.db import connection

from document_control.append_only import AppendOnlyModel
from document_control.canonical import NotCanonicalError, sha256_of
from document_control.triggers import existing_triggers, trigger_names
from dossiers.enums import DossierState
from dossiers.models import ApologyLetter, Dossier, DossierEvent, Slip
from dossiers.rules.states import may_move

PROTECTED_MODELS: tuple[type[AppendOnlyModel], ...] = (DossierEvent, Slip)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold.

    Attributes:
        dossier: code of the dossier, or the table concerned.
        place: which event or paper.
        message: what is wrong, in Vietnamese, for whoever answers for the records.
    """

    dossier: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.dossier} · {self.place}: {self.message}"


def verify(code: str = "") -> Iterator[Fault]:
    """Everything that does not hold, dossier by dossier.

    Args:
        code: only this dossier.
    """
    dossiers = Dossier.objects.order_by("pk").only("code", "state", "event_count", "event_head")
    if code:
        dossiers = dossiers.filter(code=code)
    else:
        yield from trigger_faults()
    rows = dossiers.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        keys = [dossier.pk for dossier in batch]
        events = DossierEvent.objects.filter(dossier__in=keys).order_by("dossier_id", "sequence")
        chains = {key: list(chain) for key, chain in groupby(events, key=lambda event: event.dossier_id)}
        for dossier in batch:
            yield from chain_faults(dossier, chains.get(dossier.pk, []))
        yield from paper_faults(batch)


def chain_faults(dossier: Dossier, events: Sequence[DossierEvent]) -> Iterator[Fault]:
    """What does not hold in one chain, its events in order of sequence."""
    head, state = "", None
    for place, event in enumerate(events, start=1):
        where = f"sự kiện {event.sequence}"
        if event.sequence != place:
            yield Fault(dossier.code, where, f"thiếu hoặc thừa sự kiện: cần số {place}.")
        if not _hash_holds(event, head, dossier.code):
            yield Fault(
                dossier.code, where, "mã băm sai: nội dung bị sửa, hoặc sự kiện trước bị xóa, đổi chỗ."
            )
        if state is not None and event.from_state != state:
            yield Fault(dossier.code, where, "trạng thái trước không nối với sự kiện liền trước.")
        if not _may_happen(event):
            yield Fault(dossier.code, where, f"không có bước chuyển {event.from_state} → {event.to_state}.")
        head, state = event.chain_hash, event.to_state
    if (dossier.event_count, dossier.event_head) != (len(events), head):
        yield Fault(
            dossier.code,
            "hồ sơ",
            f"hồ sơ ghi {dossier.event_count} sự kiện, kho có {len(events)}: có sự kiện bị xóa, thêm hoặc sửa.",
        )
    if state is not None and dossier.state != state:
        yield Fault(dossier.code, "hồ sơ", f"trạng thái ghi {dossier.state}, sự kiện cuối cho {state}.")


def _hash_holds(event: DossierEvent, previous: str, code: str) -> bool:
    try:
        return event.compute_hash(previous, code) == event.chain_hash
    except NotCanonicalError:
        return False


def _may_happen(event: DossierEvent) -> bool:
    """Does the table of moves know what the event tells? A dossier begins from nothing."""
    if event.from_state in ("", event.to_state):
        return True
    known = DossierState.values
    return (
        event.from_state in known and event.to_state in known and may_move(event.from_state, event.to_state)
    )


def paper_faults(dossiers: Iterable[Dossier]) -> Iterator[Fault]:
    """Slips and signed letters of these dossiers that no longer say what was handed out."""
    codes = {dossier.pk: dossier.code for dossier in dossiers}
    for slip in Slip.objects.filter(dossier__in=codes).order_by("pk"):
        facts = {"slip": slip.kind, "number": slip.number, "content": slip.content}
        if sha256_of(facts) != slip.content_hash:
            yield Fault(codes[slip.dossier_id], f"phiếu {slip.number}", "nội dung đã bị sửa sau khi lập.")
    letters = ApologyLetter.objects.filter(dossier__in=codes, signed_at__isnull=False).order_by("pk")
    for letter in letters:
        if sha256_of({"letter": letter.number, "content": letter.content}) != letter.content_hash:
            yield Fault(codes[letter.dossier_id], f"thư {letter.number}", "nội dung đã bị sửa sau khi ký.")


def trigger_faults() -> Iterator[Fault]:
    """Append-only tables that lost a trigger."""
    for model in PROTECTED_MODELS:
        table = model._meta.db_table
        missing = trigger_names(connection.vendor, table) - existing_triggers(connection, table)
        for name in sorted(missing):
            yield Fault(table, "cơ sở dữ liệu", f"thiếu khóa chống sửa xóa {name}.")
