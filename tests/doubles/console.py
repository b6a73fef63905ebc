"""The console of a served server: accounts by its one-time links, and browsers that are signed in."""

import re

import httpx
from served import PATIENCE, Served, until

PASSWORD = "four words make one"


def first_link(served: Served) -> str:
    """The secret in the link that the server prints at its first start."""
    said = until(lambda: served.said, lambda text: "#/welcome/" in text)
    return re.search(r"#/welcome/(\S+)", said)[1]


class Browser:
    """One browser: its cookies, and the CSRF token of whoever is signed in."""

    def __init__(self, served: Served, host: str = "localhost") -> None:
        self.url = f"http://{host}:{served.url.rpartition(':')[2]}"
        # No connection outlives its request: there are many browsers in a test, and nobody closes them.
        limits = httpx.Limits(max_keepalive_connections=0)
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE, limits=limits)
        self.csrf = ""

    def call(self, method: str, path: str, **more) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf, "Origin": self.url} | more.pop("headers", {})
        answer = self.client.request(method, path, headers=headers, **more)
        if answer.is_success and answer.content and isinstance(found := answer.json(), dict) and found.get("here"):
            self.csrf = found["here"]["csrf"]
        return answer

    def get(self, path: str, **more) -> httpx.Response:
        return self.call("GET", f"/v1/console{path}", **more)

    def post(self, path: str, body: dict | None = None, **more) -> httpx.Response:
        return self.call("POST", f"/v1/console{path}", json=body or {}, **more)

    def welcome(self, link: str, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/welcome", {"link": link, "name": name, "password": password})

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", {"name": name, "password": password})

    def signed_in(self) -> bool:
        return self.get("/session").json()["here"] is not None


def invited(owner: Browser, served: Served, role: str, name: str) -> Browser:
    """A browser of a new account of this role."""
    link = owner.post("/accounts/invitations", {"role": role}).json()["link"].rpartition("/")[2]
    browser = Browser(served)
    assert browser.welcome(link, name).status_code == 201
    return browser
