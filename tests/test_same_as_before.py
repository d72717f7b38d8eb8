"""The samples give the cube and the findings they gave before the house was put into rooms (issue 9).

`same_as_before.json` holds, one line per part, a digest of what commit 445a131 made of the samples: of every indicator
its rows in the cube, of every check its findings. Where a later change moves a part on purpose, its line goes from
there and is entered under `moved` as `"name": "why"`; no part leaves in silence.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tuanqing.store.warehouse.snapshot import Snapshot

FROZEN = json.loads((Path(__file__).parent / "same_as_before.json").read_text("utf-8"))
PARTS = 165  # so many were frozen
LATEST = """
    SELECT area_code, unit, detail
    FROM finding JOIN (SELECT area_code AS place_code, max(period) AS period FROM month_end GROUP BY ALL)
        USING (place_code, period)
    WHERE check_name = ?
"""
KEYED = re.compile("志愿者[0-9a-f]{6}")  # people go by keys, made with a secret of each warehouse's own


def digest(rows: Iterable[tuple]) -> str:
    """Ten signs for a set of rows in any order. The last digits of a float are nobody's figure."""
    lines = sorted(repr(tuple(map(_plain, row))) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:10]


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    return f"{value:.12g}" if isinstance(value, float) else KEYED.sub("志愿者", str(value))


@pytest.fixture(scope="module")
def snapshot(samples) -> Iterator[Snapshot]:
    with closing(samples.read()) as snapshot:
        yield snapshot


# One test each, not one per part: `pytest -k <an indicator>` would wait for the samples.
def test_every_indicator_has_the_rows_it_had(snapshot: Snapshot):
    sql = (
        "SELECT dimension, member, area_code, grain, period, numerator, denominator, value, lower_bound "
        "FROM cube WHERE indicator = ?"
    )
    now = {name: digest(snapshot.execute(sql, [name]).fetchall()) for name in FROZEN["cube"]}

    assert now == FROZEN["cube"]


def test_every_check_finds_what_it_found(snapshot: Snapshot):
    now = {name: digest(snapshot.execute(LATEST, [name]).fetchall()) for name in FROZEN["findings"]}

    assert now == FROZEN["findings"]


def test_a_part_no_longer_compared_is_named_with_its_reason():
    still, moved = FROZEN["cube"].keys() | FROZEN["findings"].keys(), FROZEN["moved"]

    assert len(still | moved.keys()) == len(still) + len(moved) == PARTS
    assert all(len(reason) > 20 for reason in moved.values())
