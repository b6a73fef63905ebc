"""Every setting, read from the environment (`VITRINE_NAME`); the defaults are right for one ordinary machine."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from vitrine.errors import BadInput


class BadSetting(BadInput):
    """A setting has a value that it cannot have."""

    code = "bad-setting"
    zh = "设置的值无效。"
    remedy = "docs/reference/settings.md lists the settings and their values."
    remedy_zh = "docs/reference/settings.md 列出了所有设置及其取值。"


class Settings(BaseSettings):
    """What a shop can set. Each field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix="VITRINE_", extra="ignore")

    home: Path = Field(
        default=Path("var"),
        description="Folder of all data: database, jobs, encrypted pictures, keys. Made at the first start.",
    )
    public_url: str | None = Field(
        default=None,
        description="Address under which the shop's servers reach this one, for links in webhooks and in "
        "`/v1/status`; without it, the address of the request is used.",
    )
    workers: int = Field(
        default=max(1, min(4, os.cpu_count() or 1)),
        ge=1,
        le=64,
        description="Rendering processes. Each holds the networks once (about 0.5 GB).",
    )
    queue_limit: int = Field(
        default=32,
        ge=1,
        description="Jobs that may wait or run at once; one more is answered with 429 and `Retry-After`.",
    )
    render_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Time after which a rendering is given up and its process replaced.",
    )
    session_hours: float = Field(
        default=24.0,
        gt=0,
        description="Hours after which a shopper's photos, results and all measured on them are erased.",
    )
    upload_bytes: int = Field(
        default=20 * 1024 * 1024,
        gt=0,
        description="Largest picture accepted, in bytes.",
    )
    upload_pixels: int = Field(
        default=50_000_000,
        gt=0,
        description="Largest picture accepted, in pixels (width times height).",
    )
    daily_renders: int = Field(
        default=2000,
        ge=0,
        description="Renderings a day for each publishable key and for the server's own page.",
    )
    visible_mark: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="The small visible mark on results that says they are edited: `auto` shows it to readers of "
        "Chinese, as GB 45438-2025 asks. The marks inside the file are always written.",
    )
    producer: str = Field(
        default="Vitrine",
        max_length=200,
        description="Who makes the results, for the `AIGC` metadata that GB 45438-2025 asks for: in China the "
        "operating company's name or code.",
    )
    fetch_allow: str = Field(
        default="",
        description="`host:port`, separated by commas: addresses inside the shop's own network that may be fetched "
        "from or called. Empty: none.",
    )


def read_settings() -> Settings:
    """The settings of this environment; raises BadSetting, which names the first that is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise BadSetting(f"VITRINE_{'_'.join(map(str, first['loc'])).upper()} ({first['msg']})") from None
