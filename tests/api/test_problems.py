"""Every error is a problem (RFC 9457) in the reader's language, and every answer carries the security headers."""

import pytest
from served import Served, png


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("problems"), upload_bytes=100_000).start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("GET", "/nowhere", {}, 404, "not-found"),
        ("GET", "/v1/nowhere", {}, 404, "not-found"),
        ("GET", "/assets/../../settings.py", {}, 404, "not-found"),
        ("PUT", "/v1/sessions", {}, 405, "method-not-allowed"),
        ("GET", "/v1/jobs", {}, 401, "bad-token"),
        ("POST", "/v1/tryon", {"json": {}}, 401, "bad-token"),
        ("POST", "/v1/run", {"json": {}}, 401, "bad-key"),
        ("POST", "/v1/sessions", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "invalid"),
        ("POST", "/v1/sessions", {"json": {"key": 5}}, 422, "invalid"),
        ("POST", "/v1/sessions", {"json": {"key": "pk_unknown"}}, 401, "bad-key"),
        ("POST", "/v1/sessions", {"json": {"key": "x" * 70_000}}, 413, "too-many-bytes"),
        ("GET", "/frame?key=pk_unknown", {}, 401, "bad-key"),
        ("GET", "/r/" + "0" * 32, {}, 403, "bad-link"),
    ],
)
def test_errors_are_problems_in_two_languages(served, method, path, more, status, code):
    titles = set()
    for tongue in ("en", "zh-CN"):
        given = more | {"headers": {"Accept-Language": tongue} | more.get("headers", {})}
        answer = served.client.request(method, path, **given)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["status"]) == (status, code, status)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == tongue
        assert problem["remedy"] in problem["detail"]
        assert problem["type"].endswith(f"#{code}")
        titles.add(problem["title"])
    assert len(titles) == 2


def test_a_wrong_field_is_named_and_its_value_not_repeated(served):
    answer = served.client.post("/v1/sessions", json={"key": ["a secret"]})
    assert answer.json()["errors"][0]["field"] == "key"
    assert "a secret" not in answer.text


def test_uploads_are_bounded_with_and_without_a_declared_length(served):
    shopper = served.shopper()
    large = png()[:50] + bytes(100_000)

    def stream():
        yield from (large[i : i + 10_000] for i in range(0, len(large), 10_000))

    for body in (large, stream()):
        answer = shopper.post("/v1/photos", content=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "too-many-bytes")


def test_renewal_and_roles(served):
    shopper = served.shopper()
    fresh = served.client.post("/v1/sessions/renew", json={"refresh": shopper.session["refresh"]})
    assert fresh.status_code == 200
    assert fresh.json()["session"] == shopper.session["session"]
    token = {"Authorization": f"Bearer {fresh.json()['token']}"}
    assert served.client.get("/v1/jobs", headers=token).status_code == 200
    swapped = served.client.post("/v1/sessions/renew", json={"refresh": shopper.session["token"]})
    assert swapped.json()["code"] == "bad-token"
    refresh = {"Authorization": f"Bearer {shopper.session['refresh']}"}
    assert served.client.get("/v1/jobs", headers=refresh).json()["code"] == "bad-token"


def test_a_page_of_another_origin_gets_no_session_without_a_key(served):
    foreign = served.client.post("/v1/sessions", json={"key": None}, headers={"Origin": "https://evil.example"})
    assert foreign.json()["code"] == "wrong-origin"
    own = served.client.post("/v1/sessions", json={"key": None}, headers={"Origin": served.url})
    assert own.status_code == 201


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/nowhere", "/v1/demo"])
def test_security_headers(served, path):
    headers = served.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_openapi_has_an_example_for_every_operation_with_a_body(served):
    spec = served.client.get("/openapi.json").json()
    operations = [
        (f"{method} {path}", operation)
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 15

    def examples(media):
        schema = media.get("schema", {})
        while "$ref" in schema:
            schema = spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema.get("examples") or media.get("example")

    def references(part):
        if isinstance(part, dict):
            if "$ref" in part:
                yield part["$ref"].removeprefix("#/components/schemas/")
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                yield from references(inner)

    assert set(references(spec)) <= set(spec["components"]["schemas"])
    for name, operation in operations:
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            assert kind == "image/*" or examples(media), name
        for status, response in operation["responses"].items():
            media = response.get("content", {}).get("application/json")
            if media and status in ("200", "201", "202"):
                assert examples(media), f"{name} {status}"
        assert operation["responses"]["default"]["content"], name
        assert operation["summary"], name
        assert operation["description"], name
