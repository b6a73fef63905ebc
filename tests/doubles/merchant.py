"""A merchant's own site on a port of its own, with a strict policy; its pages can be changed while it runs."""

import functools
import http.server
import threading


class Merchant(http.server.BaseHTTPRequestHandler):
    pages: dict[str, tuple[str, bytes]]
    policy = ""

    def do_GET(self):
        kind, body = self.pages.get(self.path.partition("?")[0], ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Site:
    """`pages` by path: media type and bytes."""

    def __init__(self, policy: str) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        handler = functools.partial(type("Handler", (Merchant,), {"pages": self.pages, "policy": policy}))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Site":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
