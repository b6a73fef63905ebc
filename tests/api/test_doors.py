"""What stands around every answer."""

import asyncio

import httpx
from fastapi import FastAPI

from vitrine.api import problems
from vitrine.api.doors import LastResort, SecurityHeaders


def get(path):
    app = FastAPI()

    @app.get("/broken")
    def broken():
        raise RuntimeError("measured on a person")

    app.add_middleware(LastResort, answer=problems.unforeseen)
    app.add_middleware(SecurityHeaders)

    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path, headers={"Accept-Language": "zh"})

    return asyncio.run(ask())


def test_what_nobody_foresaw_is_a_problem_and_its_message_stays_unsaid(caplog):
    answer = get("/broken")
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (500, "internal", "服务器出了问题。")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "RuntimeError" in caplog.text
    assert "measured" not in caplog.text.replace('raise RuntimeError("measured on a person")', "") + answer.text


def test_an_answer_that_has_begun_is_broken_off_quietly(caplog):
    sent = []

    async def half(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("measured on a person")

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(LastResort(half, answer=problems.unforeseen)(scope, None, send))
    assert sent == ["http.response.start"]  # the server sees an answer without its end, and closes the line
    assert "RuntimeError" in caplog.text
