"""Schema and TypeScript are what the contracts say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from vitrine.formats.facts import CODES, Facts, Finding

ROOT = Path(__file__).parents[2]


def test_made_files_are_up_to_date():
    done = subprocess.run(
        [sys.executable, "scripts/contracts.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_schema_names_every_code_of_a_finding():
    schema = json.loads((ROOT / "docs/reference/schemas/rig.json").read_text("utf8"))
    assert tuple(schema["$defs"]["Finding"]["properties"]["code"]["enum"]) == CODES
    assert all(f"'{code}'" in (ROOT / "web/core/formats.ts").read_text("utf8") for code in CODES)


def test_a_contract_refuses_what_it_does_not_know():
    with pytest.raises(ValidationError):
        Finding.model_validate({"code": "cut-off", "weight": 0.5, "colour": "red"})
    with pytest.raises(ValidationError):
        Finding(code="cut-off", weight=1.5)


def test_the_heaviest_finding_of_a_code_counts():
    seen = (Finding(code="folded", weight=0.2), Finding(code="folded", weight=0.7), Finding(code="banner", weight=0.9))
    facts = Facts(
        width=9, height=9, kind="shirt", kind_confidence=1, category="tops", photo_type="flat-lay", findings=seen
    )
    found = facts.finding("folded")
    assert found is not None
    assert found.weight == 0.7
    assert facts.finding("blurred") is None
