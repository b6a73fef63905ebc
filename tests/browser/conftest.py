"""A real server with the real engine on a home of its own, and a real Chromium."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from browsing import DEMO, PATIENCE_MS, ROOT, Shop, Watch, chromium, demo, host, wait_until
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

expect.set_options(timeout=PATIENCE_MS)  # a busy machine must not fail a test


@contextlib.contextmanager
def serving(home: Path):
    """A server on this home, and the link of its console's first account."""
    if not (ROOT / "vitrine" / "web" / "index.html").is_file():
        pytest.fail("The web front end is not built: run `make install`.")
    env = {name: value for name, value in os.environ.items() if not name.startswith("VITRINE_")}
    env |= {"VITRINE_HOME": str(home), "VITRINE_WORKERS": "1"}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "vitrine", "serve", "--port", "0"],
            env=env, cwd=home, text=True, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        try:
            line = server.stdout.readline()
            found = re.search(r"(http://\S+?)/?\s", line)
            assert found, line + (home / "log").read_text()
            link = server.stdout.readline().split()[-1]
            wait_until(lambda: httpx.get(f"{found[1]}/readyz").status_code == 200)
            yield Shop(found[1], env, link)
        finally:
            server.terminate()
            server.wait(30)
            server.stdout.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("shop")) as running:
        yield running


@pytest.fixture(scope="module")
def own_shop(tmp_path_factory):
    """A server for one file alone, which adds accounts and products."""
    with serving(tmp_path_factory.mktemp("own")) as running:
        yield running


@pytest.fixture(scope="module")
def playwright():
    """Ended with each file: while it runs, this thread has an event loop, and no other test could run one."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright):
    running = chromium(playwright)
    yield running
    running.close()


@pytest.fixture
def visit(shop, browser):
    """Opens a page of the shop in a context of its own; afterwards the whole network traffic is judged."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(
        path: str = "/",
        width: int = 1440,
        height: int = 900,
        engine: Browser = browser,
        before="",
        pose=False,
        **options,
    ) -> Page:
        options = {"locale": "en", "color_scheme": "light", "reduced_motion": "reduce"} | options
        context = engine.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(before)
        if not pose:  # 20 MB and seconds of work that most tests have no use for
            context.route("**/assets/nets/**", lambda route: route.abort())
        watch = Watch({host(shop.url)})
        watch.on(context)
        opened.append((context, watch))
        page = context.new_page()
        page.goto(shop.url + path)
        expect(page.locator("vt-look .tile:not(.add)").first).to_be_visible()
        return page

    yield open_page
    for context, watch in opened:
        context.close()
        watch.judge()


@pytest.fixture(scope="session")
def photo() -> Path:
    """A photo of one of our own people."""
    return DEMO / demo("person")[0]["file"]
