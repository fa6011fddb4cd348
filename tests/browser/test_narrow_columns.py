"""What stands side by side leaves room for words on a phone."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("slug", ["chung-thuc-chu-ky", "dang-ky-lai-khai-sinh"])
def test_a_price_does_not_squeeze_the_condition_beside_it(live_site, phone_page, slug):
    phone_page.goto(f"{live_site.url}/thu-tuc/{slug}/")
    widths = phone_page.locator(".fees .name").evaluate_all(
        "names => names.map(name => name.clientWidth || name.offsetWidth)"
    )
    assert widths
    assert min(widths) >= 190, widths
