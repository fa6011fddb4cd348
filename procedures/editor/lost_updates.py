"""No lost updates in the administration: what somebody else has saved meanwhile is never written over unseen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision

OVERRIDE_FIELD = "save_over_revision"


def newer_words(latest: Any) -> str:
    """Who saved what the editor has not seen, and when."""
    return _(
        "Not saved: %(who)s saved a newer version at %(when)s. What you typed is still in the form below."
    ) % {
        "who": latest.user or _("somebody else"),
        "when": f"{timezone.localtime(latest.created_at):%H:%M, %d/%m/%Y}",
    }


class LostUpdateMixin:
    """Refuses a save over a version that the editor has not seen; his text stays in the form.

    Wagtail refuses only the automatic save and warns before an explicit one (PERF_RELIABILITY section 5). Whoever has
    compared may tick a box that names the version to be replaced, and save again. Mix in one of the two below.

    Attributes:
        editor_form_id: of the form in Wagtail's template.
    """

    request: HttpRequest
    editor_form_id: ClassVar[str]

    @property
    def edited(self) -> Any:
        """The page or snippet as the form shows it."""
        raise NotImplementedError

    def typed_form(self) -> Any:
        """The form with what was typed."""
        raise NotImplementedError

    def compare_url(self, loaded_id: str, latest: Any) -> str:
        """Where the version that was loaded is compared with the latest one."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._overwrites_unseen_text():
            return self._refuse_save()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _overwrites_unseen_text(self) -> bool:
        if self.expects_json_response or not self.is_out_of_date:  # type: ignore[attr-defined]
            return False
        seen = self.request.POST.get(OVERRIDE_FIELD)
        return seen != str(self.latest_revision.pk) and self._others_saved_since_loading()  # type: ignore[attr-defined]

    def _others_saved_since_loading(self) -> bool:
        """Did anybody else save after this form was loaded?

        The automatic save makes a newer version of the editor's own, which his form does not name.
        """
        loaded_id = self.request.POST.get("loaded_revision_id", "")
        if not loaded_id.isdecimal():
            return True
        later = self.edited.revisions.filter(pk__gte=loaded_id).exclude(user=self.request.user)
        loaded_at = self.request.POST.get("loaded_revision_created_at", "")
        return any(
            revision.pk != int(loaded_id) or revision.created_at.isoformat() != loaded_at
            for revision in later.defer("content")
        )

    def _refuse_save(self) -> HttpResponse:
        latest = self.latest_revision  # type: ignore[attr-defined]
        posted = self.request.POST
        loaded_id = posted.get("overwrite_revision_id") or posted.get("loaded_revision_id", "")
        self.form = self.typed_form()
        self.form.defer_required_fields()
        self.form.is_valid()  # so that the text typed is shown as typed, with its own messages
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        messages.error(self.request, self._lost_update_message(latest, loaded_id))
        # The form goes on naming the version it was loaded from, so that the next save is refused as well.
        self.edited.latest_revision_id = int(loaded_id) if loaded_id.isdecimal() else latest.pk
        self._loaded_at = posted.get("loaded_revision_created_at", "")
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    def _lost_update_message(self, latest: Any, loaded_id: str) -> str:
        compare = ""
        if loaded_id.isdecimal() and loaded_id != str(latest.pk):
            compare = self.compare_url(loaded_id, latest)
        return format_html(
            "{text} <span class='buttons'>{link}</span> <label class='save-over'>"
            "<input type='checkbox' form='{form}' name='{name}' value='{value}'> {tick}</label>",
            text=newer_words(latest),
            link=format_html(
                "<a class='button button-small button-secondary' href='{}' target='_blank' rel='noopener'>{}</a>",
                compare,
                _("See what they changed"),
            )
            if compare
            else "",
            form=self.editor_form_id,
            name=OVERRIDE_FIELD,
            value=latest.pk,
            tick=_("I have compared; save my text over it"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if hasattr(self, "_loaded_at"):
            context["loaded_revision_created_at"] = self._loaded_at
        return context


class PageLostUpdateMixin(LostUpdateMixin):
    """For Wagtail's page views."""

    page: Any
    latest_revision: Any
    editor_form_id = "page-edit-form"

    @property
    def edited(self) -> Any:
        return self.page

    def typed_form(self) -> Any:
        return self.form_class(  # type: ignore[attr-defined]
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,  # type: ignore[attr-defined]
            parent_page=self.parent,  # type: ignore[attr-defined]
            for_user=self.request.user,
        )

    def compare_url(self, loaded_id: str, latest: Any) -> str:
        return reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, loaded_id, latest.pk])

    def _overwrites_unseen_text(self) -> bool:
        return super()._overwrites_unseen_text() and not self.page.alias_of_id

    def form_valid(self, form: Any) -> HttpResponse:
        """Of two saves at the same moment the second is refused: before it writes, the form looks once more."""
        save = form.save

        def save_unless_overtaken(**options: Any) -> Any:
            self._look_once_more()
            return save(**options)

        form.save = save_unless_overtaken
        try:
            if self.action_name == "save":  # type: ignore[attr-defined]
                return super().form_valid(form)  # type: ignore[misc]  # Wagtail's own transaction, which renders nothing
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except OvertakenError as newer:
            if self.expects_json_response:  # type: ignore[attr-defined]
                return self.json_error_response("invalid_revision", newer_words(newer.revision))  # type: ignore[attr-defined]
            self.latest_revision = newer.revision
            return self._refuse_save()

    def _look_once_more(self) -> None:
        """Hold the row until the save is written, and compare with what was the latest version before.

        A second click of the same person is no other's text.
        """
        rows = Page.objects.select_for_update().filter(pk=self.page.pk)
        latest = Revision.objects.filter(pk=rows.values_list("latest_revision_id", flat=True).get()).first()
        before = self.latest_revision
        if latest is None or latest.user_id == self.request.user.pk:
            return
        if before is None or (latest.pk, latest.created_at) != (before.pk, before.created_at):
            raise OvertakenError(latest)


class OvertakenError(Exception):
    """Somebody saved between the look at the latest version and the save; nothing is written."""

    def __init__(self, revision: Any = None) -> None:
        self.revision = revision
        super().__init__()


class SnippetLostUpdateMixin(LostUpdateMixin):
    """For the edit view of a snippet with revisions; of two saves at the same moment the second is refused, too."""

    object: Any
    latest_revision: Any
    revisions_compare_url_name: str
    editor_form_id = "w-editor-form"

    @property
    def edited(self) -> Any:
        return self.object

    def typed_form(self) -> Any:
        return self.get_form()  # type: ignore[attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except OvertakenError:
            self.latest_revision = self.object.revisions.order_by("pk").last()
            return self._refuse_save()

    def save_instance(self) -> Any:
        """Part of the transaction of `form_valid`: the row is held before it is looked at once more."""
        rows = self.model._default_manager.select_for_update().filter(pk=self.object.pk)  # type: ignore[attr-defined]
        seen = self.latest_revision.pk if self.latest_revision else None
        if not self.expects_json_response and rows.get().latest_revision_id != seen:  # type: ignore[attr-defined]
            raise OvertakenError
        return super().save_instance()  # type: ignore[misc]

    def compare_url(self, loaded_id: str, latest: Any) -> str:
        return reverse(self.revisions_compare_url_name, args=[self.object.pk, loaded_id, latest.pk])
