"""Writes what is made from vitrine/formats: JSON Schema (docs/reference/schemas/) and TypeScript (web/core/formats.ts).

    .venv/bin/python scripts/contracts.py [--check]

Run it after a change of a contract; `--check` writes nothing and fails where a file is out of date.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from vitrine.catalog.decision import Decision
from vitrine.formats.facts import Facts
from vitrine.formats.rig import Rig

ROOT = Path(__file__).parents[1]
CONTRACTS: dict[str, type[BaseModel]] = {"rig": Rig, "facts": Facts, "decision": Decision}
WIDTH = 120
"""Of a line, as web/biome.json says."""
HEAD = "// Made by scripts/contracts.py from vitrine/formats and vitrine/catalog; do not edit.\n"
WORDS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def typed(schema: dict[str, Any]) -> str:
    """The TypeScript type of a JSON Schema."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "const" in schema:
        return quoted(schema["const"])
    if "enum" in schema:
        return " | ".join(map(quoted, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(typed, schema["anyOf"])))
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(map(typed, schema['prefixItems']))}]"
        inner = typed(schema["items"])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if schema.get("type") == "object" and "additionalProperties" in schema and "properties" not in schema:
        keys = schema.get("propertyNames", {"type": "string"})
        return f"Record<{typed(keys)}, {typed(schema['additionalProperties'])}>"
    return WORDS[schema["type"]]


def quoted(value: object) -> str:
    """A literal as TypeScript writes it here."""
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)


def interface(name: str, schema: dict[str, Any]) -> str:
    """One exported interface; every field is there in what the server writes."""
    lines = [f"export interface {name} {{"]
    for field, inner in schema["properties"].items():
        said = inner.get("description", "")
        if said:
            lines.append(f"  /** {' '.join(said.split())} */")
        lines += property_lines(field, typed(inner))
    return "\n".join([*lines, "}"])


def property_lines(field: str, what: str) -> list[str]:
    """A property; a long union is broken as biome breaks it."""
    one = f"  {field}: {what};"
    if len(one) <= WIDTH or " | " not in what or what.startswith("Record<"):
        return [one]
    if what.endswith(")[]"):
        return [f"  {field}: (", *(f"    | {part}" for part in what[1:-3].split(" | ")), "  )[];"]
    return [f"  {field}:", *(f"    | {part}" for part in f"{what};".split(" | "))]


def made() -> dict[Path, str]:
    """Every file and its text."""
    out = {}
    for name, contract in CONTRACTS.items():
        schema = contract.model_json_schema(mode="serialization")
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        text = json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"
        out[ROOT / "docs" / "reference" / "schemas" / f"{name}.json"] = text
    both = models_json_schema([(c, "serialization") for c in CONTRACTS.values()])[1]["$defs"]
    interfaces = [interface(name, schema) for name, schema in sorted(both.items())]
    out[ROOT / "web" / "core" / "formats.ts"] = HEAD + "\n" + "\n\n".join(interfaces) + "\n"
    return out


def main() -> None:
    """Write the files, or with `--check` say which are out of date."""
    stale = [path for path, text in made().items() if not path.exists() or path.read_text("utf8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run scripts/contracts.py", file=sys.stderr)
        sys.exit(bool(stale))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made()[path], "utf8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
