"""The camera, played by a file with one of our own people."""

import numpy as np
import pytest
from browsing import chromium, draft, stored
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def film(photo, tmp_path_factory):
    """One frame of our person as uncompressed video (YUV4MPEG2, 4:2:0)."""
    path = tmp_path_factory.mktemp("film") / "person.y4m"
    with Image.open(photo) as picture:
        planes = picture.convert("YCbCr").resize((720, 960)).split()
    y, cb, cr = map(np.array, planes)
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W720 H960 F10:1 Ip A1:1 C420jpeg\n")
        for _ in range(3):
            file.write(b"FRAME\n" + y.tobytes() + cb[::2, ::2].tobytes() + cr[::2, ::2].tobytes())
    return path


@pytest.fixture(scope="module")
def filming(playwright, film):
    running = chromium(playwright, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    yield running
    running.close()


def test_a_picture_is_taken_after_a_countdown_and_used(visit, filming):
    page = visit(engine=filming, width=390, height=844, permissions=["camera"], pose=True)
    page.evaluate("document.querySelector('vt-try-on').shadowRoot.querySelector('vt-camera').seconds = 2")
    page.get_by_role("button", name="Use the camera").click()
    camera = page.locator("vt-camera")
    expect(camera.locator(".silhouette")).to_be_visible()
    camera.get_by_role("button", name="Take the picture").click()
    expect(camera.locator(".left")).to_have_text("2")
    expect(camera.locator(".left")).to_have_text("1")
    camera.get_by_role("button", name="Use this picture").click()
    expect(camera.locator("dialog")).to_be_hidden()
    stored(page)
    person = draft(page)["person"]
    assert person["width"] * 4 == pytest.approx(person["height"] * 3, rel=0.01)
    assert page.evaluate(
        "document.querySelector('vt-try-on').shadowRoot.querySelector('vt-camera')"
        ".shadowRoot.querySelector('video').srcObject.getTracks().every((track) => track.readyState === 'ended')"
    )


def test_a_camera_that_is_refused_says_what_to_do(visit):
    page = visit()
    page.get_by_role("button", name="Use the camera").click()
    expect(page.locator("vt-camera .message")).to_contain_text("choose a photo", ignore_case=True)
