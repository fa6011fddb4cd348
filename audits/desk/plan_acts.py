"""The acts of a programme and of an audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from audits.desk.acts import Act, Doing
from audits.forms.plan_acts import ApprovePlanForm, ReasonForm, ReportForm, StartForm
from audits.models import Audit
from audits.policies import AuditPolicy
from audits.services import life, programmes

PROGRAMME_ACTS = {
    act.slug: act
    for act in (
        Act(
            "trinh",
            _("Submit the programme"),
            _("The leaders see the programme and approve it or send it back. Until then nobody changes it."),
            _("The programme waits for a leader."),
            "arrow",
            AuditPolicy.may_submit_programme,
            lambda it: programmes.submit_programme(it.actor, it.record.pk, it.lock_version, it.now),
            is_primary=True,
        ),
        Act(
            "duyet",
            _("Approve the programme"),
            _("The programme then stands for the year; the approval names person, post and time."),
            _("The programme is approved."),
            "stamp",
            AuditPolicy.may_approve_programme,
            lambda it: programmes.approve_programme(it.actor, it.record.pk, it.lock_version, it.now),
            is_decision=True,
            is_primary=True,
        ),
        Act(
            "tra-lai",
            _("Send the programme back"),
            _("The ISO secretary reads the reason, changes the programme and submits it again."),
            _("The programme is with the ISO secretary again."),
            "swap",
            AuditPolicy.may_approve_programme,
            lambda it: programmes.send_back_programme(
                it.actor, it.record.pk, it.lock_version, it.said["reason"], it.now
            ),
            ReasonForm,
        ),
    )
}


def _report(it: Doing) -> Audit:
    confirmed = getattr(it.form, "open_items", 0) if it.said.get("unassessed") else None
    return life.issue_report(
        it.actor,
        it.record.pk,
        it.lock_version,
        it.said["strengths"],
        it.said["conclusion"],
        it.now,
        unassessed=confirmed,
    )


AUDIT_ACTS = {
    act.slug: act
    for act in (
        Act(
            "trinh",
            _("Submit the plan"),
            _("A leader who neither drew it up nor audits approves it or sends it back."),
            _("The plan waits for a leader."),
            "arrow",
            AuditPolicy.may_submit_plan,
            lambda it: life.submit_plan(it.actor, it.record.pk, it.lock_version, it.now),
            is_primary=True,
        ),
        Act(
            "duyet",
            _("Approve and send the plan"),
            _("The plan goes to the head of the unit, who confirms it, and to the team."),
            _("The plan is approved and sent to the unit."),
            "stamp",
            AuditPolicy.may_approve_plan,
            lambda it: life.approve_plan(
                it.actor,
                it.record.pk,
                it.lock_version,
                it.now,
                short_notice_reason=it.said.get("short_notice_reason", ""),
            ),
            ApprovePlanForm,
            is_decision=True,
            is_primary=True,
        ),
        Act(
            "tra-lai",
            _("Send the plan back"),
            _("Whoever drew it up reads the reason, changes the plan and submits it again."),
            _("The plan was sent back."),
            "swap",
            AuditPolicy.may_approve_plan,
            lambda it: life.send_back_plan(
                it.actor, it.record.pk, it.lock_version, it.said["reason"], it.now
            ),
            ReasonForm,
        ),
        Act(
            "da-xem",
            _("Confirm the plan"),
            _("The team then knows that the unit has seen the plan and expects the audit."),
            _("The plan is confirmed."),
            "okc",
            AuditPolicy.may_acknowledge,
            lambda it: life.acknowledge_plan(it.actor, it.record.pk, it.lock_version, it.now),
            is_primary=True,
        ),
        Act(
            "bat-dau",
            _("Open the audit"),
            _("From now on the team answers the questions. Posts are looked at once more before."),
            _("The audit is open."),
            "arrow",
            AuditPolicy.may_start,
            lambda it: life.start_audit(
                it.actor,
                it.record.pk,
                it.lock_version,
                it.now,
                told_directly=bool(it.said.get("told_directly")),
            ),
            StartForm,
            is_primary=True,
        ),
        Act(
            "bao-cao",
            _("Issue the report"),
            _("The report is frozen as it is now; the unit reads it and answers the findings."),
            _("The report is issued."),
            "doc",
            AuditPolicy.may_report,
            _report,
            ReportForm,
        ),
        Act(
            "ket-thuc",
            _("Close the audit"),
            _("Possible once the unit has answered every finding. Corrective actions go on."),
            _("The audit is closed."),
            "okc",
            AuditPolicy.may_close,
            lambda it: life.close_audit(it.actor, it.record.pk, it.lock_version, it.now),
            is_primary=True,
        ),
        Act(
            "sua-lai",
            _("Take the plan back to change it"),
            _("The approval ends. The changed plan is submitted and approved anew."),
            _("The plan can be changed again."),
            "swap",
            AuditPolicy.may_revise_plan,
            lambda it: life.revise_plan(it.actor, it.record.pk, it.lock_version, it.said["reason"], it.now),
            ReasonForm,
        ),
        Act(
            "huy",
            _("Cancel the audit"),
            _("The unit and the team are told when they knew of it already. The code is not used again."),
            _("The audit is cancelled."),
            "x",
            AuditPolicy.may_cancel,
            lambda it: life.cancel_audit(it.actor, it.record.pk, it.lock_version, it.said["reason"], it.now),
            ReasonForm,
            is_stop=True,
        ),
    )
}
