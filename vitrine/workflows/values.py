"""Analyses as bytes, so that the vault can keep them: any value of `Person` or `Garment` without its photo.

Maps of the photo's size are kept as 8-bit PNG: masks are rounded to 1/255, which is what their networks and the eye can
tell apart. A first use unpacks what was packed, too, so that it sees the same numbers as every later use.
"""

import dataclasses
import hashlib
import json
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np

from vitrine.garments.garment import Garment
from vitrine.imaging.types import Picture
from vitrine.people.person import Person

Value = TypeVar("Value", Person, Garment)


def pack(value: Person | Garment) -> bytes:
    """All fields but `photo`."""
    head: dict[str, Any] = {}
    parts: list[bytes] = []
    for field in dataclasses.fields(value):
        if field.name != "photo":
            head[field.name] = _packed(getattr(value, field.name), value.photo.shape[:2], parts)
    header = json.dumps({"fields": head, "sizes": [len(part) for part in parts]}).encode()
    return len(header).to_bytes(4, "big") + header + b"".join(parts)


def unpack(kind: type[Value], photo: Picture, data: bytes) -> Value:
    """The value that was packed, with its photo."""
    end = 4 + int.from_bytes(data[:4], "big")
    header = json.loads(data[4:end])
    parts = []
    for size in header["sizes"]:
        parts.append(data[end : end + size])
        end += size
    return kind(photo=photo, **{name: _unpacked(field, parts) for name, field in header["fields"].items()})


def _packed(value: Any, size: tuple[int, ...], parts: list[bytes]) -> dict[str, Any]:
    if not isinstance(value, np.ndarray):
        return {"is": "plain", "value": value}
    field = {"is": "array", "type": value.dtype.str, "shape": value.shape, "part": len(parts)}
    share = value.dtype == np.float32 and bool(((value >= 0) & (value <= 1)).all())
    patch = value.shape == (*size, 4) and value.dtype == np.uint8
    if patch or (value.shape == size and (share or value.dtype in (np.uint8, np.bool_))):
        eight = np.rint(value * 255).astype(np.uint8) if share else value.astype(np.uint8)
        parts.append(cv2.imencode(".png", eight, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes())
        return field | {"is": "map"}
    parts.append(np.ascontiguousarray(value).tobytes())
    return field


def _unpacked(field: dict[str, Any], parts: list[bytes]) -> Any:
    if field["is"] == "plain":
        return _tuples(field["value"])
    part, dtype = parts[field["part"]], np.dtype(field["type"])
    if field["is"] == "array":
        return np.frombuffer(part, dtype).reshape(field["shape"]).copy()
    eight = cv2.imdecode(np.frombuffer(part, np.uint8), cv2.IMREAD_UNCHANGED)
    assert eight is not None
    return eight.astype(np.float32) / np.float32(255) if dtype == np.float32 else eight.astype(dtype)


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {name: _tuples(item) for name, item in value.items()}
    return value


@cache
def version() -> str:
    """Changes with whatever can change an analysis: our code, the networks' list, the libraries that run them."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for folder in ("people", "garments", "imaging", "weights"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for path in (root / "nets.py", root / "workflows" / "values.py"):
        digest.update(path.read_bytes())
    for package in ("mediapipe", "onnxruntime", "ai-edge-litert", "numpy"):
        digest.update(f"{package} {_installed(package)}".encode())
    return digest.hexdigest()[:16]


def _installed(package: str) -> str:
    try:
        return installed(package)
    except ModuleNotFoundError:
        return "-"
