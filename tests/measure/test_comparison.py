"""Changes against the year before, and where there is none to tell."""

import duckdb
import pytest

from tuanqing.define import period as periods
from tuanqing.measure import comparison
from tuanqing.store.warehouse.snapshot import Snapshot

ROWS = "('T', 2023, 34591, {now}), ('T', 2022, 12000, {before})"


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [("false", "false", 188.3), ("true", "false", None), ("false", "true", None), ("true", "true", None)],
)
def test_between_lower_bounds_nobody_knows_the_change(library, now, before, change):
    indicator = library.indicators["volunteer_person_times"]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE area AS SELECT 'T' AS area_code, '岗王镇' AS name")
        con.execute(
            f"CREATE TABLE cube AS SELECT '{indicator.name}' AS indicator, '' AS dimension, area_code, 'year' AS grain, "
            "make_date(year, 1, 1) AS period, n::DECIMAL(38, 4) AS numerator, NULL::DECIMAL(38, 4) AS denominator, "
            f"n::DOUBLE AS value, lower_bound FROM (VALUES {ROWS.format(now=now, before=before)}) "
            "AS told(area_code, year, n, lower_bound)"
        )
        row = comparison.figures(Snapshot("two years", con), [indicator], ["T"], periods.parse("2023")).row(
            0, named=True
        )
    assert (row["value"], row["was_value"], row["against"]) == (34591, 12000, "year")
    assert row["change"] == (None if change is None else pytest.approx(change, abs=0.05))
    assert row["direction"] == (None if change is None else 1)
