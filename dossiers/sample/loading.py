"""Loads the sample dossiers; days count back from the day of loading, everything else is the same every time."""

from __future__ import annotations

import random

from django.db import transaction
from django.utils import timezone

from document_control.models import IssuedVersion
from dossiers.enums import CauseCategory, DossierState, LetterChannel, PauseKind, SlipKind, StepKind
from dossiers.models import Dossier
from dossiers.sample import cast
from dossiers.sample.telling import Tale, Ward, intake_of, receive
from dossiers.services import ending, gate, intake, interlinked, letters, pausing
from dossiers.services.lateness import detect_late_steps
from dossiers.services.making import begin, new_dossier, set_clock
from dossiers.services.recording import create, save_changed
from dossiers.services.slips import issue_slip
from dossiers.services.steps import complete_step
from organisation.models import Unit
from procedures.enums import Channel
from procedures.sample.documents import SampleOffice

COUNTER_SLUG = "an-hoa-mot-cua"
EXPLANATION = "Trong hai ngày có nhiều hồ sơ cùng đến hạn, tôi chưa kịp thẩm tra hồ sơ này."
LATE_CLOCK = 60
"""Office minutes after which a late step is noticed."""


def load_sample_dossiers(office: SampleOffice) -> None:
    """About forty dossiers, in every state; nothing when there are some already."""
    if Dossier.objects.exists():
        return
    ward = Ward(
        office=office.unit,
        counter=Unit.objects.get(slug=COUNTER_SLUG),
        people=office.people,
        now=timezone.now().replace(microsecond=0),
        choose=random.Random(2026),  # noqa: S311
    )
    _finished(ward)
    _in_hand(ward)
    _not_received(ward)
    _waiting(ward)
    _ended(ward)
    _late(ward)
    _joined(ward)
    _known(ward)


def _receive(ward: Ward, part: cast.Part) -> Tale:
    return receive(ward, part.code, part.name, part.back, part.minute)


def _finished(ward: Ward) -> None:
    for part in cast.RETURNED:
        _receive(ward, part).run_to(DossierState.RETURNED)
    for part in cast.RETURNED_LATE:
        tale = _late_work(ward, part)
        _explain(tale)
        _draft(tale)
        _sign(tale)
        _send(tale)
        tale.pass_time(60)
        tale.act(complete_step, tale.worker())
        tale.run_to(DossierState.RETURNED, 0.3)
    for part in cast.AT_THE_COUNTER:
        _receive(ward, part).run_to(DossierState.READY, 0.3)


def _in_hand(ward: Ward) -> None:
    for part in cast.IN_HAND:
        _receive(ward, part).run_to_specialist()
    for part in cast.JUST_RECEIVED:
        _receive(ward, part)
    tale = _receive(ward, cast.SIGNED_OFF)
    tale.run_to_specialist()
    tale.hurry_to(StepKind.ISSUING, minutes_ago=40)


def _not_received(ward: Ward) -> None:
    for part in cast.SUBMITTED:
        _submit(ward, part)
    officer = ward.people["motcua"]
    tale = _submit(ward, cast.INCOMPLETE)
    tale.pass_time(40)
    tale.act(
        intake.ask_before_reception,
        officer,
        items=["Bản chụp giấy tờ chứng minh nơi cư trú"],
        reason="Tệp đính kèm bị mờ, không đọc được nơi cư trú.",
    )
    tale = _submit(ward, cast.TURNED_AWAY)
    tale.pass_time(45)
    tale.act(
        intake.refuse_reception,
        officer,
        reason="Địa điểm kinh doanh không thuộc địa bàn phường; đã hướng dẫn nộp tại nơi có thẩm quyền.",
        legal_basis="Luật Doanh nghiệp và văn bản hướng dẫn về đăng ký hộ kinh doanh",
    )


def _submit(ward: Ward, part: cast.Part) -> Tale:
    now = ward.moment(part.back, part.minute)
    version = IssuedVersion.objects.in_force_at(now).get(document__code=part.code)
    dossier = intake.submit(intake_of(ward, version, part.name, Channel.ONLINE), now)
    return Tale(ward, dossier, now)


def _waiting(ward: Ward) -> None:
    tale = _paused(ward, cast.WAITING_SUPPLEMENT, PauseKind.SUPPLEMENT, "Hợp đồng thuê địa điểm đã hết hạn.")
    tale = _paused(
        ward, cast.SUPPLEMENTED, PauseKind.SUPPLEMENT, "Thiếu giấy tờ thể hiện quan hệ cha, mẹ, con."
    )
    tale.pass_time(500)
    tale.act(pausing.resume, ward.people["motcua"], note="Người nộp đã bổ sung đủ.")
    _paused(
        ward, cast.WAITING_FINANCE, PauseKind.FINANCE, "Chờ người nộp hoàn thành nghĩa vụ tài chính về đất."
    )
    tale = _receive(ward, cast.WAITING_EXTERNAL)
    tale.run_to_specialist()
    _pause(tale, PauseKind.EXTERNAL, "Niêm yết công khai và chờ cơ quan thuế xác định nghĩa vụ.")


def _paused(ward: Ward, part: cast.Part, kind: PauseKind, reason: str) -> Tale:
    tale = _receive(ward, part)
    tale.run_to_specialist()
    tale.pass_time(60)
    _pause(tale, kind, reason)
    return tale


def _pause(tale: Tale, kind: PauseKind, reason: str) -> None:
    items = ["Bản sao giấy tờ còn thiếu"] if kind == PauseKind.SUPPLEMENT else []
    tale.act(pausing.pause, tale.worker(), kind=kind, reason=reason, items=items)


def _ended(ward: Ward) -> None:
    leader = ward.people["chutich"]
    for part, verb, actor, details in (
        (
            cast.REFUSED,
            ending.refuse,
            leader,
            {"reason": "Thửa đất thuộc hành lang bảo vệ đê điều.", "legal_basis": "Luật Xây dựng"},
        ),
        (cast.WITHDRAWN, ending.withdraw, ward.people["motcua"], {"reason": "Người nộp xin rút hồ sơ."}),
        (
            cast.STOPPED,
            ending.stop,
            leader,
            {"reason": "Quá thời hạn bổ sung mà không nhận được giấy tờ.", "legal_basis": "Luật Xây dựng"},
        ),
    ):
        tale = _receive(ward, part)
        tale.run_to_specialist()
        tale.pass_time(120)
        tale.act(verb, actor, **details)


def _late(ward: Ward) -> None:
    for stage, part in cast.LATE.items():
        tale = _late_work(ward, part)
        if stage == "detected":
            continue
        _explain(tale)
        if stage == "overridden":
            reason = "Người nộp cần kết quả để kịp nhập học; cho xử lý tiếp, thư xin lỗi gửi sau."
            responsible = tale.incident().responsible_id
            tale.answer(gate.override_gate, ward.leader_beside(responsible), reason=reason)
            continue
        for verb, reached in ((_draft, "explained"), (_sign, "drafted"), (_send, "signed")):
            if stage == reached:
                break
            verb(tale)


def _late_work(ward: Ward, part: cast.Part) -> Tale:
    """A dossier whose processing step has just become late, and was noticed."""
    tale = _receive(ward, part)
    tale.run_to_specialist()
    due = tale.dossier.current_step.due_at  # type: ignore[union-attr]
    promised = tale.dossier.due_at
    if due is None or promised is None:
        raise LookupError(f"{tale.dossier} is never due")
    tale.now = min(ward.later(max(due, promised), LATE_CLOCK), ward.now)
    detect_late_steps(tale.now, [tale.dossier.pk])
    return tale


def _explain(tale: Tale) -> None:
    tale.pass_time(45)
    responsible = tale.incident().responsible
    tale.answer(gate.explain, responsible, cause=CauseCategory.WORKLOAD, explanation=EXPLANATION)


def _draft(tale: Tale) -> None:
    tale.pass_time(40)
    promised = tale.ward.later(tale.ward.now if _is_running(tale) else tale.now, 960)
    tale.answer(letters.draft_letter, tale.incident().responsible, new_due_at=promised)


def _is_running(tale: Tale) -> bool:
    """Is the dossier still in hand when the sample is loaded? Then its new date must lie ahead."""
    return tale.dossier.applicant_name in {part.name for part in cast.LATE.values()}


def _sign(tale: Tale) -> None:
    tale.pass_time(30)
    incident = tale.incident()
    leader = tale.ward.leader_beside(incident.responsible_id, incident.letter.drafted_by_id)
    tale.answer(letters.sign_letter, leader)


def _send(tale: Tale) -> None:
    tale.pass_time(20)
    tale.answer(letters.send_letter, tale.ward.people["motcua"], channel=LetterChannel.IN_PERSON)


def _joined(ward: Ward) -> None:
    part = cast.JOINED
    now = ward.moment(part.back, part.minute)
    versions = {
        code: IssuedVersion.objects.in_force_at(now).get(document__code=code) for code in cast.JOINED_CODES
    }
    children = [intake_of(ward, version, part.name, key=code) for code, version in versions.items()]
    parent = intake_of(ward, versions[part.code], part.name)
    interlinked.receive_interlinked(ward.people["motcua"], parent, children, now)


@transaction.atomic
def _known(ward: Ward) -> None:
    """The dossier that a visitor of the sample can follow; see `cast.KNOWN_CODE`.

    Made of the parts of a reception, because no reception takes a code or a secret from outside.
    """
    part, officer = cast.KNOWN, ward.people["motcua"]
    now = ward.moment(part.back, part.minute)
    version = IssuedVersion.objects.in_force_at(now).get(document__code=part.code)
    dossier = new_dossier(
        intake_of(ward, version, part.name), now, DossierState.RECEIVED, "", code=cast.KNOWN_CODE
    )
    dossier.secret = cast.KNOWN_SECRET
    set_clock(dossier, now)
    create(dossier)
    begin(dossier, officer, now, before="")
    issue_slip(dossier, SlipKind.RECEIPT, actor=officer, now=now)
    save_changed(dossier)
    Tale(ward, dossier, now).run_to_specialist()
