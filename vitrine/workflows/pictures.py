"""Photos and garments that a session gives: decoded, looked at once, kept in the vault; and what was measured on them.

An analysis is kept under the versions of what made it, so that a further garment on the same photo costs only the warp.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vitrine.errors import Gone
from vitrine.garments.garment import Category
from vitrine.jobs.ledger import Key, used
from vitrine.jobs.pool import Report
from vitrine.storage.blobs import BlobMissing
from vitrine.storage.tables import Analysis, Picture, Upload
from vitrine.workflows import offer
from vitrine.workflows.demo import PREFIX
from vitrine.workflows.rendering import lossless
from vitrine.workflows.studio import Studio
from vitrine.workflows.values import version


@dataclass(frozen=True)
class Known:
    """A picture and its analysis, as the rendering process takes them."""

    photo: bytes
    analysis: bytes


def add_photo(studio: Studio, session: str, data: bytes, key: Key | None = None) -> Picture:
    """Take in a person's photo: bytes as uploaded. The same again under the same `key` gives the same photo again.

    Raises:
        BadInput: not a picture, nobody in it, ...; nothing is left behind then.
        KeyReused: the key belongs to another upload.
    """
    return _add(studio, session, "photo", data, key)


def add_garment(studio: Studio, session: str, data: bytes, key: Key | None = None) -> Picture:
    """Take in a garment's picture: bytes as uploaded. Raises as `add_photo` does."""
    return _add(studio, session, "garment", data, key)


def find(studio: Studio, session: str, kind: str, identity: str) -> Picture:
    """The record of a session's picture; raises Gone."""
    with studio.database.read() as base:
        row = base.get(Picture, identity)
    if row is None or row.session != session or row.kind != kind or row.expires_at <= datetime.now(UTC):
        raise Gone(identity)
    return row


def person(studio: Studio, session: str, identity: str, key: str, report: Report) -> Known:
    """A person image and its analysis; made now if it is not kept. `key`: what `pool.cancel` stops."""
    return _known(studio, session, "photo", identity, _person(studio), key, report)


def garment(studio: Studio, session: str, identity: str, category: Category | str, key: str, report: Report) -> Known:
    """A garment image and its analysis for a category ("auto": as it looks)."""
    if identity.startswith(offer.PREFIX):
        return Known(*offer.worn(studio, identity, category, key, report))
    if identity.startswith(PREFIX) and category == "auto":
        category = studio.demo.get(identity, "garment").category or "auto"
    return _known(studio, session, "garment", identity, {"do": "garment", "category": category}, key, report)


def analyse(
    studio: Studio, photo: bytes, task: dict[str, Any], key: str, report: Report
) -> tuple[Known, dict[str, Any]]:
    """Have a picture analysed by a rendering process; also what the answer says of it."""
    facts, (analysis,) = studio.render(key, (task, [photo]), report)
    return Known(photo, analysis), facts


def _add(studio: Studio, session: str, kind: str, data: bytes, key: Key | None) -> Picture:
    expires_at = studio.expires_at(session)
    with studio.database.read() as base:
        if key is not None and (before := _uploaded(base, session, key)):
            return before
    decoded = studio.decoder.read(data)
    photo = lossless(decoded.picture if kind == "photo" else decoded.standing_out())
    task = _person(studio) if kind == "photo" else {"do": "garment", "category": "auto"}
    # Looked at before anything is stored: a picture that cannot be used leaves nothing behind.
    known, facts = analyse(studio, photo, task, secrets.token_hex(8), _silent)
    identity = studio.vault.put(session, kind, photo)
    row = Picture(
        id=identity,
        session=session,
        kind=kind,
        width=facts["width"],
        height=facts["height"],
        category=facts.get("category"),
        attributes=facts.get("attributes", {}),
        warnings=[*decoded.notes, *facts["warnings"]],
        created_at=datetime.now(UTC),
        expires_at=expires_at,
    )
    with studio.database.write() as base:
        first = None if key is None else _uploaded(base, session, key)
        if first is None:
            base.add(row)
            base.flush()
            if key is not None:
                about = {"owner": session, "key": key.key, "fingerprint": key.fingerprint}
                base.add(Upload(**about, picture=identity, created_at=row.created_at))
    if first is not None:  # the same upload came twice at the same time, and the other one was faster
        studio.vault.erase(session, identity)
        return first
    _keep(studio, session, identity, _name(task), known)
    return row


def _uploaded(base: Session, session: str, key: Key) -> Picture | None:
    """The picture that the first upload under this key made, if it is still there; raises KeyReused."""
    upload = used(base, Upload, session, key)
    return None if upload is None else base.get(Picture, upload.picture)


def _known(
    studio: Studio, session: str, kind: str, identity: str, task: dict[str, Any], key: str, report: Report
) -> Known:
    if identity.startswith(PREFIX):
        return _sample(studio, kind, identity, task, key, report)
    find(studio, session, kind, identity)
    photo = studio.vault.get(session, identity)
    with studio.database.read() as base:
        kept = base.scalar(select(Analysis.object).where(Analysis.picture == identity, Analysis.version == _name(task)))
    if kept is not None:
        return Known(photo, studio.vault.get(session, kept))
    known, _ = analyse(studio, photo, task, key, report)
    _keep(studio, session, identity, _name(task), known)
    return known


def _keep(studio: Studio, session: str, identity: str, name: str, known: Known) -> None:
    kept = studio.vault.put(session, f"analysis/{identity}", known.analysis)
    with studio.database.write() as base:
        # Erased meanwhile, or measured by another job at the same time: then this one is not wanted.
        row = base.get(Picture, identity)
        there = row is not None and row.expires_at > datetime.now(UTC)
        wanted = there and base.get(Analysis, (identity, name)) is None
        if wanted:
            base.add(Analysis(picture=identity, version=name, object=kept))
    if not wanted:
        studio.vault.erase(session, kept)


def _sample(studio: Studio, kind: str, identity: str, task: dict[str, Any], key: str, report: Report) -> Known:
    photo = studio.demo.get(identity, "person" if kind == "photo" else "garment").path.read_bytes()
    name = f"demo/{hashlib.sha256(photo).hexdigest()[:32]}-{_name(task)}"
    try:
        return Known(photo, studio.cache.get(name))
    except BlobMissing:
        known, _ = analyse(studio, photo, task, key, report)
        studio.cache.put(name, known.analysis)
        return known


def _person(studio: Studio) -> dict[str, Any]:
    return {"do": "person", "moderation": studio.preferences.now.moderation}


def _name(task: dict[str, Any]) -> str:
    return "-".join((task["do"], task.get("category", ""), version())).replace("--", "-")


def _silent(_stage: str, _share: float) -> None:
    """Nobody watches an upload's progress."""
