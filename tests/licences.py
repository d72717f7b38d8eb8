"""Under which licence each package we stand on is used, read from what is installed into docs/licences.md.

`python -m tests.licences` writes it; tests/test_licences.py says when it is stale, or when a licence is none we may ship with.
"""

import re
from importlib.metadata import Distribution, distributions

from tuanqing.define.house import ROOT

FILE = ROOT / "docs" / "licences.md"
OPENING = """# Licences

Tuanqing itself: MIT (LICENSE). What it is built on and tested with, made from what is installed by `make licences`:

| package | version | licence |
|---|---|---|
"""
PERMITTED = re.compile(
    r"MIT(-CMU)?|(0|2-Clause |3-Clause )?BSD( License)?(-[23]-Clause)?|Apache(-| Software License| License)?[ -]?(2\.0)?|MPL-2\.0"
    r"|Mozilla Public License 2\.0 \(MPL 2\.0\)|PSF-2\.0|Zlib|CC0-1\.0|MIT License"
)


def licence(found: Distribution) -> str:
    """What a package says its licence is: the expression, else the classifiers, else the field's first line."""
    told = found.metadata
    if expression := told.get("License-Expression"):
        return expression
    classes = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    classes = [name for name in classes if name != "DFSG approved"]
    return classes[0] if classes else (told.get("License") or "").splitlines()[0]


def installed() -> dict[str, tuple[str, str]]:
    """By name: version and licence of each package but our own."""
    found = {each.metadata["Name"]: (each.version, licence(each)) for each in distributions()}
    return {name: found[name] for name in sorted(found, key=str.lower) if name != "tuanqing"}


def parts(words: str) -> list[str]:
    """The licences an expression names."""
    return [part.strip(" ()") for part in re.split(r" AND | OR ", words)] if " (" not in words else [words]


def markdown() -> str:
    """The page."""
    lines = (f"| {name} | {version} | {said} |" for name, (version, said) in installed().items())
    return OPENING + "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
