"""Answers to the questions of a checklist: taken once, merged with what others said, settled when they differ."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audits.enums import AnswerOutcome, Grade
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import AuditItem, ItemAnswer
from audits.policies import AuditPolicy
from audits.rules.merging import Given, Standing, replay, take
from organisation.models import User

LONGEST_NOTE = 4000
CHOICES_OF_ITEMS = uuids.UUID("6a4f5b1e-9b7c-4a53-8a0b-0c9d0f6a2e11")
"""Names the uids of choices (RFC 9562, version 5): choosing twice is one row."""


def answer(
    actor: User,
    item_id: int,
    *,
    uid: uuids.UUID,
    grade: str,
    note: str,
    based_on: int,
    answered_at: dt.datetime,
    now: dt.datetime,
) -> ItemAnswer:
    """Take an answer that was given now or hours ago on a phone without a network.

    Args:
        uid: given by the phone; the same one again returns the first row and changes nothing.
        based_on: the `item_version` the auditor saw.
        answered_at: when it was given; a clock that runs ahead counts as `now`.

    Returns:
        The row, whose `outcome` says what became of it (`audits.rules.merging`).

    Raises:
        NotAllowedError: the person does not audit here, or not any more.
        AuditError: an unknown grade, a note that is too long, a uid that belongs to something else.
    """
    words = _clean_note(note)
    if grade not in Grade.values:
        raise AuditError(_("Choose one of the results."))
    given = Given(uid, actor.pk, grade, words, based_on, min(answered_at, now))
    return _write_once(actor, item_id, given, now)


def choose(
    actor: User, item_id: int, answer_id: int, now: dt.datetime, *, based_on: int | None = None
) -> ItemAnswer:
    """Settle a conflict: one of the answers that stand becomes the answer, and stays in the history as given.

    Args:
        answer_id: of the answer chosen.
        based_on: the `item_version` the person saw; the current one when left out.

    Raises:
        NotAllowedError: the person does not audit here.
        StaleError: nothing waits for a choice any more, or an answer came in that the person did not see.
    """
    with transaction.atomic():
        item = _locked_item(actor, item_id)
        chosen = ItemAnswer.objects.filter(pk=answer_id, item=item).first()
        if chosen is None:
            raise AuditError(_("This answer does not belong to the question."))
        standing = standing_of(item)
        seen = standing.version if based_on is None else based_on
        uid = uuids.uuid5(CHOICES_OF_ITEMS, f"{chosen.uid} {seen}")
        known = _known(uid, item_id, actor)
        if known is not None:
            return known
        if (
            not standing.has_conflict
            or standing.unseen(seen)
            or chosen.uid not in {head.given.key for head in standing.heads}
        ):
            raise StaleError(_("The answers have changed since you read them. Read them again, then choose."))
        given = Given(uid, actor.pk, chosen.grade, chosen.note, standing.version, now, is_choice=True)
        return _write(actor, item, standing, given, now)


def standing_of(item: AuditItem) -> Standing:
    """What holds as the answer to a question, from everything that came in; uses `item.answers` if prefetched."""
    rows = sorted(item.answers.all(), key=lambda row: row.pk)
    return replay(
        Given(
            row.uid,
            row.answered_by_id,
            row.grade,
            row.note,
            row.based_on,
            row.answered_at,
            is_choice=row.outcome == AnswerOutcome.CHOSEN,
        )
        for row in rows
    )


def _write_once(actor: User, item_id: int, given: Given, now: dt.datetime) -> ItemAnswer:
    try:
        with transaction.atomic():
            item = _locked_item(actor, item_id)
            return _known(given.key, item_id, actor) or _write(actor, item, standing_of(item), given, now)
    except (
        IntegrityError
    ):  # the same answer came in twice at the same moment, for two questions or through two doors
        known = _known(given.key, item_id, actor)
        if known is None:
            raise
        return known


def _locked_item(actor: User, item_id: int) -> AuditItem:
    """The question, with its audit: both locked, so that no report is issued in between."""
    item = (
        AuditItem.objects.select_for_update(of=("self", "checklist__audit"))
        .select_related("checklist__audit")
        .get(pk=item_id)
    )
    if not AuditPolicy(actor).may_audit(item.checklist.audit):
        raise NotAllowedError(
            _(
                "Answers are given by the auditors of the team while the audit is running; yours was not taken."
            )
        )
    return item


def _known(uid: uuids.UUID, item_id: int, actor: User) -> ItemAnswer | None:
    found = ItemAnswer.objects.filter(uid=uid).first()
    if found is not None and (found.item_id, found.answered_by_id) != (item_id, actor.pk):
        raise AuditError(_("This answer was sent before for another question. Answer again."))
    return found


def _write(actor: User, item: AuditItem, standing: Standing, given: Given, now: dt.datetime) -> ItemAnswer:
    after, outcome = take(standing, given)
    row = ItemAnswer.objects.create(
        uid=given.key,
        item=item,
        grade=given.grade,
        note=given.note,
        based_on=min(given.based_on, standing.version),
        outcome=outcome.value,
        answered_at=given.answered_at,
        answered_by=actor,
        received_at=now,
    )
    shown = after.shown
    if shown is not None and (after.version, after.has_conflict) != (item.item_version, item.has_conflict):
        AuditItem.objects.filter(pk=item.pk).update(
            grade=shown.grade,
            note=shown.note,
            answered_at=shown.answered_at,
            answered_by=shown.person,
            item_version=after.version,
            has_conflict=after.has_conflict,
        )
    return row


def _clean_note(note: str) -> str:
    """The words as stored: composed letters, line ends of one kind, nothing a database refuses.

    Raises:
        AuditError: longer than `LONGEST_NOTE`.
    """
    whole = unicodedata.normalize("NFC", note.encode("utf-8", "replace").decode())
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    words = "".join(
        sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    ).strip()
    if len(words) > LONGEST_NOTE:
        raise AuditError(
            _("The note is longer than %(most)s characters. Shorten it, then save again.")
            % {"most": LONGEST_NOTE}
        )
    return words
