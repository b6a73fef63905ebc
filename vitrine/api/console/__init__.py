"""The console's own calls: accounts, passkeys, keys, preferences, jobs. Products are at `vitrine.api.products`."""

from fastapi import APIRouter

from vitrine.api.console import accounts, entrance, jobs, keys, passkeys, preferences

router = APIRouter(prefix="/v1/console", tags=["console"])
for part in (entrance, passkeys, accounts, keys, preferences, jobs):
    router.include_router(part.router)
