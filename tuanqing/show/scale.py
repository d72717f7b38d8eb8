"""Drawing to scale: how long a bar is, beside others of its kind. A place on paper comes out, never a figure."""

from collections.abc import Iterable
from typing import Any


def top(values: Iterable[Any]) -> float:
    """Where a scale from 0 ends: the greatest of the values that are there; 1 where none is above 0."""
    return float(max((value for value in values if value), default=0)) or 1.0


def width(value: Any, end: float) -> str:
    """CSS for a bar of a value (None as 0) on a scale from 0 to `end`, e.g. `width:41.67%`."""
    return f"width:{100 * float(value or 0) / end:.2f}%"
