"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


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

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class StaffLogoutView(LogoutView):
    """Sign out; by POST only (Django's rule), so that a link elsewhere cannot do it.

    The browser also forgets the pages it kept for hours without a network.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response
