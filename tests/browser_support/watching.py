"""What a browser complains about while people use the site, and what it fetches."""

from urllib.parse import urlsplit

LOCAL = ("http://127.0.0.1:", "data:", "blob:")


class Watch:
    """Collects faults of every page of the browser contexts it watches.

    Attributes:
        faults: script errors, console errors, parts that failed to load, requests to other hosts; in plain sentences.
    """

    def __init__(self):
        self.faults = []

    def over(self, context):
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("console", self._on_console)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, message):
        # A refused form or a missing page answers with 4xx on purpose; parts of pages are judged in `_on_response`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _on_request(self, request):
        if not request.url.startswith(LOCAL):
            self.faults.append(f"asked another host: {request.url}")

    def _on_response(self, response):
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")
        elif response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
            self.faults.append(f"a part is missing ({response.status}): {response.url}")


class Weight:
    """Counts what a page fetches: `with Weight(page) as weight: page.goto(…)`.

    Attributes:
        parts: path → bytes of the body as sent, for everything but fonts.
        fonts: paths of the fonts.
    """

    def __init__(self, page):
        self.page = page
        self.requests, self.parts, self.fonts = [], {}, []

    def __enter__(self):
        self.page.on("requestfinished", self._on_finished)
        return self

    def __exit__(self, *error):
        self.page.remove_listener("requestfinished", self._on_finished)
        for request in self.requests:
            path = urlsplit(request.url).path
            if request.resource_type == "font":
                self.fonts.append(path)
            elif not request.url.startswith("data:"):
                self.parts[path] = request.sizes()["responseBodySize"]

    def _on_finished(self, request):
        self.requests.append(request)
