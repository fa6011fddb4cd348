"""The site as gunicorn serves it, at the moment of the test clock."""

from iso_docs.wsgi import application as site
from tests.browser_support.clock import FileClock

clock = FileClock.from_environment()


def application(environ, start_response):
    clock.follow()
    return site(environ, start_response)
