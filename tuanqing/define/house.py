"""Where this program and what it is told lie: beside each other in a clone, inside the package where it is installed."""

from pathlib import Path

from tuanqing.define.errors import Refused
from tuanqing.define.language import _

PACKAGE = Path(__file__).resolve().parent.parent
INSTALLED = PACKAGE / "_house"  # what a wheel brings of the folders beside the package
ROOT = INSTALLED if INSTALLED.is_dir() else PACKAGE.parent
APP = ROOT / "app.py"
CONTRACTS = ROOT / "data" / "contracts"
RULES = ROOT / "data" / "rules"
CORRECTIONS = ROOT / "data" / "corrections"
REPORTS = ROOT / "data" / "reports"
LETTERS = ROOT / "data" / "letters"  # Word files with placeholders, to begin with
SAMPLES = ROOT / "data" / "samples"
QUERIES = ROOT / "queries"
PAGES = ROOT / "pages"
ACCESS = ROOT / "data" / "access.toml"
NEEDED = (CONTRACTS, RULES, REPORTS, QUERIES, PAGES)


def place(file: Path) -> str:
    """`file` as a reader of the project would name it: from the root down, or as it is."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def whole() -> None:
    """Raises Refused where the program came without what it is told: it would find nothing to measure, and say so."""
    missing = [place(folder) for folder in NEEDED if not (folder.is_dir() and any(folder.iterdir()))]
    missing += [place(file) for file in (APP, ACCESS) if not file.is_file()]
    if missing:
        raise Refused(
            _(
                "This installation is incomplete: {missing} came not with it. Install the whole of it again: "
                "pip install --force-reinstall with the .whl, or start from a complete copy of the project."
            ).format(missing=", ".join(missing))
        )
