"""The documentation is held to the code: verbs, settings and fences. No exemptions."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from vitrine.cli import VERBS
from vitrine.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_documented(verb: str) -> None:
    assert f"## vitrine {verb}\n" in (DOCS / "reference" / "cli.md").read_text("utf8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description
    assert f"### VITRINE_{name.upper()}\n\n{description}\n" in (DOCS / "reference" / "settings.md").read_text("utf8")


def fences() -> list[tuple[str, str]]:
    return [
        (str(page.relative_to(ROOT)), code)
        for page in PAGES
        for code in re.findall(r"^```python\n(.*?)^```", page.read_text("utf8"), re.M | re.S)
    ]


def test_there_are_pages_and_fences() -> None:
    assert len(PAGES) > 15
    assert len(fences()) >= 2


@pytest.mark.parametrize(("page", "code"), fences())
def test_a_fence_runs(page: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{page}:\n{code}\n{done.stderr}"
