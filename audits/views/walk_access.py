"""The door of the pages of a checklist: to which one, and whether to answer or only to read."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from audits.models import AuditChecklist, AuditItem
from audits.views.access import audit_policy_of


def checklist_or_404(request: HttpRequest, code: str, position: int) -> AuditChecklist:
    """The checklist, if the person may read its answers.

    Raises:
        Http404: unknown, or closed to the person: the answer is the same.
    """
    policy = audit_policy_of(request)
    checklist = (
        AuditChecklist.objects.select_related("audit__unit", "version__document")
        .filter(
            audit__code=code.replace("\x00", ""), position=position, audit__in=policy.readable().values("pk")
        )
        .order_by("pk")
        .first()
    )
    if checklist is None or not policy.sees_answers(checklist):
        raise Http404(_("There is no checklist here that you may read."))
    return checklist


def item_or_404(checklist: AuditChecklist, number: int) -> AuditItem:
    """A question of the checklist.

    Raises:
        Http404: it has no such number.
    """
    item = checklist.items.filter(number=number).first()
    if item is None:
        raise Http404(_("The checklist has no question with this number."))
    item.checklist = checklist
    return item
