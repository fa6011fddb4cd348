"""Fixtures for every test: frozen time, a real Chromium, and a real running site with the sample ward."""

import contextlib
import datetime as dt
import fcntl
import os
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.browser_support.live_site import load_sample, serving
from tests.browser_support.watching import Watch
from tests.database_template import migrated_in_memory
from tests.high_keys import count_from_high_numbers

PROJECT_NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PATIENCE = 15_000
"""Milliseconds a journey waits for a page or a text: answers are quick, but a build machine may be busy."""
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# --- Which tests run where ------------------------------------------------------------------------------


def find_chromium():
    """The path of an installed Chromium, or None; CHROMIUM_PATH wins."""
    candidates = [os.environ.get("CHROMIUM_PATH"), *map(shutil.which, CHROMIUM_NAMES)]
    return next((path for path in candidates if path and Path(path).exists()), None)


def pytest_collection_modifyitems(items):
    """Journeys share a browser and a site: with xdist one worker runs them all, unless a module names its own group."""
    journeys = [item for item in items if item.get_closest_marker("browser")]
    for journey in journeys:
        if not journey.get_closest_marker("xdist_group"):
            journey.add_marker(pytest.mark.xdist_group("browser"))
        if is_ci():  # docs/decisions/0013
            journey.add_marker(pytest.mark.flaky(reruns=1))


def is_ci():
    return os.environ.get("CI", "").lower() in ("1", "true")


# As Hypothesis itself does in CI: how fast a busy desk makes examples is no property of ours.
hypothesis.settings.register_profile(
    "desk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if not is_ci():
    hypothesis.settings.load_profile("desk")


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and find_chromium() is None:
        reason = "no Chromium on this machine: install the package chromium, or set CHROMIUM_PATH"
        if is_ci():
            pytest.fail(reason)
        pytest.skip(reason)


# --- Database -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """The test database; on SQLite filled from a cached copy instead of running every migration again."""
    args = {"verbosity": 0, "interactive": False}

    @contextlib.contextmanager
    def create():
        created = setup_databases(**args)
        yield
        teardown_databases(created, verbosity=0)

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            made = migrated_in_memory(request.config.cache.mkdir("database"), create)
        else:
            made = create()
        made.__enter__()
        count_from_high_numbers(connection)
    yield
    with django_db_blocker.unblock():
        made.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _no_usage_index(request):
    """Wagtail's index of usages is half the cost of saving a page; only the administration reads it."""
    needed = "admin" in request.path.parent.name
    with contextlib.nullcontext() if needed else disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def _vietnamese_first():
    """Every test begins in the language of the site: a page read in English leaves its language to the thread."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def worker_var_dir(tmp_path_factory):
    """Data folder of this worker alone: lock files of jobs carry numbers that every database counts anew."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def _own_var_dir(worker_var_dir):
    """Jobs of one worker never meet the locks of another; journeys and child processes bring their own folder."""
    with override_settings(VAR_DIR=worker_var_dir):
        yield


# --- Time -----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _day_of_the_project(request):
    """Every test begins on 21/11/2026, whenever it runs: reviews fall due and versions take effect by the calendar.

    The clock goes on; journeys leave it alone, since their servers have clocks of their own.
    """
    is_journey = request.node.get_closest_marker("browser")
    with contextlib.nullcontext() if is_journey else time_machine.travel(PROJECT_NOW, tick=True):
        yield


@pytest.fixture
def frozen_now():
    """Stop the clock on 21/11/2026, 9:00 in Hà Nội. The value can `move_to(moment)` and `shift(seconds)`."""
    with time_machine.travel(PROJECT_NOW, tick=False) as traveller:
        yield traveller


# --- A real site ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sample_var_dir(tmp_path_factory):
    """Data of a site with the sample ward, loaded once for all workers of a run. Copy it, never change it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    template = shared / "sample-site"
    with (shared / "sample-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "complete").exists():
            shutil.rmtree(template, ignore_errors=True)
            load_sample(template)
            (template / "complete").touch()
    return template


@pytest.fixture(scope="session")
def live_site(sample_var_dir, tmp_path_factory):
    """One running site for the whole session: for journeys that read. They may run in any order."""
    var_dir = tmp_path_factory.mktemp("live") / "var"
    shutil.copytree(sample_var_dir, var_dir)
    with serving(var_dir) as site:
        yield site


@pytest.fixture
def fresh_live_site(sample_var_dir, tmp_path):
    """A running site of this test alone: for journeys that write."""
    shutil.copytree(sample_var_dir, tmp_path / "var")
    with serving(tmp_path / "var") as site:
        yield site


# --- A real browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright. Tests that use it are marked `browser`."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright's loop stays in this thread; without this Django would refuse the database to later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def new_browser_page(browser):
    """Opens pages with their own cookies: `new_browser_page(width=360, height=740)`; extra options go to Playwright.

    The test fails when one of its pages had a script error, something was blocked by the content policy, a part of a
    page was missing, or anything was asked of another host.
    """
    contexts, watch = [], Watch()

    def open_page(width=1280, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def browser_page(new_browser_page):
    """One page of a desktop browser."""
    return new_browser_page()


@pytest.fixture
def phone_page(new_browser_page):
    """One page of a small phone."""
    return new_browser_page(width=360, height=740, device_scale_factor=2, is_mobile=True, has_touch=True)
