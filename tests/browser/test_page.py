"""The page at `/`, from upload to saved result, on the real server with the real engine and our own pictures."""

import io
import re

import httpx
import pytest
from browsing import DEMO, PATIENCE_MS, choose_photo, demo, draft, go, result, sample_dressed, stored
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

REMEMBER_UPLOADS = """
const send = window.fetch;
window.uploads = [];
window.fetch = async (...call) => {
  if (call[1]?.body instanceof Blob) window.uploads.push([...new Uint8Array(await call[1].body.arrayBuffer())]);
  return send(...call);
};
"""


@pytest.fixture
def phone_photo(photo, tmp_path):
    """Our person as a phone delivers it: 12 megapixels, sideways with a turning mark, and a secret in its metadata."""
    path = tmp_path / "IMG_0001.jpg"
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    with Image.open(photo) as picture:
        large = picture.convert("RGB").resize((3000, 4000))
        large.transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", exif=exif)
    return path


def test_from_upload_to_saved_result(visit, phone_photo):
    page = visit(before=REMEMBER_UPLOADS, pose=True)
    choose_photo(page, phone_photo)
    stored(page)
    checks = page.locator("vt-person .checks li")
    expect(checks).to_have_text(["One person", "Shoulders and hips in view", "Good light"])

    sent = bytes(page.evaluate("uploads[0]"))
    assert b"where I live" not in sent
    with Image.open(io.BytesIO(sent)) as picture:
        assert picture.size == (1536, 2048)
        assert not picture.getexif()

    page.locator("vt-look .tile").first.click()
    go(page)
    expect(page.locator("vt-stage [role=progressbar]")).to_be_visible()
    result(page)
    expect(page.locator("vt-stage [role=status]").first).to_contain_text("Here it is")
    expect(page.locator("vt-report .facts")).to_contain_text("1536 × 2048 px")
    assert page.locator("vt-compare .after img").get_attribute("alt")

    with page.expect_download() as saving:
        page.get_by_role("button", name="Save").click()
    assert saving.value.suggested_filename.startswith("vitrine-")
    with Image.open(saving.value.path()) as picture:
        assert picture.size == (1536, 2048)
    expect(page.locator("vt-history .one")).to_have_count(1)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Share").click()  # no share sheet in a headless browser: copied instead
    expect(page.locator("vt-stage [role=status]").first).to_have_text("Copied: paste it where you like.")
    assert page.evaluate("navigator.clipboard.read().then(([item]) => item.types)") == ["image/png"]


def scale_and_shift(page):
    style = "(compare) => ['--scale', '--x', '--y'].map((name) => parseFloat(compare.style.getPropertyValue(name)))"
    return page.locator("vt-compare").evaluate(style)


def test_the_result_is_seen_close(visit):
    """A double click goes to the place, dragging moves the picture, a plain click moves the divider."""
    page = visit()
    sample_dressed(page)
    go(page)
    result(page)
    stage = page.locator("vt-stage .stage").bounding_box()
    x, y = stage["x"] + stage["width"] * 0.4, stage["y"] + stage["height"] * 0.3
    page.mouse.click(x, y)
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "40")
    page.mouse.dblclick(x, y)
    scale, dx, dy = scale_and_shift(page)
    assert scale > 2
    assert (dx > 0, dy > 0) == (True, True)
    page.mouse.move(x + 120, y)  # beside the divider, which would move instead
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=4)
    page.mouse.up()
    again, moved_x, moved_y = scale_and_shift(page)
    assert again == scale
    assert (moved_x < dx, moved_y < dy) == (True, True)
    page.get_by_role("button", name="Whole picture").click()
    assert scale_and_shift(page) == [1, 0, 0]


def test_a_top_is_tucked_in(visit):
    """Only a top has the choice; what was chosen is on the stage, outlives a reload, and another choice is offered."""
    page = visit()
    page.locator("vt-person .sample").first.click()
    tiles = page.locator("vt-look .tile:not(.add)")
    for kind in ("Top", "Bottoms"):
        tiles.filter(has=page.locator(".kind", has_text=kind)).first.click()
    choice = page.locator("vt-look .layer .wearing")
    expect(choice).to_have_count(1)
    inside, over = (choice.get_by_role("radio", name=name) for name in ("Tucked in", "Over"))
    expect(over).to_be_checked()
    inside.check()
    go(page)
    result(page)
    page.reload()
    result(page)
    expect(inside).to_be_checked()
    button = page.locator("vt-look .go button")
    expect(button).to_have_attribute("aria-disabled", "true")
    over.check()
    expect(button).to_have_attribute("aria-disabled", "false")


def test_several_garments_together(visit):
    """Chosen from the outside in, listed from the skin outward, and shown as one look."""
    page = visit()
    page.locator("vt-person .sample").first.click()
    tiles = page.locator("vt-look .tile:not(.add)")
    for kind in ("Top", "Bottoms"):
        tiles.filter(has=page.locator(".kind", has_text=kind)).first.click()
    expect(page.locator("vt-look .layer small")).to_have_text(["Bottoms", "Top"])
    go(page)
    result(page)
    assert len(draft(page)["look"]) == 2
    page.locator("vt-look .layer .round").first.click()
    expect(page.locator("vt-stage [role=status]").first).to_contain_text("has changed")
    expect(page.locator("vt-look .go button")).to_have_attribute("aria-disabled", "false")


def test_without_the_pose_network_an_upload_works(visit, photo):
    page = visit()
    choose_photo(page, photo)
    stored(page)
    expect(page.locator("vt-person .checks")).to_contain_text("Not checked on this device")


# The page sends a photo unchecked after six seconds; a busy machine may need longer to load the network.
PATIENT = (
    "const wait = setTimeout; window.setTimeout = (act, ms, ...more) => wait(act, ms === 6000 ? 60000 : ms, ...more);"
)


def test_a_photo_without_a_person_stays_on_the_device(visit):
    page = visit(before=PATIENT, pose=True)
    choose_photo(page, DEMO / demo("garment")[0]["file"])
    expect(page.locator("vt-person .checks .alert").first).to_contain_text("We see nobody here")
    sent = [
        url
        for url in page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        if "/v1/" in url
    ]
    assert [url for url in sent if not re.search(r"/v1/(demo|shop/products\?limit=100)$", url)] == []
    page.get_by_role("button", name="Use it anyway").click()
    expect(page.locator("vt-person .checks .alert").first).to_contain_text("No person", timeout=PATIENCE_MS)


def test_a_closed_tab_finds_its_job_again(visit):
    page = visit()
    sample_dressed(page)
    with page.expect_response("**/v1/tryon"):
        go(page)
    context = page.context
    address = page.url
    page.close()
    again = context.new_page()
    again.goto(address)
    result(again)
    expect(again.locator("vt-look .layer")).to_have_count(1)
    expect(again.locator("vt-person .sample[aria-pressed=true]")).to_have_count(1)
    again.get_by_role("button", name="中文").click()
    expect(again.locator("vt-compare .after img")).to_have_attribute("alt", re.compile("照片"))


def test_delete_my_photo_now(visit, shop, photo):
    page = visit()
    choose_photo(page, photo)
    stored(page)
    page.locator("vt-look .tile").first.click()
    go(page)
    result(page)
    person = draft(page)["person"]["id"]
    refresh = page.evaluate("localStorage.getItem('vitrine.session.own')")
    page.get_by_role("button", name="Delete my photo").click()
    dialog = page.locator("vt-confirm dialog")
    expect(dialog).to_contain_text("cannot be undone")
    dialog.get_by_role("button", name="Delete now").click()
    expect(page.locator("vt-person .receipt")).to_contain_text("Deleted at")
    expect(page.locator("vt-stage .silhouette")).to_be_visible()
    expect(page.locator("vt-history .one")).to_have_count(0)
    token = httpx.post(f"{shop.url}/v1/sessions/renew", json={"refresh": refresh}).json()["token"]
    gone = httpx.get(f"{shop.url}/v1/photos/{person}", headers={"Authorization": f"Bearer {token}"})
    assert gone.status_code in (404, 410)


def test_erasing_the_visit_leaves_nothing_to_renew(visit, shop):
    page = visit()
    sample_dressed(page)
    go(page)
    result(page)
    refresh = page.evaluate("localStorage.getItem('vitrine.session.own')")
    page.get_by_role("button", name="Erase this visit").click()
    page.locator("vt-confirm").get_by_role("button", name="Erase all").click()
    expect(page.locator("vt-person .receipt")).to_contain_text("The key is destroyed")
    assert httpx.post(f"{shop.url}/v1/sessions/renew", json={"refresh": refresh}).status_code == 401


def test_what_the_server_refuses_is_said_in_the_language_of_the_reader(visit, tmp_path):
    page = visit(locale="zh-CN")
    broken = tmp_path / "photo.heic"  # the browser cannot decode it either: sent as it is
    broken.write_bytes(b"no picture at all" * 64)
    choose_photo(page, broken)
    alert = page.locator("vt-person .checks .alert")
    expect(alert).to_contain_text("图片", timeout=PATIENCE_MS)
    expect(page.locator("vt-look .go button")).to_have_attribute("aria-disabled", "true")


def test_drop_and_paste(visit, photo):
    page = visit()
    make = """(bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'me.jpg', { type: 'image/jpeg' }));
      return transfer;
    }"""
    bytes_ = list(photo.read_bytes())
    transfer = page.evaluate_handle(make, bytes_)
    page.locator("vt-stage .stage").dispatch_event("drop", {"dataTransfer": transfer})
    stored(page)
    page.evaluate(
        "(data) => window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true }))",
        page.evaluate_handle(make, bytes_),
    )
    expect(page.locator("vt-look .layer")).to_have_count(1)


def test_nothing_moves_while_the_page_opens(visit, shop):
    page = visit(width=390, height=844)
    moved = page.evaluate(
        """() => new Promise((tell) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
            .observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => tell(sum), 300);
        })"""
    )
    assert moved < 0.05
