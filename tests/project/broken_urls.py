"""One address whose view fails, for the tests of the error page."""

from django.urls import path

from iso_docs.urls import handler500


def broken(request):
    raise ZeroDivisionError


urlpatterns = [path("hong/", broken)]

__all__ = ["handler500", "urlpatterns"]
