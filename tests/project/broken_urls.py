"""One address whose view fails, for the test of the error page."""

from django.urls import path


def broken(request):
    raise ZeroDivisionError


urlpatterns = [path("hong/", broken)]
