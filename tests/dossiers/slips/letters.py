"""A late dossier with its apology letter, made through the services."""

from dossiers.enums import CauseCategory
from dossiers.models import LateIncident
from dossiers.one_stop_forms import seed_one_stop_forms
from dossiers.services import gate
from tests.dossiers.factories import at, complete, fresh, make_desk, receive

LATE = at("2026-11-23 10:00")
"""The household business received on 16/11/2026 is due on 19/11/2026 at 17:00."""
NEW_DATE = at("2026-11-25 17:00")


def late_dossier(**changes):
    """A dossier whose processing step is late, with the incident found."""
    seed_one_stop_forms()
    make_desk()
    dossier = complete(receive(**changes), at("2026-11-16 09:00"))
    gate.detect_late_steps(LATE, [dossier.pk])
    return fresh(dossier)


def explain(dossier, now=LATE):
    incident = LateIncident.objects.get(dossier=dossier)
    gate.explain(
        incident.responsible,
        incident.pk,
        fresh(dossier).lock_version,
        now,
        CauseCategory.WORKLOAD,
        "Quá tải.",
    )
    return incident


def drafted_letter(dossier, now=LATE, **words):
    """The letter drafted by the head of the unit, or the leader where the head may not."""
    incident = explain(dossier, now)
    drafter = make_desk().second_leader
    return gate.draft_letter(
        drafter, incident.pk, fresh(dossier).lock_version, now, new_due_at=NEW_DATE, **words
    )


def signed_letter(dossier, now=LATE, **words):
    """The letter signed by the leader."""
    letter = drafted_letter(dossier, now, **words)
    return gate.sign_letter(make_desk().leader, letter.incident_id, fresh(dossier).lock_version, now)


def sent_letter(dossier, now=LATE, **words):
    letter = signed_letter(dossier, now, **words)
    return gate.send_letter(make_desk().officer, letter.incident_id, fresh(dossier).lock_version, now)
