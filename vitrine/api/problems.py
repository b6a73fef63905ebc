"""Errors as problem details (RFC 9457), in the reader's language; the one place where the web door translates them."""

import logging
import traceback
from http import HTTPStatus
from math import ceil
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from vitrine.errors import BadInput, VitrineError

MEDIA: Final = "application/problem+json"
TYPE: Final = "/docs/reference/errors/#"
HOSTED: Final = ("/v1/run", "/v1/status/")
HOSTED_NAMES: Final = {401: "UnauthorizedAccess", 404: "NotFound", 429: "RateLimitExceeded"}
"""The hosted service's words for what a call was refused for; they stand beside ours in its answers."""

log = logging.getLogger(__name__)


class Invalid(BadInput):
    """The request does not have the form that this call needs."""

    code = "invalid"
    zh = "请求的格式不符合此接口的要求。"
    remedy = "The field `errors` names what is wrong; /openapi.json has examples."
    remedy_zh = "`errors` 字段指出了问题所在;示例见 /openapi.json。"


class NoSuchPage(BadInput):
    """There is nothing at this address."""

    code = "not-found"
    status = 404
    zh = "此地址没有内容。"
    remedy = "The addresses are listed in /openapi.json."
    remedy_zh = "所有地址见 /openapi.json。"


class NotThisWay(BadInput):
    """This address does not answer to this method."""

    code = "method-not-allowed"
    status = 405
    zh = "此地址不支持该方法。"
    remedy = "The header `Allow` names those that it answers to."
    remedy_zh = "响应头 `Allow` 列出了可用的方法。"


class Unforeseen(VitrineError):
    """Something went wrong here."""

    code = "internal"
    zh = "服务器出了问题。"


def language(request: Request) -> str:
    """The reader's language by `Accept-Language`: "zh" or "en"."""
    best, found = 0.0, "en"
    for item in request.headers.get("accept-language", "").split(","):
        tag, _, weight = item.strip().partition(";q=")
        try:
            share = float(weight or 1)
        except ValueError:
            continue
        primary = tag.lower().split("-")[0]
        if primary in ("zh", "en") and share > best:
            best, found = share, primary
    return found


def problem(description: dict[str, Any], tongue: str) -> dict[str, Any]:
    """Problem details of an error as `VitrineError.described` gives it."""
    title, remedy, subject = description["title"][tongue], description["remedy"][tongue], description["subject"]
    gap = "" if tongue == "zh" else " "
    detail = f"{subject}:{gap}{title}" if subject else title
    return {
        "type": TYPE + description["code"],
        "title": title,
        "status": description["status"],
        "detail": f"{detail}{gap}{remedy}",
        "code": description["code"],
        "remedy": remedy,
    }


def answer(request: Request, error: VitrineError, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """The response to a request that failed."""
    headers = dict(headers or {})
    if (seconds := getattr(error, "retry_after", None)) is not None:
        headers["Retry-After"] = str(max(1, ceil(seconds)))
    description = error.described()
    if description["status"] == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    tongue = language(request)
    headers["Content-Language"] = {"zh": "zh-CN", "en": "en"}[tongue]
    details = problem(description, tongue) | more
    if request.url.path.startswith(HOSTED):
        status = details["status"]
        details["error"] = HOSTED_NAMES.get(status, "BadRequest" if status < 500 else "InternalServerError")
        details["message"] = details["detail"]
    return JSONResponse(details, description["status"], headers, media_type=MEDIA)


def install(app: FastAPI) -> None:
    """Have every error of the app answered as a problem."""
    app.add_exception_handler(VitrineError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, VitrineError)
    return answer(request, error)


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # What was sent is not repeated: it may be a picture, or a secret.
    errors = [{"field": ".".join(str(part) for part in e["loc"][1:]), "text": e["msg"]} for e in error.errors()]
    return answer(request, Invalid(), errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, VitrineError):  # raised while the framework read the body
        return answer(request, error.__cause__)
    known = {404: NoSuchPage, 405: NotThisWay}.get(error.status_code, Invalid)()
    return answer(request, known, dict(error.headers or {}))


def unforeseen(request: Request, error: Exception) -> JSONResponse:
    """The answer to what nobody foresaw. The log gets type and lines, not the message: that may quote a shopper."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s failed: %s\n%s", request.method, request.url.path, type(error).__name__, where)
    return answer(request, Unforeseen())
