"""A merchant's walk: from the one-time link to a try-on on a page of another origin; and the console for everyone."""

import contextlib
import os
import re
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import platforms
import pytest
from browsing import DEMO, PATIENCE_MS, Watch, axe, demo, host, looks
from merchant import Site
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

PICTURES = 20
SLOW_MS = 300_000
"""Twenty pictures are looked at one after the other, on whatever machine runs this."""
NAME, PASSWORD = "Mei Lin", "four words make one"
SHOTS = os.environ.get("SHOTS")
"""A folder for the pictures of docs/tutorial/open-a-shop.md; they are taken on the walk itself."""
MARGIN = 28
PAGES = ("products", "mend", "add", "pages", "jobs", "settings")


@dataclass
class Walk:
    """What one step leaves for the next."""

    state: dict = field(default_factory=dict)
    product: str = ""
    product_id: str = ""
    code: str = ""


@pytest.fixture(scope="module")
def walk():
    return Walk()


@pytest.fixture(scope="module")
def site(own_shop):
    with Site(f"default-src 'none'; style-src 'self'; script-src {own_shop.url}; frame-src {own_shop.url}") as running:
        yield running


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> list[Path]:
    """Twenty product pictures: our own garments, their mirror images, and one that is cut off."""
    folder = tmp_path_factory.mktemp("pictures")
    made: list[Path] = []
    garments = [DEMO / one["file"] for one in demo("garment")]
    for turn in range(PICTURES - 1):
        source = garments[turn % len(garments)]
        image, again = cv2.imread(str(source)), turn // len(garments)
        made.append(folder / f"{source.stem}{f'-{again + 1}' if again else ''}.jpg")
        cv2.imwrite(str(made[-1]), image[:, ::-1] if again % 2 else image)
    whole = cv2.imread(str(garments[0]))
    made.append(folder / "cut-off.jpg")
    cv2.imwrite(str(made[-1]), whole[:, : round(0.8 * whole.shape[1])])
    return made


@pytest.fixture
def console(own_shop, browser: Browser, walk):
    """Opens the console in a context of its own, signed in as the step before left it."""
    opened: list = []

    def open_page(where: str = "#/products", width: int = 1440, height: int = 900, **options) -> Page:
        options = {"locale": "en", "color_scheme": "light", "reduced_motion": "reduce"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, storage_state=walk.state, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        watch = Watch({host(at(own_shop))})
        watch.on(context)
        opened.append((context, watch))
        page = context.new_page()
        page.goto(where if where.startswith("http") else f"{at(own_shop)}/console{where}")
        return page

    yield open_page
    for context, watch in opened:
        context.close()
        watch.judge()


def at(shop) -> str:
    """The console's own address: passkeys need a host name."""
    return shop.url.replace("127.0.0.1", "localhost")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.jpg", type="jpeg", quality=82)


def test_the_one_time_link_makes_the_account(console, own_shop, walk):
    page = console()
    expect(page.get_by_role("heading")).to_contain_text("Nobody lives here yet")
    page.goto(own_shop.link)
    page.get_by_label("Name").fill(NAME)
    page.get_by_role("textbox", name="Password").fill("short")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    shot(page, "welcome")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", name="An empty rail")).to_be_visible()
    walk.state = page.context.storage_state()


def test_a_passkey_signs_in(console, own_shop, walk):
    page = console("#/settings")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("vc-you li")).to_contain_text("localhost")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("vc-you")).to_contain_text(f"Signed in as {NAME}")
    walk.state = page.context.storage_state()


def test_pictures_come_in_with_their_decisions(console, walk, pictures):
    page = console()
    page.locator("main").get_by_role("link", name="Add products").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose pictures").click()
    chooser.value.set_files(pictures)
    batch = page.locator("vc-add .batch").first
    expect(batch).to_contain_text(f"of {PICTURES} looked at")
    shot(page, "adding")
    expect(batch).to_contain_text("Done", timeout=SLOW_MS)
    expect(batch).to_contain_text(f"{PICTURES} of {PICTURES} looked at · {PICTURES} new")
    page.get_by_role("link", name="Products", exact=True).click()
    expect(page.get_by_text(f"{PICTURES} products")).to_be_visible()
    expect(page.locator("vc-products .chip.yes").first).to_be_visible()
    shot(page, "products")
    page.get_by_role("searchbox").fill(pictures[-1].stem)
    expect(page.locator("vc-products li")).to_have_count(1)
    page.locator("vc-products .title").click()
    expect(page.locator("vc-decision .chip.no").first).to_be_visible()
    expect(page.locator("vc-decision .reasons")).to_contain_text("What helps")
    page.get_by_role("button", name="Show it in the picture").first.click()
    expect(page.locator("vc-product .evidence rect")).to_be_visible()
    shot(page, "decision")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("vc-decision")).to_contain_text("裁掉")
    expect(page.locator("vc-product .evidence rect")).to_be_visible()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Hide the frame").click()
    expect(page.locator("vc-product .evidence rect")).to_have_count(0)


def test_a_landmark_is_mended_by_a_drag(console, walk, pictures, record_property):
    page = console()
    walk.product = pictures[0].stem
    page.get_by_role("searchbox").fill(walk.product)
    page.get_by_role("link", name=walk.product, exact=True).click()
    page.get_by_role("link", name="Mend landmarks and mask").click()
    stage = page.locator("vc-bench .stage")
    expect(stage).to_be_focused()
    page.keyboard.press("0")  # the whole picture: it opens as near as its points allow
    _, product, picture = page.evaluate("location.hash").removeprefix("#/").split("/")
    walk.product_id = product
    read = f"/v1/products/{product}/pictures/{picture}/garment"
    garment = page.evaluate("(path) => fetch(path).then((answer) => answer.json())", read)
    assert garment["mended"] == []
    name = next(one for one in garment["landmarks"] if one.startswith(("hem-", "ankle-outer-")))
    x, y = garment["landmarks"][name]
    box = stage.bounding_box()
    scale = min((box["width"] - 2 * MARGIN) / garment["width"], (box["height"] - 2 * MARGIN) / garment["height"])
    left = box["x"] + (box["width"] - garment["width"] * scale) / 2 + x * scale
    top = box["y"] + (box["height"] - garment["height"] * scale) / 2 + y * scale
    began = time.perf_counter()
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 12, top - 6, steps=4)
    page.mouse.up()
    shot(page, "mending")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Erase").click()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 30, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Undo", exact=True).click()
    stage.focus()
    page.keyboard.press("Enter")
    expect(page.locator("vc-console .toast")).to_contain_text("The next try-on uses it")
    took = time.perf_counter() - began
    record_property("mending", f"drag, key, undo, brush, undo, Enter: 6 actions, {took:.1f} s until it was kept")
    print(f"landmark and mask by 6 actions in {took:.1f} s")
    after = page.evaluate("(path) => fetch(path).then((answer) => answer.json())", read)
    assert after["mended"] == [name]
    assert after["landmarks"][name] == pytest.approx([x + 12 / scale, y - 6 / scale], abs=0.5)
    assert after["found"][name] == [x, y]


def nearest(route):
    """The queue as if one drag might fix the shop's last two products."""
    query = route.request.url.partition("?")[2]
    if "sort=drag" not in query:
        return route.continue_()
    answer = route.fetch(url=route.request.url.partition("?")[0] + "?verdict=yes&limit=2")
    found = answer.json()
    found["items"] = [one | {"drag": 1} for one in found["items"]]
    return route.fulfill(response=answer, json=found | {"total": len(found["items"])})


def mended(page: Page) -> list[str]:
    """Which of the shop's last two products have been put right by hand."""
    path = "/v1/products?verdict=yes&limit=2"
    found = page.evaluate("(path) => fetch(path).then((answer) => answer.json())", path)["items"]
    return [one["external_id"] for one in found if any(picture["mended"] for picture in one["pictures"])]


def test_the_queue_is_worked_off_by_the_keyboard_alone(console, record_property):
    page = console("#/products")
    page.route("**/v1/products?*", nearest)
    page.goto(page.url.partition("#")[0] + "#/mend")
    stage = page.locator("vc-bench .stage")
    expect(stage).to_be_focused()
    names = page.locator("vc-mend .side h2")
    first = names.text_content()
    began = time.perf_counter()
    keys = ["Tab", "ArrowDown", "ArrowDown", "Enter"]  # the first point two pixels down; fixed, next
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator("vc-console .toast")).to_contain_text("The next try-on uses it")
    took = time.perf_counter() - began
    record_property("mending", f"{len(keys)} keys, {took:.1f} s until it was kept and the next one was there")
    print(f"mended by {len(keys)} keys in {took:.1f} s")
    expect(names).not_to_have_text(first)
    assert len(mended(page)) == 1
    back = page.get_by_role("button", name="Undo the last fix")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/garment", hold)
    back.focus()
    page.keyboard.press("Enter")
    expect(names).to_have_text(first)
    expect(back).to_have_count(0)
    assert mended(page) == []
    every = page.get_by_role("button", name="Accept all 2")
    every.focus()
    page.unroute("**/garment")
    for route in held:
        route.continue_()
    expect(page.locator("vc-bench canvas")).to_have_attribute("width", re.compile(r"\d+"))  # it is painted
    expect(every).to_be_focused()  # the picture that came after it did not take the focus away
    page.keyboard.press("Enter")
    go = page.get_by_role("dialog").get_by_role("button", name="Accept all", exact=True)
    go.focus()
    page.keyboard.press("Enter")
    expect(page.locator("vc-console .toast")).to_contain_text("2 pictures accepted")
    assert len(mended(page)) == 2
    for _ in range(2):
        back.focus()
        page.keyboard.press("Enter")
        expect(page.locator("vc-bench .stage")).to_be_focused()
    assert mended(page) == []


DEEPEST = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at.getAttribute("role") ?? at.localName;
}"""


def test_tab_reaches_what_is_on_the_page(console):
    page = console()
    expect(page.locator("vc-products li .switch").first).to_be_visible()
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(DEEPEST))
    assert reached[0] == "a"  # past the navigation
    assert "input" in reached  # the search
    assert reached.count("switch") >= 2
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(DEEPEST) == "main"


def test_what_the_server_has_told_follows_the_language(console, walk):
    page = console(f"#/products/{walk.product_id}")
    people = page.locator("vc-preview figcaption")
    expect(people.first).to_have_text("Anna")
    page.get_by_role("button", name="中文").click()
    expect(people.first).to_have_text("安娜")
    page.goto(page.url.partition("#")[0] + "#/products")
    page.get_by_role("searchbox").fill("cut-off")
    reason = page.locator("vc-products li").first
    expect(reason).to_contain_text("服装")
    page.get_by_role("button", name="English").click()
    expect(reason).not_to_contain_text("服装")


def test_the_product_is_seen_on_our_people(console, walk):
    page = console(f"#/products/{walk.product_id}")
    people = len(demo("person")[:6])
    page.get_by_role("button", name=f"Try it on all {people}").click()
    expect(page.locator("vc-preview .stage img[alt*=wears]")).to_have_count(people, timeout=SLOW_MS)
    page.locator("vc-preview").scroll_into_view_if_needed()
    shot(page, "people")


def test_a_key_and_the_code_to_paste(console, walk, site):
    page = console("#/pages")
    page.get_by_role("button", name="New key").click()
    page.get_by_label("Name").fill("Shop")
    page.get_by_label("Addresses that may use it").fill(site.origin)
    page.get_by_role("dialog").get_by_role("button", name="New key").click()
    expect(page.locator("vc-pages .keys")).to_contain_text("Not seen on a page yet")
    expect(page.get_by_role("button", name="New key")).to_be_focused()  # the one that was pressed is gone
    shot(page, "pages")
    page.goto(page.url.partition("#")[0] + f"#/products/{walk.product_id}")
    page.get_by_role("button", name="Copy").click()
    walk.code = page.evaluate("navigator.clipboard.readText()")
    assert f'product="{walk.product}"' in walk.code
    page.locator("vc-code").scroll_into_view_if_needed()
    shot(page, "code")


def test_a_shopper_tries_it_on_there_and_the_console_has_seen_the_page(console, walk, site, browser, own_shop):
    code = walk.code.replace("localhost", "127.0.0.1")  # the address that the site's policy names
    shop_page = f"<!doctype html><html lang=en><title>Shop</title><h1>Our shop</h1>{code}"
    site.pages["/tee"] = ("text/html", shop_page.encode())
    context = browser.new_context(viewport={"width": 1200, "height": 1000}, locale="en", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch({host(own_shop.url), host(site.origin)})
    watch.on(context)
    page = context.new_page()
    page.goto(f"{site.origin}/tee?customer=17")
    frame = page.frame_locator("vitrine-try-on >> iframe")
    expect(frame.locator("vt-look .layer")).to_contain_text(walk.product)
    frame.locator("vt-person .sample").first.click()
    frame.locator("vt-look .go button").click()
    expect(frame.locator("vt-compare .after img")).to_be_visible(timeout=SLOW_MS)
    shot(page, "there")
    context.close()
    watch.judge()

    page = console("#/pages")
    expect(page.locator("vc-pages .keys")).to_contain_text("We saw your page just now")
    expect(page.locator("vc-pages .keys")).to_contain_text(f"{site.origin}/tee")
    expect(page.locator("vc-pages .keys")).not_to_contain_text("customer")
    shot(page, "seen")
    page.get_by_role("link", name="Jobs").click()
    expect(page.locator("vc-jobs li").first).to_contain_text("Done")


@pytest.mark.parametrize(
    ("place", "page_of"),
    [("Any page", platforms.plain), ("Shopify", platforms.shopify), ("WooCommerce", platforms.woocommerce)],
)
def test_the_snippet_works_in_a_page_that_is_built_like_the_platforms(
    console, walk, site, browser, own_shop, place, page_of
):
    page = console("#/pages")
    page.get_by_role("button", name=place).click()
    page.get_by_role("button", name="Copy").click()
    code = page.evaluate("navigator.clipboard.readText()").replace("localhost", "127.0.0.1")
    path = f"/products/{place.split()[0].lower()}"
    site.pages[path] = ("text/html", page_of(code, walk.product).encode())
    site.pages["/base.css"] = ("text/css", platforms.SHEET.encode())
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch({host(own_shop.url), host(site.origin)})
    watch.on(context)
    there = context.new_page()
    for width in (390, 1200):
        there.set_viewport_size({"width": width, "height": 844})
        there.goto(site.origin + path)
        frame = there.frame_locator("vitrine-try-on >> iframe")
        expect(frame.locator("vt-look .layer")).to_contain_text(walk.product)
        expect(frame.locator("vt-person .sample").first).to_be_visible()
        assert there.locator("vitrine-try-on").bounding_box()["width"] > 350
        assert there.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shot(there, f"{place.split()[0].lower()}-{width}")
    context.close()
    watch.judge()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=3, seconds=10))
    page.reload()
    expect(page.locator("vc-pages .keys")).to_contain_text("We saw your page 3 minutes ago")
    expect(page.locator("vc-pages .keys")).to_contain_text(f"{site.origin}{path}")


def test_a_chosen_folder_keeps_what_its_table_says(console, tmp_path):
    folder = tmp_path / "秋装 🍂"
    folder.mkdir()
    for name, garment in (("红 裙.jpg", "dress-midi.jpg"), ("tee.jpg", "tee-print.jpg")):
        (folder / name).write_bytes((DEMO / "garments" / garment).read_bytes())
    (folder / "products.csv").write_text(
        'external_id,title,price,pictures,sizes\nf-1,红裙,¥199,红 裙.jpg,\nf-2,Printed tee,€19.90,tee.jpg,"S, M"\n'
        "f-3,Lost,€1,nowhere.jpg,\nf-4,Free,gratis,tee.jpg,\n"
    )
    (folder / "notes.txt").write_text("mine")
    page = console("#/add")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose a folder").click()
    chooser.value.set_files(folder)
    batch = page.locator("vc-add .batch").first
    expect(batch).to_contain_text("秋装 🍂")
    expect(batch).to_contain_text("Done", timeout=SLOW_MS)
    expect(batch).to_contain_text("3 of 3 looked at · 3 new")
    batch.locator("summary").click()
    left_out = batch.locator(".left-out li")
    expect(left_out).to_have_count(2)
    expect(left_out.nth(0)).to_contain_text("4: nowhere.jpg The picture that the row names is not there")
    expect(left_out.nth(1)).to_contain_text("5 The price cannot be read")
    shot(page, "folder")
    page.goto(f"{page.url.partition('#')[0]}#/products")
    page.get_by_role("searchbox").fill("f-2")
    expect(page.locator("vc-products li")).to_have_count(1)
    page.locator("vc-products .title").click()
    expect(page.locator("vc-product")).to_contain_text("Printed tee")
    expect(page.locator("vc-product")).to_contain_text("19.90")
    expect(page.get_by_label("Chest M")).to_be_visible()


def test_what_an_older_version_looked_at_is_one_press(console, own_shop):
    """Of the folder's two, as if one had been refused then, the report tells."""
    products = "SELECT id FROM product WHERE external_id IN ('f-1', 'f-2')"
    with (
        contextlib.closing(sqlite3.connect(f"{own_shop.env['VITRINE_HOME']}/vitrine.sqlite", timeout=30)) as base,
        base,
    ):
        base.execute(f"UPDATE product_picture SET version = 'older' WHERE product IN ({products})")
        base.execute(
            'UPDATE product SET verdict = \'no\', decision = replace(decision, \'"photo": "yes"\', \'"photo": "no"\') '
            "WHERE external_id = 'f-1'"
        )
    page = console()
    expect(page.locator("vc-products .older")).to_contain_text("2 products were looked at by an older version.")
    shot(page, "outdated")
    assert not looks(page, "outdated")
    page.get_by_role("button", name="Look again").click()
    batch = page.locator("vc-add .batch").first
    expect(batch).to_contain_text("Looked at again")
    expect(batch).to_contain_text("Done", timeout=SLOW_MS)
    expect(batch).to_contain_text("2 of 2 looked at")
    batch.get_by_text("1 decision changed").click()
    expect(batch.locator(".left-out li")).to_have_text("f-1 Plain display → Try-on")
    shot(page, "looked-again")
    page.get_by_role("link", name="Products", exact=True).click()
    expect(page.locator("vc-products li").first).to_be_visible()
    expect(page.locator("vc-products .older")).to_have_count(0)


@pytest.mark.parametrize("name", [*PAGES, "product", "key", "entrance"])
def test_axe_finds_nothing(console, walk, name):
    if name == "entrance":
        walk.state = {}
    where = {"product": f"#/products/{walk.product_id}", "key": "#/pages"}.get(name, f"#/{name}")
    page = console(where)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    for details in page.locator("vc-console details").all():
        details.evaluate("(element) => { element.open = true; }")
    wrong = looks(page, name)
    if name == "key":
        page.get_by_role("button", name="New key").click()
        wrong += axe(page, "dialog")
    assert not wrong, "\n".join(wrong)
