"""For the browser tests: a Chromium that may speak to nobody else, and what a shopper does on the page."""

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Frame, Page, Playwright, expect

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 60_000
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def demo(kind: str) -> list[dict]:
    return [sample for sample in json.loads((DEMO / "catalog.json").read_text("utf8")) if sample["kind"] == kind]


@dataclass
class Shop:
    """The server under test."""

    url: str
    env: dict[str, str]
    link: str
    """With which the console's first account is made."""

    def key(self, origin: str) -> str:
        """A publishable key for pages of `origin`."""
        command = ["-m", "vitrine", "key", "create", "--role", "publishable", "--origin", origin]
        done = subprocess.run([sys.executable, *command], env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]


def wait_until(true, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def chromium(playwright: Playwright, *more: str) -> Browser:
    path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    assert path, "Chromium was not found: run `make test`, which installs it."
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *more])


@dataclass
class Watch:
    """What a context's pages asked of the network and said on their consoles."""

    own: set[str]
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(f"Uncaught {error.error}"))

    def judge(self) -> None:
        """Every request went to our origin (or stayed in the page), and nothing broke the policy or a script."""
        assert self.asked
        foreign = [url for url in self.asked if not url.startswith(("blob:", "data:")) and host(url) not in self.own]
        assert foreign == []
        assert [text for text in self.said if re.search(r"Content Security Policy|Uncaught", text)] == []


def host(url: str) -> str:
    return urlsplit(url).netloc


def choose_photo(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("vt-person .ways button").first.click()
    chooser.value.set_files(file)


def stored(page: Page) -> None:
    """Wait until the shopper's photo is on the server."""
    expect(page.locator("vt-person .foot")).to_contain_text("Stored encrypted", timeout=PATIENCE_MS)


def sample_dressed(page: Page) -> None:
    page.locator("vt-person .sample").first.click()
    page.locator("vt-look .tile").first.click()


def go(page: Page) -> None:
    page.locator("vt-look .go button").click()


def result(page: Page) -> None:
    """Wait until the result is on the stage."""
    expect(page.locator("vt-stage vt-compare .after img")).to_be_visible(timeout=PATIENCE_MS)


def draft(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('vitrine.draft.own')"))


def axe(page: Page | Frame, where: str) -> list[str]:
    """What axe finds wrong, as lines."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf8"))
    found = page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES)
    assert len(found["passes"]) > 10
    return [
        f"{where}: {rule['id']}: {rule['help']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def looks(page: Page, state: str) -> list[str]:
    """axe in both languages and themes, at phone and desk width."""
    wrong: list[str] = []
    for language in ("中文", "English"):
        page.get_by_role("button", name=language).click()
        for _ in range(2):
            page.locator("vt-masthead .round").click()
            theme = page.evaluate("document.documentElement.dataset.theme")
            for width in (390, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                wrong += axe(page, f"{state}, {language}, {theme}, {width}")
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (state, language, width)
    return wrong
