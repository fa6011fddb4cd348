"""What a page measures, once its styles are there: a click only begins to load the next page."""


def page_width(page):
    """Pixels the page needs; more than the window has means scrolling sideways."""
    page.wait_for_load_state("load")
    return page.evaluate("document.documentElement.scrollWidth")
