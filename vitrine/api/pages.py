"""Pages, their files, the demo set and the documentation; and whether the server is alive and ready."""

import base64
import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from vitrine.api.access import Here
from vitrine.api.doors import PAGE
from vitrine.api.photos import Tongue
from vitrine.api.problems import NoSuchPage
from vitrine.api.shapes import Demo, Health
from vitrine.nets import default_folder

router = APIRouter()

WEB: Final = Path(__file__).parents[1] / "web"
SITE: Final = Path(__file__).parents[2] / "site"
MEDIA: Final = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg",
    ".webp": "image/webp", ".ico": "image/x-icon", ".wasm": "application/wasm", ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".map": "application/json",
    ".webmanifest": "application/manifest+json", ".gz": "application/gzip",
    ".tflite": "application/octet-stream", ".task": "application/octet-stream", ".binarypb": "application/octet-stream",
}  # fmt: skip
"""What is served, by the file's ending; nothing else is."""
SQUEEZED: Final = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".txt", ".xml"}
FOREVER: Final = "public, max-age=31536000, immutable"
DAY: Final = "public, max-age=86400"
SHORT: Final = "public, max-age=300"
BROWSER_NETS: Final = ("pose_landmarker.task",)
SCRIPT: Final = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


@router.get("/healthz", tags=["server"])
def healthz() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", tags=["server"], responses={503: {"description": "Networks are still being loaded."}})
def readyz(here: Here, response: Response) -> Health:
    """A rendering process has its networks loaded, and the database answers."""
    here.ledger.find("")
    ready = here.pool.ready
    response.status_code = 200 if ready else 503
    return Health(status="ok" if ready else "starting")


@router.get("/v1/demo", tags=["demo"])
def demo(here: Here, tongue: Tongue) -> Demo:
    """Persons and garments of the demo set; their ids work wherever a photo's or garment's does."""
    found: dict[str, list[dict[str, Any]]] = {"person": [], "garment": []}
    for sample in here.demo.samples.values():
        about = {
            "id": sample.id,
            "name": sample.name[tongue],
            "alt": sample.alt[tongue],
            "url": f"/demo/{sample.path.relative_to(here.demo.folder.resolve()).as_posix()}",
            "width": sample.width,
            "height": sample.height,
        }
        found[sample.kind].append(about if sample.kind == "person" else about | {"category": sample.category})
    languages = here.preferences.now.languages
    return Demo.model_validate({"people": found["person"], "garments": found["garment"], "languages": languages})


@router.get("/", include_in_schema=False)
def home(request: Request) -> Response:
    """The try-on page."""
    return _page(request, "index.html", "'self'")


@router.get("/console", include_in_schema=False)
def console(request: Request) -> Response:
    """The merchant's console: no page may show it in a frame."""
    return _page(request, "console.html", "'none'")


@router.get("/frame", include_in_schema=False)
def frame(request: Request, here: Here, key: Annotated[str | None, Query(max_length=200)] = None) -> Response:
    """The element for a frame on another origin: only pages of the key's origins may show it."""
    ancestors = "'self'"
    if key is not None:
        ancestors = " ".join(["'self'", *here.keys.recognise(key, "publishable", framed=True).origins])
    return _page(request, "frame.html", ancestors)


@router.get("/embed.js", include_in_schema=False)
def embed(request: Request) -> Response:
    """The one script that a foreign page includes."""
    return _file(request, WEB, "embed.js", SHORT, shared=True)


@router.get("/assets/nets/{name}", include_in_schema=False)
def browser_net(request: Request, name: str) -> Response:
    """A packaged network that the page runs on the shopper's own device."""
    if name not in BROWSER_NETS:
        raise NoSuchPage(name)
    return _file(request, default_folder(), name, DAY)


@router.get("/assets/{path:path}", include_in_schema=False)
def assets(request: Request, path: str) -> Response:
    """Files with a hash in their name."""
    return _file(request, WEB / "assets", path, FOREVER, shared=True)


@router.get("/demo/{path:path}", include_in_schema=False)
def demo_picture(request: Request, here: Here, path: str) -> Response:
    """A picture of the demo set; no other file of its folder."""
    wanted = here.demo.folder.resolve() / path
    if not any(sample.path == wanted for sample in here.demo.samples.values()):
        raise NoSuchPage(path)
    return _file(request, here.demo.folder, path, SHORT)


@router.get("/docs", include_in_schema=False)
def docs_home() -> Response:
    """Relative links of the documentation need the slash."""
    return RedirectResponse("/docs/", 308)


@router.get("/docs/{path:path}", include_in_schema=False)
def docs(request: Request, path: str) -> Response:
    """The documentation."""
    if (SITE / path).is_dir():
        if path and not path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/", 308)
        path = f"{path}index.html"
    return _file(request, SITE, path, SHORT)


def _page(request: Request, name: str, ancestors: str) -> Response:
    headers = {"Content-Security-Policy": PAGE.format(ancestors=ancestors), "Cache-Control": "no-cache"}
    return _sent(request, _inside(WEB, name), headers)


def _file(request: Request, folder: Path, path: str, caching: str, shared: bool = False) -> Response:
    """A file of a folder. `shared`: pages of other origins may load it."""
    found = _inside(folder, path)
    headers = {"Cache-Control": caching}
    if shared:
        headers |= {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    if found.suffix == ".html":
        headers["Content-Security-Policy"] = _policy(found, found.stat().st_mtime_ns)
    return _sent(request, found, headers)


def _inside(folder: Path, path: str) -> Path:
    found = (folder / path).resolve()
    if not found.is_relative_to(folder.resolve()) or found.suffix not in MEDIA or not found.is_file():
        raise NoSuchPage(path)
    return found


def _sent(request: Request, found: Path, headers: dict[str, str]) -> Response:
    if found.suffix not in SQUEEZED:
        return FileResponse(found, media_type=MEDIA[found.suffix], headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(found, media_type=MEDIA[found.suffix], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(_squeezed(found, found.stat().st_mtime_ns), media_type=MEDIA[found.suffix], headers=headers)


@lru_cache(maxsize=128)
def _squeezed(found: Path, _changed: int) -> bytes:
    return gzip.compress(found.read_bytes(), 6, mtime=0)


@lru_cache(maxsize=256)
def _policy(page: Path, _changed: int) -> str:
    """A documentation page's policy: its own inline scripts by their hashes, as its generator wrote them, no others."""
    scripts = [base64.b64encode(hashlib.sha256(s).digest()).decode() for s in SCRIPT.findall(page.read_bytes())]
    allowed = " ".join(["'self'", *sorted({f"'sha256-{digest}'" for digest in scripts})])
    policy = PAGE.format(ancestors="'none'").replace("script-src 'self' 'wasm-unsafe-eval'", f"script-src {allowed}")
    return policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
