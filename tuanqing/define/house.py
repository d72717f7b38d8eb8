"""Where the data files and queries of this house lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = ROOT / "data" / "contracts"
RULES = ROOT / "data" / "rules"
CORRECTIONS = ROOT / "data" / "corrections"
REPORTS = ROOT / "data" / "reports"
SAMPLES = ROOT / "data" / "samples"
QUERIES = ROOT / "queries"
PAGES = ROOT / "pages"


def place(file: Path) -> str:
    """`file` as a reader of the project would name it: from the root down, or as it is."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name
