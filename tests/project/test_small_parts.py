"""The address the login brake counts by, and log lines for machines."""

import json
import logging
import sys

import pytest

from iso_docs.log_format import JsonFormatter
from organisation.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "direct", "forwarded", "expected"),
    [
        (0, "10.0.0.9", "1.2.3.4", "10.0.0.9"),  # without a proxy the header is the client's own claim
        (1, "10.0.0.9", "1.2.3.4", "1.2.3.4"),
        (1, "10.0.0.9", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the client may have put anything in front
        (2, "10.0.0.9", "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        (2, "10.0.0.9", "1.2.3.4", "10.0.0.9"),
        (1, "10.0.0.9", "<script>", "10.0.0.9"),
        (1, "10.0.0.9", "", "10.0.0.9"),
        (1, "", "2001:db8::1", "2001:db8::1"),
        (0, "", "", None),  # a unix socket
    ],
)
def test_client_address(rf, settings, proxies, direct, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = rf.get("/", headers=headers, REMOTE_ADDR=direct)
    assert client_address(request) == expected


def test_a_log_record_is_one_json_line():
    try:
        raise ValueError("sai\nngày")
    except ValueError:
        record = logging.LogRecord("app", logging.ERROR, "", 1, "Không đọc được %s", ("tệp",), sys.exc_info())
    line = JsonFormatter().format(record)
    assert "\n" not in line
    parsed = json.loads(line)
    assert (parsed["level"], parsed["logger"], parsed["message"]) == ("ERROR", "app", "Không đọc được tệp")
    assert "ValueError" in parsed["traceback"]
    assert parsed["time"].endswith("+00:00")
