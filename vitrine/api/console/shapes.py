"""The shapes of the console's calls."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from vitrine.api.shapes import JOB, TIME, Problem, answered, example
from vitrine.privacy.accounts import Role
from vitrine.privacy.preferences import Chosen

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
Password = Annotated[str, Field(min_length=1, max_length=200)]
Link = Annotated[str, Field(min_length=1, max_length=200, description="What stands after `#/welcome/` in the link.")]
Credential = Annotated[dict[str, Any], Field(description="`PublicKeyCredential.toJSON()` of the browser.")]


PERSON: dict[str, Any] = {"id": "5f0c3d2a9b8e7f61", "name": "mei", "role": "owner", "created_at": TIME}
PASSKEY: dict[str, Any] = {
    "id": "A1b2…",
    "label": "Mac",
    "host": "try.shop.example",
    "created_at": TIME,
    "used_at": None,
}
SHOP_KEY: dict[str, Any] = {
    "id": "0f3c5d7e9a1b2c4d",
    "role": "publishable",
    "label": "Shop",
    "origins": ["https://shop.example"],
    "text": "pk_…",
    "daily": 2000,
    "daily_own": False,
    "spent": 12,
    "staging": False,
    "created_at": TIME,
    "revoked_at": None,
    "seen_at": TIME,
    "seen_page": "https://shop.example/tee",
}
CHOSEN: dict[str, Any] = {
    "session_hours": 24,
    "visible_mark": "auto",
    "producer": "Vitrine",
    "moderation": "permissive",
    "languages": ["zh", "en"],
}
CREDENTIAL: dict[str, Any] = {"id": "A1b2…", "rawId": "A1b2…", "type": "public-key", "response": {}}


class Person(BaseModel):
    """An account."""

    model_config = answered(**PERSON)
    id: str
    name: str
    role: Role
    created_at: datetime


class Here(BaseModel):
    """Who is signed in, and how."""

    account: Person
    csrf: str = Field(description="Goes with every change, as `X-CSRF-Token`.")
    passkeys: int = Field(description="How many this account has.")


class Entrance(BaseModel):
    """Whether somebody is signed in."""

    model_config = answered(here=None, first=True, passkeys_work=True)
    here: Here | None
    first: bool = Field(description="There is no account yet: the link that `vitrine serve` prints makes the first.")
    passkeys_work: bool = Field(description="Whether a browser makes passkeys for this address: it needs a host name.")


class SignIn(BaseModel):
    """Sign in by password."""

    model_config = example(name="mei", password="four words make one")
    name: Name
    password: Password


class LookAtLink(BaseModel):
    """Ask what a link is for."""

    model_config = example(link="T2sP…")
    link: Link


class ForWhat(BaseModel):
    """What a link is for."""

    model_config = answered(role="owner", name=None)
    role: Role
    name: str | None = Field(description="The account whose password it sets; null: it makes an account.")


class Welcome(BaseModel):
    """Make an account, or set a password, by a link."""

    model_config = example(link="T2sP…", name="mei", password="four words make one")
    link: Link
    name: Name
    password: Password


class NewPassword(BaseModel):
    """Change one's own password."""

    model_config = example(old="four words make one", new="another four words")
    old: Password
    new: Password


class SignOut(BaseModel):
    """Sign out."""

    model_config = example(everywhere=True)
    everywhere: bool = False


class Ceremony(BaseModel):
    """Options for the browser's `navigator.credentials`."""

    model_config = answered(challenge_id="9c1e…", options={"challenge": "…", "rpId": "try.shop.example"})
    challenge_id: str
    options: dict[str, Any]


class NewPasskey(BaseModel):
    """What the browser has made."""

    model_config = example(challenge_id="9c1e…", credential=CREDENTIAL, label="Mac")
    challenge_id: str = Field(max_length=64)
    credential: Credential
    label: str = Field("", max_length=64)


class UsePasskey(BaseModel):
    """What the browser has signed."""

    model_config = example(challenge_id="9c1e…", credential=CREDENTIAL)
    challenge_id: str = Field(max_length=64)
    credential: Credential


class Passkey(BaseModel):
    """A passkey of one's own."""

    model_config = answered(**PASSKEY)
    id: str
    label: str
    host: str
    created_at: datetime
    used_at: datetime | None


class Passkeys(BaseModel):
    """One's own passkeys."""

    model_config = answered(items=[PASSKEY])
    items: list[Passkey]


class People(BaseModel):
    """All accounts."""

    model_config = answered(items=[PERSON], invited=0)
    items: list[Person]
    invited: int = Field(description="Links that nobody has used yet.")


class Invite(BaseModel):
    """Ask for a link."""

    model_config = example(role="editor")
    role: Role = "editor"
    account: str | None = Field(None, max_length=32, description="Whose password it shall set; null: a new account.")


class Invited(BaseModel):
    """A link, good once within two days."""

    model_config = answered(link="https://try.shop.example/console#/welcome/T2sP…")
    link: str


class ChangeRole(BaseModel):
    """Another role."""

    model_config = example(role="editor")
    role: Role


class MakeKey(BaseModel):
    """Ask for a key."""

    model_config = example(
        role="publishable", origins=["https://shop.example"], label="Shop", daily=None, staging=False
    )
    role: Literal["merchant", "publishable"] = "publishable"
    origins: list[Annotated[str, Field(max_length=300)]] = Field([], max_length=20)
    label: str = Field("", max_length=64)
    daily: int | None = Field(None, ge=0, le=10_000_000, description="Renderings a day; null: as the settings say.")
    staging: bool = Field(False, description="For a copy of the shop: sees products that are not published.")


class ChangeKey(BaseModel):
    """Other origins and uses."""

    model_config = example(origins=["https://shop.example"], label="Shop", daily=500, staging=False)
    origins: list[Annotated[str, Field(max_length=300)]] = Field([], max_length=20)
    label: str = Field("", max_length=64)
    daily: int | None = Field(None, ge=0, le=10_000_000)
    staging: bool = False


class Key(BaseModel):
    """An API key."""

    model_config = answered(**SHOP_KEY)
    id: str
    role: Literal["merchant", "publishable"]
    label: str
    origins: list[str]
    text: str | None = Field(description="The key itself, of a publishable one.")
    daily: int = Field(description="Renderings a day.")
    daily_own: bool = Field(description="Whether that is the key's own, not the settings'.")
    spent: int = Field(description="Renderings of today (UTC).")
    staging: bool
    created_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None = Field(description="When a page with this key was opened last.")
    seen_page: str | None = Field(description="Its origin and path.")


class Keys(BaseModel):
    """All keys, and what pages need to show the code to paste."""

    model_config = answered(items=[SHOP_KEY], server="https://try.shop.example")
    items: list[Key]
    server: str = Field(description="This server's origin, as the browser sees it.")


class NewKey(BaseModel):
    """A key that was made."""

    model_config = answered(key=SHOP_KEY, text="pk_…", webhook_secret=None)
    key: Key
    text: str = Field(description="A merchant's key is shown this once.")
    webhook_secret: str | None = Field(description="Signs the webhooks of a merchant's key.")


class Preferences(BaseModel):
    """What the shop has set."""

    model_config = answered(now=CHOSEN, bounds={"visible_mark": "auto"})
    now: Chosen
    bounds: dict[str, Any] = Field(description="Named by the environment: the console can only be more careful.")


class Work(BaseModel):
    """A job, without anything of its shopper."""

    id: str
    kind: str
    status: Literal["queued", "running", "done", "failed", "canceled"]
    stage: str
    progress: float
    garments: list[str] = Field(description="Products and demo pieces by name and size; shoppers' own are left out.")
    created_at: datetime
    seconds: float | None = Field(description="From the wish to its end.")
    warnings: list[str]
    failed_checks: list[str]
    error: Problem | None


WORK: dict[str, Any] = {
    "id": JOB,
    "kind": "try_on",
    "status": "done",
    "stage": "done",
    "progress": 1.0,
    "garments": [],
    "created_at": TIME,
    "seconds": 1.4,
    "warnings": [],
    "failed_checks": [],
    "error": None,
}


class Works(BaseModel):
    """The last jobs of all sessions and keys."""

    model_config = answered(items=[WORK], counts={"done": 1})
    items: list[Work]
    counts: dict[str, int] = Field(description="Jobs by status, of those that are not erased yet.")
