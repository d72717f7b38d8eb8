"""The stricter readings of a sequence: golden vectors, and random people against definitions tried out in Python."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, product

import duckdb
import polars as pl
import pytest

from tuanqing.define.errors import Refused
from tuanqing.measure.sequence import MODES, levels
from tuanqing.store.warehouse.snapshot import Snapshot

DAY = date(2023, 1, 1)
Row = tuple[int, int, int]  # day, row, step


def found(people: Sequence[Sequence[Row]], steps: int, **asked) -> list[int]:
    """How far each person came."""
    rows = [
        (n, DAY + timedelta(day), row, step) for n, events in enumerate(people) for day, row, step in events
    ]
    schema = {"person": pl.Int64, "on_date": pl.Date, "row": pl.Int64, "step": pl.Int64}
    with duckdb.connect() as con:
        con.register("event", pl.DataFrame(rows, schema=schema, orient="row"))
        reached = dict(levels(Snapshot("people", con), "event", steps, **asked).iter_rows())
    return [reached.get(n, 0) for n in range(len(people))]


def line(text: str) -> list[Row]:
    """`A0 B10 AB20` as rows; letters alone follow each other day by day; X is foreign."""
    parts = text.split() if " " in text or text[-1].isdigit() else list(text)
    rows = []
    for n, part in enumerate(parts):
        day = int("".join(c for c in part if c.isdigit()) or n)
        rows += [(day, n, "XABCD".index(c)) for c in part if c.isalpha()]
    return rows


@pytest.mark.parametrize(
    ("sequence", "mode", "within", "level"),
    [  # statistics.md d.8
        ("ABCD", "ordered", 100, 4),
        ("ABCBD", "ordered", 100, 4),
        ("ABCBD", "strict_deduplication", 100, 3),
        ("ABDC", "ordered", 100, 3),
        ("ABDC", "strict_order", 100, 2),
        ("AXB", "ordered", 100, 2),
        ("AXB", "strict_order", 100, 1),
        ("XAB", "strict_order", 100, 2),
        ("ABAC", "strict_order", 100, 2),
        ("ABBC", "strict_order", 100, 2),
        ("AABC", "strict_order", 100, 3),
        ("BA", "ordered", 100, 1),
        ("BAB", "ordered", 100, 2),
        ("AABC", "ordered", 100, 3),
        ("AABC", "strict_deduplication", 100, 3),
        ("B5 A5", "ordered", 100, 2),
        ("B5 A5", "strict_increase", 100, 1),
        ("AB5", "ordered", 100, 2),
        ("AB5", "strict_once", 100, 1),
        ("A0 B10", "ordered", 10, 2),
        ("A0 B11", "ordered", 10, 1),
        ("A0 A30 B45 C75", "ordered", 60, 3),
        ("DCBA", "any_order", 100, 4),
        ("D0 B5 A11", "any_order", 10, 2),
        ("A1 B2 B5 C5", "strict_increase", 100, 3),  # the earlier B leaves room for C
    ],
)
def test_a_golden_vector(sequence, mode, within, level):
    assert found([line(sequence)], 4, mode=mode, within=within) == [level]


def chains(events: Sequence[Row], steps: int, within: int | None, *, later_day: bool) -> int:
    """The longest chain of steps there is, by trying every choice of events."""
    for length in range(steps, 0, -1):
        choices = [[day for day, _row, step in events if step == n] for n in range(1, length + 1)]
        for days in product(*choices):
            rising = all(a < b if later_day else a <= b for a, b in pairwise(days))
            if rising and (within is None or days[-1] - days[0] <= within):
                return length
    return 0


def told(events: Sequence[Row], within: int | None, mode: str) -> int:
    """What a reader going through the events says, who remembers for each step the start that led there."""
    start: dict[int, int] = {}
    for day, _row, step in sorted(events, key=lambda each: (each[0], each[2])):
        in_turn = step == len(start) + 1 or (step == 1 and len(start) < 2)
        if mode == "strict_order" and start and not in_turn:
            break
        if mode == "strict_deduplication" and step > 1 and step in start:
            break
        if step == 1:
            start[1] = day
        elif step - 1 in start and step > 1 and (within is None or day - start[step - 1] <= within):
            start[step] = start[step - 1]
    return len(start)


def once(events: Sequence[Row], steps: int, within: int | None) -> int:
    """The longest chain over rows, each of them giving one step at most."""
    rows: dict[tuple[int, int], set[int]] = {}
    for day, row, step in events:
        rows.setdefault((day, row), set()).add(step)
    best = 0
    ordered = sorted(rows.items(), key=lambda each: (each[0][0], min(each[1]), each[0][1]))
    for n, ((begun, _row), named) in enumerate(ordered):
        level = 1 if 1 in named else 0
        for (day, _other), meant in ordered[n + 1 :] if level else []:
            if level + 1 in meant and level < steps and (within is None or day - begun <= within):
                level += 1
        best = max(best, level)
    return best


def wanted(events: Sequence[Row], within: int | None, mode: str) -> int:
    match mode:
        case "ordered" | "strict_increase":
            return chains(events, 3, within, later_day=mode == "strict_increase")
        case "strict_once":
            return once(events, 3, within)
        case "any_order":
            spans = [
                {step for day, _row, step in events if step and begun <= day <= begun + (within or 99)}
                for begun, _row, _step in events
            ]
            return max(map(len, spans), default=0)
        case _:
            return told(events, within, mode)


@pytest.mark.parametrize("within", [6, None])
@pytest.mark.parametrize("mode", MODES)
def test_ten_thousand_random_people_fare_as_the_definition_says(mode, within):
    draw, people = random.Random(5), []
    for _person in range(10_000):
        rows = []
        for row in range(draw.randrange(8)):
            day, means = draw.randrange(12), draw.sample(range(4), 2 if draw.random() < 0.2 else 1)
            rows += [(day, row, step) for step in means]
        people.append(rows)
    assert found(people, 3, mode=mode, within=within) == [wanted(rows, within, mode) for rows in people]


def test_an_unknown_mode_is_refused_with_the_known_ones():
    with pytest.raises(Refused, match="strict_order"):
        found([], 3, mode="loosely")
