"""Which members of a long row of like tests everybody runs, and which are left to CI (the marker `sweep`)."""

from collections.abc import Sequence
from typing import Any

import pytest


def some(items: Sequence[Any], every: int) -> list[Any]:
    """All items as parameters: each nth runs with `make test`, the others behind the marker `sweep`."""
    marks = pytest.mark.sweep
    return [
        item if n % every == 0
        else pytest.param(*(item if isinstance(item, tuple) else (item,)), marks=marks)
        for n, item in enumerate(items)
    ]  # fmt: skip
