"""Which quarter of its kind a figure lies in: what a map or a grid is shaded by."""

from collections.abc import Collection

ALIKE = 1  # the quarter of all, where all are alike


def quarter(value: float | None, among: Collection[float]) -> int:
    """0 (the least) to 3 (the most): how many quarters of `among`, which it is one of, lie below it."""
    if value is None or not among or min(among) == max(among):
        return ALIKE
    return min(3, 4 * sum(other < value for other in among) // len(among))
