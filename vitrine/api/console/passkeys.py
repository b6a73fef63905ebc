"""One's own passkeys."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from vitrine.api import staff
from vitrine.api.access import Here
from vitrine.api.console.shapes import Ceremony, NewPasskey, Passkey, Passkeys
from vitrine.api.staff import Signed
from vitrine.errors import Gone

router = APIRouter(prefix="/passkeys")


@router.get("")
def several(here: Here, signed: Signed) -> Passkeys:
    """One's own passkeys."""
    rows = here.staff.passkeys.of(signed.account.id)
    items = [
        Passkey(id=row.id, label=row.label, host=row.host, created_at=row.created_at, used_at=row.used_at)
        for row in rows
    ]
    return Passkeys(items=items)


@router.post("/options")
def options(request: Request, here: Here, signed: Signed) -> Ceremony:
    """What the browser needs to make a passkey."""
    return Ceremony(**here.staff.passkeys.registering(signed.account, staff.site(request)))


@router.post("", status_code=201)
def add(request: Request, here: Here, signed: Signed, made: NewPasskey) -> Passkeys:
    """Keep a passkey that the browser has made."""
    passkeys = here.staff.passkeys
    passkeys.register(signed.account, staff.site(request), made.challenge_id, made.credential, made.label)
    return several(here, signed)


@router.delete("/{identity}", status_code=204)
def remove(here: Here, signed: Signed, identity: Annotated[str, Path(max_length=1400)]) -> Response:
    """Remove a passkey of one's own."""
    if not here.staff.passkeys.remove(signed.account.id, identity):
        raise Gone
    return Response(status_code=204)
