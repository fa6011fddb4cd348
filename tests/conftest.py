"""Fixtures for every test: frozen time, a real Chromium, and a real running site with the sample ward."""

import datetime as dt
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

BASE_DIR = Path(__file__).resolve().parent.parent
PROJECT_NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STARTUP_SECONDS = 90


# --- Which tests run where ------------------------------------------------------------------------------


def find_chromium():
    """The path of an installed Chromium, or None; CHROMIUM_PATH wins."""
    candidates = [os.environ.get("CHROMIUM_PATH"), *map(shutil.which, CHROMIUM_NAMES)]
    return next((path for path in candidates if path and Path(path).exists()), None)


def pytest_collection_modifyitems(items):
    """Journeys share one browser and one site: with xdist one worker runs them all."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and find_chromium() is None:
        reason = "no Chromium on this machine: install the package chromium, or set CHROMIUM_PATH"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)


# --- Time -----------------------------------------------------------------------------------------------


@pytest.fixture
def frozen_now():
    """Stop the clock on 21/11/2026, 9:00 in Hà Nội. The value can `move_to(moment)` and `shift(seconds)`."""
    with time_machine.travel(PROJECT_NOW, tick=False) as traveller:
        yield traveller


# --- A real site ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LiveSite:
    """A server process of its own on its own SQLite file, with the sample ward loaded.

    Attributes:
        url: the address without a slash at the end.
        var_dir: where its database and uploads are.
        password: what every account of the sample signs in with (usernames: README of the sample data).
    """

    url: str
    var_dir: Path
    password: str

    def manage(self, *arguments):
        """Run `manage.py` on this site's database and return what it printed."""
        return manage(self.var_dir, *arguments)


def site_environment(var_dir):
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTEST_CURRENT_TEST")
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "iso_docs.settings.dev",
        "DEBUG": "false",
        "ISO_DOCS_VAR_DIR": str(var_dir),
    }


def manage(var_dir, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=site_environment(var_dir),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(url, process, log):
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


@contextmanager
def serving(var_dir):
    """Serve the site whose data is in `var_dir` until the block ends."""
    port = free_port()
    log = var_dir / "server.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "iso_docs.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--worker-class", "gthread", "--threads", "8", "--log-level", "warning"),
            ],
            cwd=BASE_DIR,
            env=site_environment(var_dir),
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, process, log)
        yield LiveSite(url=url, var_dir=var_dir, password="an-hoa-2026")
    finally:
        process.terminate()
        process.wait(timeout=30)


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
            template.mkdir()
            manage(template, "serve", "--prepare-only")
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
    from playwright.sync_api import sync_playwright

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

    The test fails when one of its pages had a script error.
    """
    contexts, faults = [], []

    def open_page(width=1280, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def browser_page(new_browser_page):
    """One page of a desktop browser."""
    return new_browser_page()


@pytest.fixture
def phone_page(new_browser_page):
    """One page of a small phone."""
    return new_browser_page(width=360, height=740, device_scale_factor=2, is_mobile=True, has_touch=True)
