"""What the counter does in one go with a dossier that cannot be received: entered, and answered with a slip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dossiers.enums import SlipKind
from dossiers.models import Dossier
from dossiers.services.intake import Intake, ask_before_reception, refuse_reception, submit
from organisation.models import User


def enter_and_ask(
    actor: User, intake: Intake, now: dt.datetime, items: Sequence[str], reason: str
) -> Dossier:
    """Enter an incomplete dossier without receiving it, and ask for what is missing (MC-02).

    The same `request_key` again gives the same dossier and no second slip.

    Raises:
        IntakeError: it cannot come in like this, or nothing is asked for.
        NotAllowedError: the actor does not receive dossiers at this reception point.
    """
    with transaction.atomic():
        dossier = submit(intake, now, actor)
        if dossier.slips.filter(kind=SlipKind.SUPPLEMENT).exists():
            return dossier
        return ask_before_reception(actor, dossier.pk, dossier.lock_version, now, items, reason)


def enter_and_refuse(actor: User, intake: Intake, now: dt.datetime, reason: str, legal_basis: str) -> Dossier:
    """Enter a dossier whose reception is refused, with the slip that says why (MC-03); repeats do nothing new.

    Raises:
        IntakeError: it cannot come in like this, or no reason is given.
        NotAllowedError: the actor does not receive dossiers at this reception point.
    """
    with transaction.atomic():
        dossier = submit(intake, now, actor)
        if dossier.slips.filter(kind=SlipKind.REFUSAL).exists():
            return dossier
        return refuse_reception(actor, dossier.pk, dossier.lock_version, now, reason, legal_basis)
