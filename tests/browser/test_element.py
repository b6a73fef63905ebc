"""The element on a page of another origin."""

import pytest
from browsing import DEMO, PATIENCE_MS, Watch, axe, demo, host, wait_until
from merchant import Site
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>Another shop</title><h1>Another shop</h1>
<script src="{shop}/embed.js"></script>
<vitrine-try-on publishable-key="{key}" garment="/tee.jpg" garment-name="Tee of the shop" language="en">
</vitrine-try-on>
"""
POLICY = "default-src 'none'; script-src {shop}; frame-src {shop}; connect-src 'self'; base-uri 'none'"
LISTEN = """
window.heard = [];
for (const name of ['vt-ready', 'vt-result', 'vt-error']) {
  window.addEventListener(name, ({ type, detail }) => window.heard.push({ type, detail }), true);
}
"""


@pytest.fixture
def merchant(shop):
    """Two sites: the one whose origin has the key, and one that has stolen it."""
    policy = POLICY.format(shop=shop.url)
    with Site(policy) as site, Site(policy) as thief:
        page = PAGE.format(shop=shop.url, key=shop.key(site.origin)).encode()
        for one in (site, thief):
            one.pages["/tee.jpg"] = ("image/jpeg", (DEMO / demo("garment")[0]["file"]).read_bytes())
            one.pages["/"] = ("text/html", page)
        yield [site.origin, thief.origin]


@pytest.fixture
def open_merchant(shop, browser):
    contexts = []

    def open_page(origin):
        context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(LISTEN)
        watch = Watch({host(shop.url), host(origin)})
        watch.on(context)
        contexts.append((context, watch))
        return context.new_page(), watch

    yield open_page
    for context, _ in contexts:
        context.close()


def heard(page, kind):
    page.wait_for_function("(kind) => window.heard.some(({ type }) => type === kind)", arg=kind, timeout=PATIENCE_MS)
    return next(event["detail"] for event in page.evaluate("heard") if event["type"] == kind)


def fits(page, frame):
    """Whether the frame is as high as what is in it."""
    height = page.locator("vitrine-try-on >> iframe").bounding_box()["height"]
    return height == pytest.approx(frame.locator("body").evaluate("() => document.documentElement.offsetHeight"), abs=2)


def test_a_shopper_tries_the_shops_garment_on_there(open_merchant, merchant, shop):
    page, watch = open_merchant(merchant[0])
    page.goto(merchant[0])
    heard(page, "vt-ready")
    frame = page.frame_locator("vitrine-try-on >> iframe")
    expect(frame.locator("vt-look .layer")).to_contain_text("Tee of the shop")
    frame.locator("vt-person .sample").first.click()
    expect(frame.locator("vt-look .go button")).to_have_attribute("aria-disabled", "false")
    frame.locator("vt-look .go button").click()
    detail = heard(page, "vt-result")
    expect(frame.locator("vt-compare .after img")).to_be_visible()

    assert detail["width"] > 0
    assert len(detail["garments"]) == 1
    assert "/r/" not in str(detail)
    assert (
        page.evaluate("document.querySelector('vitrine-try-on').shadowRoot.querySelector('iframe').contentDocument")
        is None
    )
    wait_until(lambda: fits(page, frame))  # pictures still arrive, and the frame's word crosses two origins
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not (wrong := axe(page.frames[1], "frame")), "\n".join(wrong)
    watch.judge()


def test_another_site_cannot_use_the_key(open_merchant, merchant):
    page, _ = open_merchant(merchant[1])
    with page.context.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(merchant[1])
    assert page.evaluate("heard") == []
