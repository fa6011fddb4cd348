"""A server error: the visitor reads a code, and the log has the same code in front of the traceback."""

import json
import logging
import re

import pytest
from django.test import override_settings
from django.urls import get_resolver

from iso_docs.incidents import ALPHABET, IncidentFilter, new_incident_code, server_error
from iso_docs.log_format import JsonFormatter
from iso_docs.settings import base

CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


@pytest.fixture
def records():
    """What Django logs about requests, with the filter that the settings put on its logger."""
    found = []
    collect = logging.Handler()
    collect.emit = found.append
    logger, incident = logging.getLogger("django.request"), IncidentFilter()
    was_disabled, logger.disabled = logger.disabled, False
    logger.addHandler(collect)
    logger.addFilter(incident)
    yield found
    logger.removeFilter(incident)
    logger.removeHandler(collect)
    logger.disabled = was_disabled


@pytest.fixture
def broken(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.project.broken_urls"):
        yield client


def shown_code(response):
    assert response.status_code == 500
    return CODE.search(response.content.decode())[0]


def test_the_code_of_the_page_stands_before_the_traceback_in_the_log(broken, records):
    code = shown_code(broken.get("/hong/"))
    (record,) = records
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == f"incident {code}: Internal Server Error: /hong/"
    assert "ZeroDivisionError" in line["traceback"]
    assert line["status"] == 500


def test_every_error_has_its_own_code(broken):
    assert shown_code(broken.get("/hong/")) != shown_code(broken.get("/hong/"))


def test_other_answers_have_no_code(client, records, db):
    client.get("/khong-co-trang-nay/")
    assert [record.getMessage() for record in records] == ["Not Found: /khong-co-trang-nay/"]


def test_the_site_uses_the_page_and_the_filter():
    assert get_resolver("iso_docs.urls").resolve_error_handler(500) is server_error
    (name,) = base.LOGGING["loggers"]["django.request"]["filters"]
    assert base.LOGGING["filters"][name]["()"] == "iso_docs.incidents.IncidentFilter"


def test_a_code_can_be_read_out():
    assert CODE.fullmatch(new_incident_code())
    assert not set("01OILU") & set(ALPHABET)
