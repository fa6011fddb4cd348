"""The skeleton every installation needs: groups with their rights, the page tree, the approval workflow.

`ensure_site` may run any number of times; it adds what is missing, and leaves alone what people changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from document_control.models import ApprovalTask, ReviewTask
from organisation.enums import PermissionRole
from organisation.models import AdminLevel
from organisation.services import sync_role_groups
from procedures.models import HomePage, InternalProcessIndexPage, OnlineLevel, ProcedureIndexPage
from procedures.setup.group_rights import APPROVERS, PAGE_WRITERS, REVIEWERS, rights_of
from procedures.setup.standard_catalogue import LEVELS, ONLINE_LEVELS, SCALE_PERIODS

PROCEDURES_SLUG = "thu-tuc"
PROCESSES_SLUG = "quy-trinh-noi-bo"
WORKFLOW_NAME = "Xem xét và phê duyệt"
SITE_NAME = "Thủ tục và quy trình"
SEEDED_GROUPS = ("Moderators", "Editors")
SEEDED_WORKFLOW = "Moderators approval"

IndexPage = TypeVar("IndexPage", ProcedureIndexPage, InternalProcessIndexPage)


@dataclass(frozen=True, slots=True)
class SiteParts:
    """What `ensure_site` made or found."""

    site: Site
    home: HomePage
    procedures: ProcedureIndexPage
    processes: InternalProcessIndexPage
    workflow: Workflow
    groups: dict[str, Group]


SitePart = Callable[[], None]
_parts_of_apps: list[SitePart] = []


def register_site_part(part: SitePart) -> SitePart:
    """Let an app above add what it needs in every installation; idempotent; call it from `AppConfig.ready()`."""
    if part not in _parts_of_apps:
        _parts_of_apps.append(part)
    return part


@transaction.atomic
def ensure_site() -> SiteParts:
    """Groups and rights, standard lists, pages, workflow; idempotent.

    Returns:
        The site and its parts.
    """
    groups = sync_role_groups()
    _grant_rights(groups)
    _ensure_standard_lists()
    home = _ensure_home()
    site = _ensure_site_record(home)
    procedures = _ensure_index(home, ProcedureIndexPage, "Thủ tục hành chính", PROCEDURES_SLUG)
    processes = _ensure_index(home, InternalProcessIndexPage, "Quy trình nội bộ", PROCESSES_SLUG)
    PageViewRestriction.objects.get_or_create(page=processes, restriction_type=PageViewRestriction.LOGIN)
    _grant_page_rights(groups, (procedures, processes))
    workflow = _ensure_workflow(groups, (procedures, processes))
    _remove_seeded_parts()
    for part in _parts_of_apps:
        part()
    return SiteParts(site, home, procedures, processes, workflow, groups)


def _grant_rights(groups: dict[str, Group]) -> None:
    known = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    for role in PermissionRole:
        groups[role].permissions.add(*(known[name] for name in rights_of(role)))


def _ensure_standard_lists() -> None:
    for order, level in enumerate(LEVELS):
        AdminLevel.objects.get_or_create(
            code=level.code, defaults={"name": level.name, "valid_to": level.valid_to, "sort_order": order}
        )
    for order, row in enumerate(ONLINE_LEVELS):
        valid_from, valid_to = SCALE_PERIODS[row.scale]
        OnlineLevel.objects.get_or_create(
            scale=row.scale,
            code=row.code,
            defaults={
                "name": row.name,
                "description": row.description,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "sort_order": order,
            },
        )


def _ensure_home() -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu"))
    return home


def _ensure_site_record(home: HomePage) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True)
    elif site.root_page_id == home.pk:
        return site
    address = urlsplit(settings.SITE_BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = site.site_name or SITE_NAME
    site.root_page = home
    site.save()
    return site


def _ensure_index(home: HomePage, model: type[IndexPage], title: str, slug: str) -> IndexPage:
    page = model.objects.child_of(home).first()
    return page or home.add_child(instance=model(title=title, slug=slug))


def _grant_page_rights(groups: dict[str, Group], pages: tuple[Page, ...]) -> None:
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=("add_page", "change_page")
    )
    on_files = Permission.objects.filter(
        content_type__app_label="organisation", codename__in=("add_officedocument", "choose_officedocument")
    )
    files = Collection.get_first_root_node()
    for role in PAGE_WRITERS:
        for right in rights:
            for page in pages:
                GroupPagePermission.objects.get_or_create(group=groups[role], page=page, permission=right)
        for right in on_files:
            GroupCollectionPermission.objects.get_or_create(
                group=groups[role], collection=files, permission=right
            )


def _ensure_workflow(groups: dict[str, Group], pages: tuple[Page, ...]) -> Workflow:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    review, _created = ReviewTask.objects.get_or_create(name="Xem xét")
    approval, _created = ApprovalTask.objects.get_or_create(name="Phê duyệt")
    review.groups.add(*(groups[role] for role in REVIEWERS))
    approval.groups.add(*(groups[role] for role in APPROVERS))
    for order, task in enumerate((review, approval)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for page in pages:
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def _remove_seeded_parts() -> None:
    """Take away what Wagtail's migrations seed: a welcome page, two groups, a workflow that ignores our rules."""
    for page in Page.objects.filter(depth=2, slug="home").exact_type(Page):
        if not page.sites_rooted_here.exists() and not page.get_children().exists():
            page.delete()
    workflow = Workflow.objects.filter(name=SEEDED_WORKFLOW).first()
    if workflow is not None and not workflow.workflow_states.exists():
        WorkflowPage.objects.filter(workflow=workflow).delete()
        workflow.delete()
        seeded = GroupApprovalTask.objects.filter(name=SEEDED_WORKFLOW)
        Task.objects.filter(pk__in=seeded.values("pk")).delete()
    Group.objects.filter(name__in=SEEDED_GROUPS, user__isnull=True).delete()
