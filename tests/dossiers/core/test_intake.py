"""What may come in and what it is then: version, case, papers, code, one dossier per request."""

import uuid

import pytest

from dossiers.enums import DossierState, EventKind, SlipKind, StepKind, StepState
from dossiers.errors import DossierError, IntakeError, NotAllowedError, StaleDossierError
from dossiers.models import Dossier, Slip
from dossiers.rules.codes import code_key, new_secret, secret_key
from dossiers.services import ending, intake
from dossiers.services.intake import Applicant, checklist
from organisation.models import Unit
from procedures.models import ProcedurePage
from tests.dossiers import factories as make
from tests.dossiers.factories import at
from tests.factories import documents
from tests.factories.snapshots import birth_registration, component, step, time_limit

pytestmark = pytest.mark.django_db

NOW = at("2026-11-16 08:30")


def refused(now=NOW, **changes):
    with pytest.raises(IntakeError) as caught:
        make.receive(now=now, **changes)
    assert Dossier.objects.count() == 0
    return caught.value.fields


class TestOneDossierPerRequest:
    def test_the_same_key_again_is_the_same_dossier(self):
        key = uuid.uuid4()
        first = make.receive(request_key=key)
        again = make.receive(request_key=key, now=at("2026-11-16 09:00"))
        assert first == again
        assert Dossier.objects.count() == Slip.objects.count() == 1

    def test_also_with_a_code_of_the_portal(self):
        key = uuid.uuid4()
        first = make.receive(request_key=key, external_code="000.00.01")
        assert make.receive(request_key=key, external_code="000.00.01") == first

    def test_a_code_of_the_portal_comes_once(self):
        make.receive(external_code="000.00.01")
        with pytest.raises(IntakeError) as caught:
            make.receive(external_code="000.00.01")
        assert "external_code" in caught.value.fields


class TestVersion:
    def test_b3_a_dossier_keeps_the_papers_it_was_received_under(self):
        """Giấy xác nhận tình trạng hôn nhân: dropped for dossiers received from 01/01/2026."""
        make.make_desk()
        proof = component("Giấy xác nhận tình trạng hôn nhân")
        form = component("Tờ khai đăng ký kết hôn")
        page = documents.issue_procedure(
            now=at("2016-02-01 08:00"),
            **birth_registration(
                code="QT-TP-02",
                title="Đăng ký kết hôn",
                short_title="Đăng ký kết hôn",
                cases=[],
                components=[form, proof],
                forms=[],
            ),
        )
        old = page.document.issuedversions.get()
        documents.rewrite(page, components=[form])
        new = documents.issue(page, now=at("2025-12-20 08:00"), effective_from=at("2026-01-01 00:00"))
        dossier = make.receive(now=at("2025-12-31 16:00"), version=old)
        late = make.receive(now=at("2026-01-02 08:30"), version=new)
        assert {paper["name"] for paper in dossier.papers} == {form["name"], proof["name"]}
        assert {paper["name"] for paper in late.papers} == {form["name"]}
        dossier = make.complete(dossier, at("2025-12-31 16:30"))
        dossier = make.run_to(dossier, DossierState.RETURNED, at("2026-01-01 08:10"))
        assert dossier.version == old
        for version, moment in ((old, at("2026-01-01 08:00")), (new, at("2025-12-31 23:59"))):
            with pytest.raises(IntakeError) as caught:
                make.receive(now=moment, version=version)
            assert "version" in caught.value.fields

    def test_needs_a_time_limit(self):
        assert "version" in refused(version=make.issued_version(code="QT-KT-02", time_limit=None))

    def test_needs_a_step_for_the_office(self):
        version = make.issued_version(code="QT-KT-03", steps=[step(1, "Nộp hồ sơ", "citizen")])
        assert "version" in refused(version=version)

    def test_a_case_is_chosen_and_brings_its_own_limit(self):
        case = {"code": "02", "name": "Có xác minh", "condition": "", "time_limit": time_limit(5)}
        version = make.issued_version(
            code="QT-KT-04", cases=[{**case, "code": "01", "time_limit": None}, case]
        )
        assert "case_code" in refused(version=version, case_code="")
        assert "case_code" in refused(version=version, case_code="09")
        assert make.receive(version=version, case_code="01").due_at == at("2026-11-19 17:00")
        assert make.receive(version=version, case_code="02").due_at == at("2026-11-23 17:00")


class TestParticulars:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"applicant": Applicant(" ")}, "applicant_name"),
            ({"applicant": Applicant("A" * 201)}, "applicant_name"),
            ({"applicant": Applicant("An", email="khong-phai-thu")}, "applicant_email"),
            ({"applicant": Applicant("An", phone="9" * 40)}, "applicant_phone"),
            ({"channel": "pigeon"}, "channel"),
            ({"sets": 0}, "sets"),
            ({"fee_amount": -1}, "fee_amount"),
            ({"papers": ()}, "papers"),
        ],
    )
    def test_are_checked(self, changes, field):
        assert field in refused(**changes)

    def test_control_characters_are_dropped(self):
        assert make.receive(applicant=Applicant("Nguyễn\x00 An")).applicant_name == "Nguyễn An"

    def test_one_of_several_papers_is_enough(self):
        either = [component(name, alternative_group="viec") for name in ("Giấy A", "Giấy B")]
        version = make.issued_version(
            code="QT-KT-05", components=[*either, component("C", condition="nếu có")]
        )
        papers = checklist(version)
        assert "papers" in refused(version=version, papers=papers)
        papers[1]["is_there"] = True
        assert "papers" in refused(version=version, papers=papers), "whether C is needed is not decided"
        papers[2]["is_not_needed"] = True
        assert make.receive(version=version, papers=papers).state == DossierState.RECEIVED


class TestCode:
    def test_runs_per_office_and_day(self):
        codes = [
            make.receive(now=at(day)).code
            for day in ("2026-11-16 08:30", "2026-11-16 09:00", "2026-11-17 08:00")
        ]
        assert codes == ["H26.65-261116-0001", "H26.65-261116-0002", "H26.65-261117-0001"]

    def test_is_told_apart_by_letters_and_digits_only(self):
        assert code_key(" h26.65 - 261116-0001 ") == "H26652611160001"

    def test_jumps_over_one_brought_in_from_elsewhere(self):
        taken = make.receive()
        Dossier.objects.filter(pk=taken.pk).update(code="H26.65-261116-0002", code_key="H26652611160002")
        assert make.receive().code == "H26.65-261116-0003"

    def test_needs_an_official_identifier(self):
        make.make_desk()
        Unit.objects.update(code="")
        refused()

    def test_secret_is_read_as_it_is_written_by_hand(self):
        secrets = {new_secret() for _ in range(200)}
        assert len(secrets) == 200
        assert all(secret_key(f" {secret.lower()} ") == secret for secret in secrets)
        assert secret_key("oil-01") == "01101"


class TestSteps:
    def test_are_copied_with_their_kinds(self):
        dossier = make.receive()
        kinds = [StepKind(kind) for kind in dossier.steps.values_list("kind", flat=True)]
        assert kinds == ["submission", "intake", "work", "approval", "handover"]
        own = dossier.steps.get(number=1)
        assert (own.state, own.finished_at) == (StepState.DONE, NOW)

    def test_one_that_hands_over_is_added_where_none_does(self):
        rows = [
            step(1, "Tiếp nhận", "one_stop_officer", make_hours(1)),
            step(2, "Giải quyết", "clerk", make_hours(2)),
        ]
        dossier = make.receive(version=make.issued_version(code="QT-KT-06", steps=rows))
        assert dossier.steps.get(number=3).kind == StepKind.HANDOVER
        assert make.run_to(dossier, DossierState.RETURNED, at("2026-11-16 09:00")).returned_at

    def test_the_applicants_own_ones_on_the_way_are_passed(self):
        rows = [
            step(1, "Tiếp nhận", "one_stop_officer", make_hours(1)),
            step(2, "Nộp thuế", "citizen"),
            step(3, "Giải quyết", "specialist", make_hours(2)),
            step(4, "Trả kết quả", "one_stop_officer"),
            step(5, "Nhận kết quả", "citizen"),
        ]
        dossier = make.receive(version=make.issued_version(code="QT-KT-07", steps=rows))
        assert dossier.steps.get(number=2).state == StepState.WAITING
        dossier = make.complete(dossier, at("2026-11-16 09:00"))
        assert dossier.current_step.number == 3
        dossier = make.run_to(dossier, DossierState.RETURNED, at("2026-11-16 10:00"))
        assert set(dossier.steps.values_list("state", flat=True)) == {StepState.DONE}


def make_hours(hours):
    return {"value": str(hours), "unit": "working_hour", "minutes": hours * 60}


class TestRights:
    @pytest.mark.parametrize("role", ["specialist", "leader", "administrator", "clerk", "iso_secretary"])
    def test_only_the_counter_receives(self, role):
        with pytest.raises(NotAllowedError):
            make.receive(actor=make.make_desk().by_role[role])

    def test_only_its_own_counter(self):
        elsewhere = documents.make_unit("noi-khac", "Nơi khác", code="H26.66")
        with pytest.raises(NotAllowedError):
            make.receive(received_by=elsewhere)


class TestOnline:
    def test_waits_for_acceptance(self):
        dossier = make.submit(now=at("2026-11-14 22:00"))
        assert dossier.state == DossierState.SUBMITTED
        assert (dossier.received_at, dossier.due_at, dossier.steps.count()) == (None, None, 0)
        officer = make.make_desk().officer
        accepted = intake.accept(officer, dossier.pk, dossier.lock_version, NOW)
        accepted = make.fresh(accepted)
        assert accepted.state == DossierState.RECEIVED
        assert (accepted.submitted_at, accepted.received_at) == (at("2026-11-14 22:00"), NOW)
        assert accepted.due_at == at("2026-11-19 17:00")
        assert accepted.slips.get().kind == SlipKind.RECEIPT
        with pytest.raises(NotAllowedError):
            intake.accept(officer, dossier.pk, accepted.lock_version, NOW)

    def test_runs_by_the_version_in_force_when_accepted(self):
        first = make.issued_version()
        dossier = make.submit(now=at("2026-11-13 22:00"), version=first)
        page = ProcedurePage.objects.get(document=first.document)
        documents.rewrite(page, time_limit=time_limit(5))
        second = documents.issue(page, now=at("2026-11-14 08:00"))
        officer = make.make_desk().officer
        accepted = intake.accept(officer, dossier.pk, dossier.lock_version, NOW)
        assert accepted.version == second
        assert accepted.due_at == at("2026-11-23 17:00")

    def test_incomplete_is_asked_for_and_not_received(self):
        papers = checklist(make.issued_version())
        dossier = make.submit(papers=papers)
        officer = make.make_desk().officer
        with pytest.raises(IntakeError):
            intake.accept(officer, dossier.pk, dossier.lock_version, NOW)
        asked = intake.ask_before_reception(
            officer, dossier.pk, dossier.lock_version, NOW, ["Giấy đề nghị"], "Chưa có"
        )
        assert asked.state == DossierState.SUBMITTED
        slip = asked.slips.get()
        assert (slip.kind, slip.content["items"], slip.content["stage"]) == (
            "MC-02",
            ["Giấy đề nghị"],
            "intake",
        )
        with pytest.raises(IntakeError):
            intake.ask_before_reception(
                officer, dossier.pk, asked.lock_version, NOW, ["Giấy khác"], "Quên hỏi"
            )
        there = [{**paper, "is_there": True} for paper in papers]
        accepted = intake.accept(officer, dossier.pk, asked.lock_version, NOW, papers=there)
        assert accepted.state == DossierState.RECEIVED

    def test_refused_counts_nowhere(self):
        dossier = make.submit()
        officer = make.make_desk().officer
        with pytest.raises(DossierError):
            intake.refuse_reception(officer, dossier.pk, dossier.lock_version, NOW, " ", "")
        ended = intake.refuse_reception(
            officer, dossier.pk, dossier.lock_version, NOW, "Sai nơi nộp", "NĐ 118"
        )
        assert (ended.state, ended.closed_at, ended.outcome) == (DossierState.REFUSED_INTAKE, None, "")
        assert ended.slips.get().content["legal_basis"] == "NĐ 118"
        assert ended.events.get(kind=EventKind.INTAKE_REFUSED).from_state == DossierState.SUBMITTED

    def test_withdrawn_before_acceptance(self):
        dossier = make.submit()
        ended = ending.withdraw(make.make_desk().officer, dossier.pk, dossier.lock_version, NOW, "Nộp nhầm")
        assert (ended.state, ended.closed_at) == (DossierState.WITHDRAWN, None)

    def test_a_page_opened_before_is_told(self):
        dossier = make.submit()
        officer = make.make_desk().officer
        intake.ask_before_reception(officer, dossier.pk, dossier.lock_version, NOW, ["Giấy"], "Chưa có")
        with pytest.raises(StaleDossierError):
            intake.accept(officer, dossier.pk, dossier.lock_version, NOW)


def test_no_personal_data_in_events():
    dossier = make.run_to(make.receive(), DossierState.RETURNED, at("2026-11-16 09:00"))
    told = " ".join(f"{event.note} {event.data}" for event in dossier.events.all())
    assert dossier.applicant_name not in told
    assert dossier.applicant_phone not in told
