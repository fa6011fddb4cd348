"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import csrf
from django.views.decorators.cache import never_cache

from organisation import resending
from organisation.resending import Unsent


class StaffLoginForm(AuthenticationForm):
    """User name and password, with errors that say what to do."""

    error_messages = {
        "invalid_login": _(
            "The user name or the password is not right. Check the keyboard language and the Caps Lock key, "
            "then type both again."
        ),
        "inactive": _("This account is closed. Ask the administrator of the office."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Write the user name.")
        self.fields["password"].error_messages["required"] = _("Write the password.")
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        # The two-part lock of `axes` counts by name, so a stray space must not make another name.
        self.fields["username"].widget = forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        )


class StaffLoginView(LoginView):
    """Sign in to the workspace."""

    template_name = "workspace/login.html"
    authentication_form = StaffLoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs are those of a later Django
        """Where the person wanted to go; not to the editor that just sent him here because it is closed to him."""
        url = super().get_redirect_url()
        user = self.request.user
        is_closed = user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")
        if is_closed and url.startswith(settings.ADMIN_URL_PREFIX):
            return ""
        return url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form that was sent after the session ended, to be sent again after the sign-in."""
        kept = self.request.POST.get(resending.FIELD, "")
        return {"kept": kept if resending.unpack(kept) else "", **super().get_context_data(**kwargs)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        unsent = resending.unpack(self.request.POST.get(resending.FIELD, ""))
        return _offer_again(self.request, unsent, self.get_success_url()) if unsent else response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def sign_in_and_send_again(request: HttpRequest, unsent: Unsent, back: str) -> HttpResponse:
    """The sign-in, holding a form that came without a session.

    Args:
        back: the page to go to when it is not sent again.
    """
    context = {"form": StaffLoginForm(request), "kept": resending.pack(unsent), "next": back}
    return render(request, StaffLoginView.template_name, context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours with an old token: somebody signed in anew in another tab. It can be sent again with a new token.

    A setting (CSRF_FAILURE_VIEW). What does not come from our own pages is refused as Django refuses it.
    """
    if request.user.is_authenticated and resending.is_from_here(request):
        is_sign_in = request.path == reverse("staff-login")
        kept = (
            resending.unpack(request.POST.get(resending.FIELD, ""))
            if is_sign_in
            else resending.unsent_of(request)
        )
        if kept is not None and kept.address.startswith(reverse("workspace")):
            return _offer_again(request, kept, reverse("workspace"), status=403)
    return csrf.csrf_failure(request, reason)


def _offer_again(request: HttpRequest, unsent: Unsent, back: str, status: int = 200) -> HttpResponse:
    return render(request, "workspace/resend.html", {"unsent": unsent, "back": back}, status=status)


UNSENT = "unsent-"
"""Cookies of pages that keep work on the device until there is a network: "unsent-7=3" is three pieces of person 7."""


class StaffLogoutView(LogoutView):
    """Sign out; by POST only (Django's rule), so that a link elsewhere cannot do it.

    The browser also forgets the pages it kept for hours without a network. When it keeps work that was not sent yet,
    the person is asked first: what waits stays on the device, and is sent when its author signs in again.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_keeping = any(name.startswith(UNSENT) for name in request.COOKIES)
        if is_keeping and "keep" not in request.POST:
            return render(request, "workspace/unsent.html", {"is_own": self._is_own(request)})
        response = super().post(request, *args, **kwargs)
        if not is_keeping:
            response["Clear-Site-Data"] = '"storage"'
        return response

    def _is_own(self, request: HttpRequest) -> bool:
        return f"{UNSENT}{request.user.pk}" in request.COOKIES


class StaffPasswordForm(PasswordChangeForm):
    """Django's form, with its hints as sentences: a list cannot stand in the paragraph beside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())


@method_decorator(never_cache, name="dispatch")
class StaffPasswordView(PasswordChangeView):
    """Change one's own password: most officers may not enter the administration, where Wagtail offers it."""

    template_name = "workspace/password.html"
    form_class = StaffPasswordForm
    success_url = reverse_lazy("workspace")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("The password is changed."))
        return super().form_valid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
