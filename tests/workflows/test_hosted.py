"""Webhooks of hosted calls: tried again with growing pauses, given up in the end."""

import json
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from vitrine.delivery.webhooks import WAITS
from vitrine.errors import NoPerson
from vitrine.fetch import Fetcher
from vitrine.jobs.durable import Then
from vitrine.jobs.ledger import Draft, Ledger
from vitrine.privacy.vault import Vault
from vitrine.storage.blobs import FolderBlobs
from vitrine.storage.database import Database
from vitrine.workflows import hosted


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((self.headers["webhook-id"], json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answer = [], 200
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def studio(tmp_path, receiver):
    """The parts that a webhook needs; all of them real."""
    database = Database(tmp_path / "base.sqlite")
    made = SimpleNamespace(
        vault=Vault(FolderBlobs(tmp_path / "vault"), tmp_path / "keys" / "keys.sqlite"),
        ledger=Ledger(database, limit=5, workers=1),
        fetcher=Fetcher([f"127.0.0.1:{receiver.server_port}"]),
        webhook_root=b"root",
        link_key=b"link",
    )
    yield made
    made.vault.close()
    database.close()


@pytest.fixture
def job(studio, receiver):
    """A call that has failed, whose merchant is to be told."""
    address = f"http://127.0.0.1:{receiver.server_port}/hook"
    call = hosted.Call("a", "b", "auto", "auto", "permissive", "png", 1, False, address, "http://here")
    session = studio.vault.open_session()
    options = {"request": studio.vault.put(session, "request", json.dumps(asdict(call)).encode()), "webhook": True}
    made, _ = studio.ledger.add(Draft("hosted", "key", session, "", [], options))
    studio.ledger.fail(made.id, NoPerson("model_image"))
    return made.id


def test_a_message_that_arrives_is_sent_once(studio, job, receiver):
    assert hosted.notify(studio, f"{job}.0") is None
    ((identity, said),) = receiver.got
    assert identity == said["id"] == job
    assert (said["status"], said["error"]["name"]) == ("failed", "PoseError")


def test_a_message_that_is_refused_comes_again_until_it_is_given_up(studio, job, receiver):
    receiver.answer = 500
    message, pauses = f"{job}.0", []
    while then := hosted.notify(studio, message):
        assert isinstance(then, Then)
        message = then.job
        pauses.append(then.delay)
    assert pauses == list(WAITS)
    assert [identity for identity, _ in receiver.got] == [job] * (len(WAITS) + 1)  # one id over all tries


def test_nothing_is_sent_of_what_was_erased(studio, job, receiver):
    studio.vault.erase_session(studio.ledger.find(job).session)
    assert hosted.notify(studio, f"{job}.0") is None
    studio.ledger.erase([job])
    assert hosted.notify(studio, f"{job}.0") is None
    assert receiver.got == []


def test_a_private_webhook_is_not_tried_again(studio, job, receiver):
    studio.fetcher = Fetcher([])
    assert hosted.notify(studio, f"{job}.0") is None
    assert receiver.got == []
