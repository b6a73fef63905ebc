"""The hosted call shape: the official SDK runs unchanged against this server."""

import base64
import io
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fashn
import numpy as np
import pytest
from PIL import Image
from served import Served, png, until
from standardwebhooks import Webhook


class Shop(ThreadingHTTPServer):
    """A merchant's own server: gives pictures, takes webhooks (the first try of each is refused)."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.pictures = {"/person.png": png((90, 120, 150)), "/tee.png": png(), "/text.png": b"no picture"}
        self.calls = []
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.server.pictures.get(self.path)
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(found or b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.calls.append((dict(self.headers), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def shop():
    server = Shop()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory, shop):
    server = Served(tmp_path_factory.mktemp("hosted"), fetch_allow=f"127.0.0.1:{shop.server_port}").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def key(served):
    """A merchant key made by the command line beside the running server."""
    made = subprocess.run(
        [sys.executable, "-m", "vitrine", "key", "create", "--json"],
        env=served.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


@pytest.fixture
def sdk(served, key):
    with fashn.Fashn(api_key=key["key"], base_url=served.url, max_retries=0) as client:
        yield client


def uri(data, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def finished(sdk, **inputs):
    given = {"model_image": uri(png((90, 120, 150))), "garment_image": uri(png())} | inputs
    return sdk.predictions.subscribe(model_name="tryon-v1.6", inputs=given, poll_interval=20)


def test_the_sdk_gets_a_picture_by_addresses(sdk, served, shop):
    seen = []
    done = sdk.predictions.subscribe(
        model_name="tryon-v1.6",
        inputs={
            "model_image": f"{shop.address}/person.png",
            "garment_image": f"{shop.address}/tee.png",
            "category": "tops",
            "garment_photo_type": "flat-lay",
            "mode": "quality",
            "segmentation_free": True,
            "num_samples": 2,
            "seed": 7,
            "moderation_level": "permissive",
        },
        poll_interval=20,
        on_queue_update=lambda status: seen.append(status.status),
    )
    assert (done.status, done.error, len(done.output)) == ("completed", None, 2)
    assert set(seen) <= {"in_queue", "processing", "completed"}
    answer = served.client.get(done.output[0])  # absolute, and no key is needed
    picture = np.array(Image.open(io.BytesIO(answer.content)))
    assert answer.headers["content-type"] == "image/png"
    assert (picture[30, 20] == (200, 30, 40)).all()
    assert (picture[90, 60] == (90, 120, 150)).all()


def test_base64_in_and_out(sdk):
    done = finished(sdk, return_base64=True, output_format="jpeg", category="one-pieces")
    kind, _, data = done.output[0].partition(",")
    assert kind == "data:image/jpeg;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).format == "JPEG"


@pytest.mark.parametrize(
    ("inputs", "name", "said"),
    [
        ({"model_image": uri(png(first=(7, 8, 9)))}, "PoseError", "model_image: No person"),
        ({"garment_image": uri(b"no picture")}, "ImageLoadError", "garment_image: This is not a picture"),
        ({"garment_image": uri(png(first=(4, 5, 6)))}, "InputValidationError", "garment_image: No garment"),
        ({"garment_image": uri(png(first=(1, 2, 3)))}, "PipelineError", "The rendering process ended"),
        ({"model_image": uri(png((255, 0, 255)))}, "ContentModerationError", "model_image: The picture was refused"),
    ],
)
def test_failures_have_the_hosted_names(sdk, inputs, name, said):
    done = finished(sdk, **inputs)
    assert (done.status, done.error.name, done.output) == ("failed", name, None)
    assert done.error.message.startswith(said)


def test_addresses_that_give_no_picture_fail_by_status(sdk, shop):
    for path in ("/nothing.png", "/text.png"):
        done = finished(sdk, garment_image=shop.address + path)
        assert (done.status, done.error.name) == ("failed", "ImageLoadError")


def test_moderation_levels(sdk):
    doubtful = uri(png((180, 20, 180)))  # the double's score: 0.63
    assert finished(sdk, model_image=doubtful).status == "completed"
    assert finished(sdk, model_image=doubtful, moderation_level="conservative").error.name == "ContentModerationError"
    assert finished(sdk, model_image=uri(png((255, 0, 255))), moderation_level="none").status == "completed"


def test_what_is_wrong_at_first_sight_is_refused_at_once(sdk, served, key):
    good = {"model_image": uri(png()), "garment_image": uri(png())}
    for body, status, code in (
        ({"model_name": "tryon-v1.6"}, 422, "invalid"),
        ({"model_name": "reframe", "inputs": good}, 422, "invalid"),
        ({"model_name": "tryon-v1.6", "inputs": good | {"num_samples": 5}}, 422, "invalid"),
        (
            {"model_name": "tryon-v1.6", "inputs": good | {"model_image": "data:text/html;base64,aGk="}},
            422,
            "wrong-data-uri",
        ),
        (
            {"model_name": "tryon-v1.6", "inputs": good | {"model_image": "http://127.0.0.1/x.png"}},
            422,
            "private-address",
        ),
        ({"model_name": "tryon-v1.6", "inputs": good | {"model_image": "file:///etc/passwd"}}, 422, "bad-address"),
        ({"model_name": "tryon-v1.6", "inputs": good, "webhook_url": "http://10.0.0.1/"}, 422, "private-address"),
    ):
        answer = served.client.post("/v1/run", json=body, headers={"Authorization": f"Bearer {key['key']}"})
        assert (answer.status_code, answer.json()["code"], answer.json()["error"]) == (status, code, "BadRequest")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["message"]
    with pytest.raises(fashn.UnprocessableEntityError):
        sdk.predictions.run(model_name="reframe", inputs={})


def test_keys_open_only_their_own(sdk, served, key):
    stranger = fashn.Fashn(api_key="sk_wrong", base_url=served.url, max_retries=0)
    with stranger, pytest.raises(fashn.AuthenticationError):
        stranger.predictions.status("0" * 32)
    job = sdk.predictions.run(
        model_name="tryon-v1.6", inputs={"model_image": uri(png()), "garment_image": uri(png())}
    ).id
    other = subprocess.run(
        [sys.executable, "-m", "vitrine", "key", "create"], env=served.env, capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    another = fashn.Fashn(api_key=other, base_url=served.url, max_retries=0)
    with another, pytest.raises(fashn.NotFoundError):
        another.predictions.status(job)
    shopper = served.shopper()
    assert shopper.get(f"/v1/status/{job}").status_code == 401


def test_the_same_idempotency_key_gives_the_same_call(served, key):
    headers = {"Authorization": f"Bearer {key['key']}", "Idempotency-Key": "order-1"}
    body = {"model_name": "tryon-v1.6", "inputs": {"model_image": uri(png()), "garment_image": uri(png())}}
    first, again = (served.client.post("/v1/run", json=body, headers=headers).json() for _ in range(2))
    assert first == again
    body["inputs"]["seed"] = 1
    assert served.client.post("/v1/run", json=body, headers=headers).json()["code"] == "idempotency-key-reused"


def test_the_webhook_is_signed_and_tells_the_result(sdk, shop, key, served):
    job = sdk.predictions.run(
        model_name="tryon-v1.6",
        inputs={"model_image": uri(png()), "garment_image": uri(png())},
        webhook_url=f"{shop.address}/hook",
    ).id
    headers, body = until(lambda: shop.calls, bool)[0]
    said = Webhook(key["webhook_secret"]).verify(body.decode(), {k.lower(): v for k, v in headers.items()})
    assert (said["id"], said["status"], said["error"]) == (job, "completed", None)
    assert served.client.get(said["output"][0]).status_code == 200
