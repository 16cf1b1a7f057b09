"""Listens to a page: errors, failed requests and requests to anywhere else are complaints."""

from urllib.parse import urlsplit

#: Addresses without a host: what the page itself holds, or a file beside it.
LOCAL = ("data:", "blob:", "file:", "about:")


class Guard:
    def __init__(self, page, site, scripts=True):
        self.page = page
        self._scripts = scripts
        self._complaints = []
        self._host = urlsplit(site).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _add(self, text):
        self._complaints.append(f"{self.page.url}: {text}")

    def take(self):
        """Give what was complained about since the last time."""
        complaints, self._complaints = self._complaints, []
        return complaints

    def _console(self, message):
        if message.type in ("error", "warning", "assert"):
            self._add(f"console {message.type}: {message.text} ({message.location['url']})")

    def _request(self, request):
        # book.FLAGS leave other hosts without an address, so nothing gets there either.
        if not request.url.startswith(LOCAL) and urlsplit(request.url).netloc != self._host:
            self._add(f"asked another host: {request.url}")

    def _failed(self, request):
        # Where JavaScript is off, a script that a page preloads is refused as it should be.
        if self._scripts or request.resource_type != "script":
            self._add(f"failed: {request.url} {request.failure}")

    def _response(self, response):
        if response.status >= 400:
            self._add(f"status {response.status}: {response.url}")
