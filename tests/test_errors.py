"""Every error that a person may see: in English and Chinese, with a remedy, and in the reference. No exemptions."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "errors.md"


def classes() -> dict[str, ast.ClassDef]:
    """Read from the source, so that no extra need be installed to see the errors of what it carries."""
    files = sorted((ROOT / "vitrine").rglob("*.py"))
    assert len(files) > 50
    every = {n.name: n for f in files for n in ast.walk(ast.parse(f.read_text("utf8"))) if isinstance(n, ast.ClassDef)}
    known = {"VitrineError"}
    while True:
        more = {n for n, c in every.items() if known & set(map(base_name, c.bases))} - known
        if not more:
            return {name: every[name] for name in sorted(known)}
        known |= more


def own(node: ast.ClassDef) -> dict[str, str]:
    """What a class itself says: its docstring's first line and its constants."""
    said = {"en": (ast.get_docstring(node) or "?").splitlines()[0]}
    for item in node.body:
        if isinstance(item, ast.AnnAssign | ast.Assign) and isinstance(item.value, ast.Constant):
            target = item.target if isinstance(item, ast.AnnAssign) else item.targets[0]
            said[ast.unparse(target)] = str(item.value.value)
    return said


def texts(name: str) -> dict[str, str]:
    """What a class says, with what it takes over from its bases."""
    bases = [b for b in map(base_name, CLASSES[name].bases) if b in CLASSES]
    return (texts(bases[0]) if bases else {}) | own(CLASSES[name])


def base_name(base: ast.expr) -> str:
    return ast.unparse(base).rpartition(".")[2]


def carries_another(node: ast.ClassDef) -> bool:
    """An envelope: it says what the error in it says, and has no text of its own."""
    return any(
        isinstance(item, ast.FunctionDef) and item.name == "described" for item in node.body
    ) and "code" not in own(node)


CLASSES = classes()
SPEAKING = [name for name, node in CLASSES.items() if not carries_another(node)]


def entry(name: str) -> str:
    said = texts(name)
    return (
        f"### {said['code']}\n\n{said['en']} {said['remedy']}\n\n"
        f"{said['zh']}{said['remedy_zh']}\n\nHTTP {said['status']} · `{name}`\n"
    )


@pytest.mark.parametrize("name", SPEAKING)
def test_an_error_speaks_both_languages_and_says_what_to_do(name: str) -> None:
    said = texts(name)
    assert {"code", "zh"} <= set(own(CLASSES[name])), "a code and a Chinese message of its own"
    assert ("remedy" in own(CLASSES[name])) == ("remedy_zh" in own(CLASSES[name]))
    assert said["en"].endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", said["code"])
    for text in ("zh", "remedy_zh"):
        assert re.search(r"[\u4e00-\u9fff]", said[text])
        assert said[text].endswith("。")


@pytest.mark.parametrize("name", SPEAKING)
def test_an_error_is_in_the_reference(name: str) -> None:
    assert entry(name) in PAGE.read_text("utf8"), f"docs/reference/errors.md lacks:\n\n{entry(name)}"


def test_the_reference_has_no_error_that_is_none() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text("utf8"), re.M)
    assert sorted(headings) == sorted(texts(name)["code"] for name in SPEAKING)


def test_no_two_errors_share_a_code() -> None:
    codes = [texts(name)["code"] for name in SPEAKING]
    assert len(codes) == len(set(codes))
    assert len(codes) > 30
