"""A merchant's folder becomes the page's rail beside a running server: names, prices, sizes, and no dead button."""

import shutil
import subprocess
import sys

import cv2
import httpx
import numpy as np
import pytest
from browsing import DEMO, PATIENCE_MS, Watch, axe, go, host, result
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TABLE = """external_id,title_en,title_zh,price,currency,pictures,sizes
tee,Sunrise tee,日出T恤,"1.299,00",EUR,tee.jpg,"S, M"
box,A wooden box,木盒,12,EUR,box.png,
"""
CHART = "external_id,size,chest,length\ntee,S,96,68\ntee,M,101,71\ntee,XL,109,75\n"
CREAM = """(picture) => {
  const [width, height] = [picture.naturalWidth, picture.naturalHeight];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const yellow = data[at] - data[at + 2];
    count += data[at] > 205 && yellow > 14 && yellow < 60;
  }
  return count;
}"""
"""How many pixels have the colour of the tee."""


@pytest.fixture(scope="module")
def stocked(own_shop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("products")
    shutil.copy(DEMO / "garments" / "tee-print.jpg", folder / "tee.jpg")
    ramp = np.linspace(40, 220, 640, dtype=np.uint8)
    cv2.imwrite(str(folder / "box.png"), np.dstack([np.tile(ramp, (480, 1))] * 3))
    (folder / "products.csv").write_text(TABLE)
    (folder / "charts.csv").write_text(CHART)
    command = [sys.executable, "-m", "vitrine", "product", "add", str(folder)]
    done = subprocess.run(command, env=own_shop.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "2 added" in done.stdout
    return own_shop


@pytest.fixture
def page(stocked, browser):
    context = browser.new_context(locale="en", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    context.route("**/assets/nets/**", lambda route: route.abort())
    watch = Watch({host(stocked.url)})
    watch.on(context)
    opened = context.new_page()
    opened.goto(stocked.url)
    yield opened
    context.close()
    watch.judge()


def test_a_product_is_tried_on_from_the_rail(page):
    tee = page.locator("vt-look button.tile", has_text="Sunrise tee")
    expect(tee).to_contain_text("€1,299.00")
    expect(tee).to_contain_text("Sizes S, M")
    page.locator("vt-person .sample").first.click()
    tee.click()
    go(page)
    result(page)
    assert axe(page, "products") == []


def test_a_larger_size_is_drawn_larger(page):
    page.locator("vt-person .sample").first.click()
    page.locator("vt-look button.tile", has_text="Sunrise tee").click()
    sizes = page.get_by_role("group", name="Size to try on: Sunrise tee")
    expect(sizes.get_by_role("radio", name="M")).to_be_checked()
    cream = {}
    for size in ("S", "XL"):
        sizes.get_by_role("radio", name=size, exact=True).check()
        with page.expect_response(lambda answer: "/r/" in answer.url) as made:
            go(page)
        assert made.value.ok
        result(page)
        cream[size] = page.locator("vt-stage vt-compare .after img").evaluate(CREAM)
        expect(page.locator("vt-look .go button")).to_have_text("On the stage now")
    assert cream["XL"] > 1.05 * cream["S"] > 0
    sizes.get_by_role("radio", name="XL").press("ArrowLeft")
    expect(sizes.get_by_role("radio", name="M")).to_be_checked()
    expect(page.locator("vt-stage .status")).to_contain_text("The look has changed")
    assert axe(page, "sizes") == []


def test_what_cannot_be_tried_on_is_a_picture_and_no_button(page):
    box = page.locator("vt-look .tile.plain", has_text="A wooden box")
    expect(box.locator("img")).to_be_visible()
    assert page.locator("vt-look button", has_text="A wooden box").count() == 0


def test_names_turn_with_the_language(page, stocked):
    page.locator("vt-masthead").get_by_text("中文").click()
    expect(page.locator("vt-look .tile").first).to_contain_text("日出T恤")
    listed = httpx.get(f"{stocked.url}/v1/shop/products", headers={"Accept-Language": "zh-CN"}).json()["items"]
    assert [one["garment"] is not None for one in listed] == [True, False]
