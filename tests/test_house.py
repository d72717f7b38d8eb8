"""The laws of the house. Each was broken once on purpose to see it fail."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tuanqing.define import contract, query
from tuanqing.define.errors import Malformed
from tuanqing.define.house import CONTRACTS, QUERIES, ROOT

FLOORS = ["define", "store", "measure", "show", "ui"]
PACKAGE = ROOT / "tuanqing"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def imports(file: Path) -> set[str]:
    """The dotted names a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def floor(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_only_go_down(file: Path):
    if floor(file) not in FLOORS:
        return  # cli, demo and __init__ stand beside the top floor
    allowed = FLOORS[: FLOORS.index(floor(file)) + 1]
    for name in imports(file):
        if name.startswith("tuanqing.") and name.split(".")[1] in [*FLOORS, "cli", "demo"]:
            assert name.split(".")[1] in allowed, name


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_streamlit_is_imported_in_ui_only_and_duckdb_in_store_and_measure(file: Path):
    roots = {name.split(".")[0] for name in imports(file)}
    if floor(file) != "ui":
        assert "streamlit" not in roots
    if floor(file) not in ("store", "measure", "cli.py"):
        assert "duckdb" not in roots


def test_the_ground_floor_uses_the_standard_library_only():
    import sys

    for file in (PACKAGE / "define").glob("*.py"):
        for name in imports(file):
            assert name.split(".")[0] in {*sys.stdlib_module_names, "tuanqing"}, (file.name, name)


def test_the_package_names_no_indicator_and_no_dataset():
    """`area` and the calendar are machinery; everything else shows up by itself."""
    names = {*query.load_all().queries, *contract.load_all()} - {"area"}
    for file in SOURCES:
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                words = set(re.findall(r"[a-z][a-z0-9_]+", node.value))
                named = {name for name in names & words if "_" in name}
                assert not named, f"{file.relative_to(ROOT)}:{node.lineno} names {named}"


def test_no_page_lies_directly_in_pages_and_none_is_long():
    assert not list((ROOT / "pages").glob("*.py"))
    for page in (ROOT / "pages").rglob("*.py"):
        assert len(page.read_text("utf-8").splitlines()) <= 120, page.name


def test_no_file_is_longer_than_four_hundred_lines():
    for file in [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        assert len(file.read_text("utf-8").splitlines()) <= 400, file.relative_to(ROOT)


def test_no_drawer_for_odds_and_ends():
    for folder in PACKAGE.rglob("*"):
        assert folder.stem not in ("utils", "helpers", "common", "misc")


def test_every_query_has_front_matter_an_owner_and_a_worked_example():
    library = query.load_all()
    assert len(library.indicators) >= 30
    for name in library.queries:
        assert next(QUERIES.glob(f"*/{name}.txt")).exists()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace("owner ", "ownr "), "unknown key `ownr`"),
        (lambda text: re.sub(r"owner .*\n", "", text), "lacks `owner`"),
        (lambda text: re.sub(r"better .*\n", 'better = "bigger"\n', text), "`better` is “bigger”"),
        (lambda text: re.sub(r"reviewed .*\n", 'reviewed = "yesterday"\n', text), "`reviewed` is str"),
        (lambda text: text.replace("/*", "--", 1), "has no front matter"),
    ],
)
def test_a_malformed_query_is_refused_naming_file_key_and_cure(tmp_path: Path, change, complaint: str):
    source = next(QUERIES.glob("*/youth_home_township_coverage.sql"))
    folder = tmp_path / "queries" / "topic"
    folder.mkdir(parents=True)
    (folder / "x.sql").write_text(change(source.read_text("utf-8")), "utf-8")
    (folder / "x.txt").write_text(source.with_suffix(".txt").read_text("utf-8"), "utf-8")
    with pytest.raises(Malformed, match=re.escape(complaint)):
        query.load(folder / "x.sql")


def test_an_indicator_without_a_worked_example_does_not_load(tmp_path: Path):
    source = next(QUERIES.glob("*/youth_home_township_coverage.sql"))
    (tmp_path / "x.sql").write_text(source.read_text("utf-8"), "utf-8")
    with pytest.raises(Malformed, match="no worked example"):
        query.load(tmp_path / "x.sql")


def test_within_one_contract_no_header_names_two_columns():
    from tuanqing.store.cell.text import squeeze

    for file in CONTRACTS.glob("*.toml"):
        seen: dict[str, str] = {}
        for column in contract.load(file).columns.values():
            for header in column.header:
                assert seen.setdefault(squeeze(header), column.name) == column.name, (file.name, header)


def test_nothing_of_this_machine_and_nothing_unfinished_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        file = ROOT / name
        if (
            file.suffix in (".py", ".sql", ".toml", ".md", ".po", ".yml")
            and file.exists()
            and name != "tests/test_house.py"
        ):
            text = file.read_text("utf-8")
            assert not re.search(r"(?<![\w.])/(work|root|farm)/\w", text), name
            assert not re.search(r"\b(TODO|FIXME|NotImplementedError)\b", text), name
