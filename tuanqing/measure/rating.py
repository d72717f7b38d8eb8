"""Ratings: how many organisations rose, fell and kept their stars, and how far a rate has come towards its targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuanqing.measure.figure import Figure

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """From one rating to the next: how many of the organisations rated both times rose, fell and kept their stars."""

    rose: int
    fell: int
    kept: int


def moved(rows: Sequence[Row]) -> Moved:
    """Of a list's rows with star_before, star and organisations; who was not rated before is not counted."""
    counts = [0, 0, 0]
    for row in rows:
        if row["star_before"]:
            way = 0 if row["star"] > row["star_before"] else 1 if row["star"] < row["star_before"] else 2
            counts[way] += row["organisations"]
    return Moved(*counts)


def matrix(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """Of a list's rows with star_before, star and organisations: how many went from which ("": none) to which."""
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        way = (row["star_before"] or "", row["star"])
        cells[way] = cells.get(way, 0) + row["organisations"]
    return cells


@dataclass(frozen=True)
class Reached:
    """A target and how far a figure has come: `done` is the count or the rate, `share` per cent of the target.

    `status`: no_data, partial, unsure (known as "at least" only), met or missed.
    """

    title: str
    unit: str  # count | percent
    target: float
    done: float | None
    share: float | None
    status: str


def reached(figure: Figure, targets: Sequence[Row]) -> list[Reached]:
    """A rate's figure against targets (title, unit, target): its numerator where they count, its value where they do not."""
    found = []
    for row in targets:
        done = figure.numerator if row["unit"] == "count" else figure.value
        if figure.value is None:
            done = None
        share = None if done is None else 100 * float(done) / float(row["target"])
        status = "no_data" if share is None else "met" if share >= 100 else "missed"
        if figure.is_partial:
            status = "partial"
        elif figure.lower_bound and status == "missed":
            status = "unsure"
        found.append(
            Reached(
                row["title"],
                row["unit"],
                float(row["target"]),
                None if done is None else float(done),
                share,
                status,
            )
        )
    return found
