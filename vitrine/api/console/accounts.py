"""Who may use the console: an owner's matter."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from vitrine.api import staff
from vitrine.api.access import Here
from vitrine.api.console.entrance import person
from vitrine.api.console.shapes import ChangeRole, Invite, Invited, People, Person
from vitrine.api.staff import Owner
from vitrine.privacy.accounts import NoSuchAccount

router = APIRouter(prefix="/accounts")
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


@router.get("")
def several(here: Here, _owner: Owner) -> People:
    """All accounts."""
    return People(items=[person(one) for one in here.staff.accounts.all()], invited=here.staff.invitations.open())


@router.post("/invitations", status_code=201)
def invite(request: Request, here: Here, _owner: Owner, asked: Invite) -> Invited:
    """A link that makes an account of this role, or sets an account's password."""
    if asked.account is None:
        text = here.staff.invitations.invite(asked.role)
    else:
        found = [one for one in here.staff.accounts.all() if one.id == asked.account]
        if not found:
            raise NoSuchAccount
        text = here.staff.invitations.renew(found[0])
    return Invited(link=f"{staff.site(request).origin}/console#/welcome/{text}")


@router.patch("/{account}")
def change(here: Here, _owner: Owner, account: Id, asked: ChangeRole) -> Person:
    """Another role."""
    return person(here.staff.accounts.set_role(account, asked.role))


@router.delete("/{account}", status_code=204)
def remove(here: Here, _owner: Owner, account: Id) -> Response:
    """Remove an account; its browsers are signed out."""
    here.staff.accounts.remove(account)
    return Response(status_code=204)
