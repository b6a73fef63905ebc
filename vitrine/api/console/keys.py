"""API keys: an owner makes and revokes them; everybody sees where their pages were seen."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from vitrine.api import staff
from vitrine.api.access import Here
from vitrine.api.console.shapes import ChangeKey, Key, Keys, MakeKey, NewKey
from vitrine.api.staff import Owner, Viewer
from vitrine.delivery.webhooks import secret
from vitrine.errors import BadKey
from vitrine.privacy.keys import ApiKey, Uses
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/keys")
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


@router.get("")
def several(request: Request, here: Here, _viewer: Viewer) -> Keys:
    """All keys, the newest first."""
    return Keys(items=_shown(here, here.keys.all()[::-1]), server=staff.site(request).origin)


@router.post("", status_code=201)
def make(here: Here, _owner: Owner, asked: MakeKey) -> NewKey:
    """A new key."""
    uses = Uses(asked.label, asked.daily, asked.staging)
    key, text = here.keys.create(asked.role, tuple(asked.origins), uses)
    signs = secret(here.webhook_root, key.id) if key.role == "merchant" else None
    return NewKey(key=_shown(here, [key])[0], text=text, webhook_secret=signs)


@router.patch("/{key}")
def change(here: Here, _owner: Owner, key: Id, asked: ChangeKey) -> Key:
    """Other origins and uses."""
    changed = here.keys.change(key, tuple(asked.origins), Uses(asked.label, asked.daily, asked.staging))
    return _shown(here, [changed])[0]


@router.delete("/{key}", status_code=204)
def revoke(here: Here, _owner: Owner, key: Id) -> Response:
    """End a key at once."""
    if not here.keys.revoke(key):
        raise BadKey
    return Response(status_code=204)


def _shown(here: Studio, keys: list[ApiKey]) -> list[Key]:
    spent = here.budget.spent()
    return [
        Key(
            id=key.id,
            role=key.role,
            label=key.uses.label,
            origins=list(key.origins),
            text=key.text,
            daily=here.budget.daily if key.uses.daily is None else key.uses.daily,
            daily_own=key.uses.daily is not None,
            spent=spent.get(key.id, 0),
            staging=key.uses.staging,
            created_at=key.created_at,
            revoked_at=key.revoked_at,
            seen_at=key.seen_at,
            seen_page=key.seen_page,
        )
        for key in keys
    ]
