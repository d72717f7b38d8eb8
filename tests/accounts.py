"""Accounts for tests: one of each role, with a password whose digest costs nothing."""

from pathlib import Path

import pytest

from tuanqing.define.access import access
from tuanqing.store.access import accounts

PASSWORD = "Neun Pferde 9"


def make(folder: Path, area: str, monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    """An account of each role, named like the role, in `area`."""
    patch = monkeypatch or pytest.MonkeyPatch()
    patch.setattr(accounts, "COST", {"n": 2**4, "r": 1, "p": 1})
    for role in sorted(access().roles, key=lambda role: role != "administrator"):
        accounts.add(folder, role, role, [area], PASSWORD)
    if monkeypatch is None:
        patch.undo()
