"""The cube: every indicator, summed up the area tree, for every month, quarter, half-year and year.

Numerator and denominator are summed (or, for people, counted distinct) at each level and divided last: a county's
rate is never a mean of its townships' rates. The cube's size depends on areas × periods × indicators, not on how
many raw rows there are; pages read only the cube.
"""

from collections.abc import Collection, Mapping, Sequence

import duckdb

from tuanqing.define.contract import Contract
from tuanqing.define.errors import Malformed
from tuanqing.define.period import GRAINS, Period
from tuanqing.define.query import Indicator
from tuanqing.measure import lineage, silence, tree
from tuanqing.measure.months import Months

COLUMNS = """
    indicator VARCHAR,
    dimension VARCHAR,           -- '' for the whole, else the column it is broken down by
    member VARCHAR,              -- '' for the whole, else that column's value
    area_code VARCHAR,
    grain VARCHAR,
    period DATE,                 -- the first day
    numerator DECIMAL(38, 4),
    denominator DECIMAL(38, 4),  -- NULL for a plain count
    value DOUBLE,                -- numerator, or factor × numerator ÷ denominator; NULL when that cannot be, or the
                                 -- denominator is only known to be "at least": the quotient is then neither
    lower_bound BOOLEAN,         -- the source printed 余 or 多 somewhere in it
    loose BOOLEAN                -- and in the denominator
"""
PEOPLE = """
CREATE TABLE IF NOT EXISTS {schema}.person (indicator VARCHAR, unit VARCHAR, number UINTEGER);
CREATE TABLE IF NOT EXISTS {schema}.people (            -- who counts in an area and month, as sets of their numbers
    indicator VARCHAR, dimension VARCHAR, member VARCHAR, area_code VARCHAR, period DATE,
    block UINTEGER,              -- of numbers, those of each in one row
    numerator BIT, denominator BIT);
"""
LACKING = """
    indicator VARCHAR,
    period DATE,                 -- the month's first day
    area_code VARCHAR,
    unit VARCHAR,                -- of people NULL: they are counted, never listed
    numerator DECIMAL(38, 4),    -- less than the denominator
    denominator DECIMAL(38, 4),
    since DATE                   -- the first month of the unbroken gap
"""
NAMES = [
    line.split()[0] for line in COLUMNS.splitlines() if line.strip() and not line.strip().startswith("--")
]
MAIN = "main.cube"
_BLOCK = 1024  # people
_THEN = f"WHERE {tree.lies('area_path', 'month')}"  # of what lay where in a month


def end(con: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator], into: str = MAIN) -> None:
    """Take out what stood at the end of a quarter, half-year or year in a unit that had ended by then."""
    standing = [i.name for i in indicators if set(i.over_time.values()) == {"last"}]
    months = " ".join(f"WHEN '{grain}' THEN {months}" for grain, months in GRAINS.items())
    con.execute(
        f"""
        DELETE FROM {into} AS cube USING (
            SELECT area_code, max(until) AS until FROM area_path WHERE area_code = ancestor_code
            GROUP BY area_code HAVING max(until) < DATE '9999-01-01'
        ) AS own
        WHERE list_contains($1::VARCHAR[], cube.indicator) AND own.area_code = cube.area_code
            AND own.until > cube.period AND own.until < cube.period + to_months(CASE cube.grain {months} END)
        """,
        [standing],
    )


def fill(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    read: lineage.Reads,
    contracts: Mapping[str, Contract],
    schema: str = "main",
    only: str | None = None,
    months: Months | None = None,
) -> None:
    """One indicator into the figures of a schema: as a whole, and by each of its declared columns.

    `only`: a table of the area codes that are wanted, all when None. `months`: the months that are not as they were; their
    years are put together anew from them and from the months that stand. All when None; then nothing may be there yet.
    """
    if months is not None and not months:
        return
    into = table_of(schema)
    if indicator.compose:
        _compose(con, indicator, *indicator.compose, into, only, months)
        return
    given = [row[0] for row in con.execute(f"DESCRIBE indicator.{indicator.name}").fetchall()]
    select = facts(indicator, given)
    if months is not None:  # the range goes down to the rows, the months then pick from what it leaves
        select += f" WHERE period >= DATE '{min(months)}' AND period <= DATE '{Period(max(months)).last}'"
        select = f"SELECT * FROM ({select}) WHERE month IN ({_days(months)})"
    if only:
        below = f"SELECT area_code FROM area_path WHERE ancestor_code IN (SELECT area_code FROM {only})"
        select = f"SELECT * FROM ({select}) WHERE area_code IN ({below})"
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE facts AS {select}")
    except duckdb.ConversionException as fault:
        raise Malformed(
            indicator.name, f"gives what is no number or date: {fault}.", "Mend the SQL."
        ) from None
    lost = con.execute("SELECT count(*) FROM facts WHERE area_code IS NULL OR month IS NULL").fetchall()[0][0]
    if lost:
        raise Malformed(
            indicator.name,
            f"gives {lost} rows without area_code or period; no place would count them.",
            "Give every row both, or leave such rows out.",
        )
    if schema == "main" and has_gaps(indicator):
        hidden = "distinct" in indicator.over_time.values() or any(
            contracts[name].counted for name in read.columns
        )
        con.execute(f"INSERT INTO main.lacking {lacking(indicator, 'FROM facts', hidden)}")
    for dimension in ["", *indicator.by]:
        given = f'WHERE "{dimension}" IS NOT NULL' if dimension else ""
        con.execute(f"CREATE OR REPLACE TEMP TABLE monthly AS {monthly(dimension)}")
        if not dimension and not indicator.is_rate:
            silence.fill(con, indicator, read, contracts)
        if only:
            con.execute(f"DELETE FROM monthly WHERE area_code NOT IN (SELECT area_code FROM {only})")
        own = f"indicator = '{indicator.name}' AND dimension = '{dimension}'"
        if months is not None:
            con.execute(f"DELETE FROM monthly WHERE month NOT IN ({_days(months)})")
            con.execute(
                "INSERT INTO monthly BY NAME SELECT area_code, period AS month, member, numerator, denominator, lower_bound, "
                f"loose FROM {into} WHERE {own} AND grain = 'month' AND {_in_years('period', months)} "
                f"AND period NOT IN ({_days(months)})"
            )
            con.execute(f"DELETE FROM {into} WHERE {own} AND {_in_years('period', months)}")
        if "distinct" in indicator.over_time.values():
            _people(con, indicator, dimension, given, schema, months)
        _insert(con, indicator, dimension, into)


def facts(indicator: Indicator, given: Collection[str]) -> str:
    """SQL for an indicator's rows as they are rolled up; `given` are the columns its query has."""
    bound, loose = (
        f"coalesce({name}, false)" if name in given else "false"
        for name in ("lower_bound", "denominator_lower_bound")
    )
    by = "".join(f', "{name}"::VARCHAR AS "{name}"' for name in indicator.by)
    return (
        "SELECT area_code, date_trunc('month', period)::DATE AS month, unit::VARCHAR AS unit, "
        f"numerator::DECIMAL(18, 4) AS numerator, denominator::DECIMAL(18, 4) AS denominator, {bound} AS lower_bound, "
        f"{loose} AS loose{by} FROM indicator.{indicator.name}"
    )


def monthly(dimension: str) -> str:
    """SQL for the months of one breakdown of `facts`, summed up the tree."""
    return (
        f"SELECT ancestor_code AS area_code, month, {_member(dimension)} AS member, sum(numerator) AS numerator, "
        "sum(denominator) AS denominator, bool_or(lower_bound) AS lower_bound, bool_or(loose) AS loose "
        f"FROM {_of(dimension)} JOIN area_path USING (area_code) {_THEN} GROUP BY ALL"
    )


def people(dimension: str, grain: str) -> str:
    """SQL for how many people count in the periods of a grain, of one breakdown of `facts`: what `_people` finds by sets."""
    return (
        f"SELECT ancestor_code AS area_code, {_member(dimension)} AS member, '{grain}' AS grain, {_first(grain, 'month')} "
        "AS period, count(DISTINCT CASE WHEN numerator > 0 THEN unit END) AS numerator, "
        "count(DISTINCT CASE WHEN denominator > 0 THEN unit END) AS denominator "
        f"FROM {_of(dimension)} JOIN area_path USING (area_code) {_THEN} GROUP BY ALL"
    )


def finish(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    dimension: str,
    read: lineage.Reads,
    contracts: Mapping[str, Contract],
    into: str,
) -> None:
    """The figures of one breakdown from its months and, where people are counted, from `counted`: temporary tables that
    hold what `monthly` and `people` select, wherever that was worked out."""
    if not dimension and not indicator.is_rate:
        silence.fill(con, indicator, read, contracts)
    _insert(con, indicator, dimension, into)


def compose(con: duckdb.DuckDBPyConnection, indicator: Indicator, into: str) -> None:
    """The figures of a composed indicator from those of its two, which stand in `cube` already."""
    if indicator.compose:
        _compose(con, indicator, *indicator.compose, into, None, None)


def _member(dimension: str) -> str:
    return f"coalesce(\"{dimension}\", '')" if dimension else "''"


def _of(dimension: str) -> str:
    return f'(SELECT * FROM facts WHERE "{dimension}" IS NOT NULL)' if dimension else "facts"


def table_of(schema: str) -> str:
    """The table of the figures of a schema: of a look that is not the ordinary one those that differ."""
    return MAIN if schema == "main" else f"{schema}.redrawn"


def _days(months: Months) -> str:
    return ", ".join(f"DATE '{month}'" for month in sorted(months)) or "NULL"


def _in_years(day: str, months: Months | None) -> str:
    """SQL for whether a day lies in the years of these months."""
    if months is None:
        return "true"
    return f"year({day}) IN ({', '.join(map(str, sorted({month.year for month in months}))) or 'NULL'})"


def has_gaps(indicator: Indicator) -> bool:
    """Whether `main.lacking` lists whom it misses."""
    return indicator.unit == "percent" and not indicator.compose


def lacking(indicator: Indicator, facts: str, people: bool) -> str:
    """SQL for whom an indicator misses in each month, of `facts` (FROM …: area_code, month, unit, numerator, denominator)."""
    unit = "NULL" if people else "unit"
    return f"""
        SELECT '{indicator.name}', month, area_code, unit, numerator, denominator, since
        FROM (
            SELECT *, coalesce((max(month) FILTER (numerator >= denominator) OVER so_far + INTERVAL 1 MONTH)::DATE,
                min(month) OVER so_far) AS since
            FROM (
                SELECT area_code, month, {unit}::VARCHAR AS unit, sum(numerator) AS numerator, sum(denominator) AS denominator
                {facts} GROUP BY ALL
            )
            WINDOW so_far AS (PARTITION BY area_code, unit ORDER BY month)
        )
        WHERE numerator < denominator
    """


def _compose(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    over: str,
    under: str,
    into: str,
    only: str | None,
    months: Months | None,
) -> None:
    """A composed indicator into the cube: the rows there of one indicator over those of another."""
    keys = "dimension, member, area_code, grain, period"
    picked = (
        f"SELECT {keys}, numerator, lower_bound FROM cube WHERE list_contains($by, dimension) AND indicator ="
    )
    if months is not None:
        con.execute(
            f"DELETE FROM {into} WHERE indicator = '{indicator.name}' AND {_in_years('period', months)}"
        )
    con.execute(
        f"""
        INSERT INTO {into}
        SELECT $name, {keys}, over.numerator, under.numerator,
            CASE WHEN NOT coalesce(under.lower_bound, false)
                THEN {indicator.factor} * over.numerator::DOUBLE / nullif(under.numerator, 0)::DOUBLE END,
            coalesce(over.lower_bound, false) AND NOT coalesce(under.lower_bound, false), coalesce(under.lower_bound, false)
        FROM ({picked} $over) AS over FULL JOIN ({picked} $under) AS under USING ({keys})
        WHERE {f"area_code IN (SELECT area_code FROM {only})" if only else "true"} AND {_in_years("period", months)}
        """,
        {"name": indicator.name, "over": over, "under": under, "by": ["", *indicator.by]},
    )


def _first(grain: str, day: str) -> str:
    """SQL for the first day of the period of a grain that a day lies in."""
    months = GRAINS[grain]
    return (
        f"make_date(year({day}), ((month({day}) - 1) // {months}) * {months} + 1, 1)" if months > 1 else day
    )


def _people(
    con: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    dimension: str,
    given: str,
    schema: str,
    months: Months | None,
) -> None:
    """`counted`: how many people count in which area, grain and period.

    A set of people is some rows of a few hundred bits, a row for each block of people that any of the set is in: joining
    sets is one `bit_or`, also where everybody serves everywhere. People are numbered by where they are, so that those of
    a small place lie in few blocks. The sets of the months are kept, for a publish that changes one of them; those of the
    grains are made from them, finest first, in place.
    """
    named = f"{schema}.person WHERE indicator = '{indicator.name}'"
    con.execute(
        f"INSERT INTO {schema}.person SELECT '{indicator.name}', unit, row_number() OVER (ORDER BY min(area_code), unit) - 1 "
        f"+ (SELECT count(*) FROM {named}) FROM facts WHERE unit IS NOT NULL AND unit NOT IN (SELECT unit FROM {named}) "
        "GROUP BY unit"
    )
    own = f"indicator = '{indicator.name}' AND dimension = '{dimension}'"
    if months is not None:
        con.execute(f"DELETE FROM {schema}.people WHERE {own} AND period IN ({_days(months)})")
    bits = f"bitstring_agg((number % {_BLOCK})::USMALLINT, 0::USMALLINT, {_BLOCK - 1}::USMALLINT)"
    joined = "bit_or(numerator) AS numerator, bit_or(denominator) AS denominator"
    member = _member(dimension)
    con.execute(
        f"INSERT INTO {schema}.people SELECT '{indicator.name}', '{dimension}', member, ancestor_code, month, block, {joined} "
        f"FROM (SELECT area_code, month, {member} AS member, number // {_BLOCK} AS block, "
        f"{bits} FILTER (numerator > 0) AS numerator, {bits} FILTER (denominator > 0) AS denominator "
        f"FROM facts JOIN (FROM {named}) USING (unit) {given} GROUP BY ALL) "
        f"JOIN area_path USING (area_code) {_THEN} GROUP BY ALL"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE joined AS SELECT area_code, period, member, block, numerator, denominator "
        f"FROM {schema}.people WHERE {own} AND {_in_years('period', months)}"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE counted (area_code VARCHAR, member VARCHAR, grain VARCHAR, period DATE, "
        "numerator BIGINT, denominator BIGINT)"
    )
    for grain in GRAINS:
        if GRAINS[grain] > 1:
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE joined AS SELECT area_code, {_first(grain, 'period')} AS period, member, "
                f"block, {joined} FROM joined GROUP BY ALL"
            )
        con.execute(
            f"INSERT INTO counted SELECT area_code, member, '{grain}', period, coalesce(sum(bit_count(numerator)), 0), "
            "coalesce(sum(bit_count(denominator)), 0) FROM joined GROUP BY ALL"
        )


def _insert(con: duckdb.DuckDBPyConnection, indicator: Indicator, dimension: str, into: str) -> None:
    """Every grain of one breakdown into the cube."""
    rules = {
        part: indicator.over_time.get(part, indicator.over_time["numerator"])
        for part in ("numerator", "denominator")
    }
    parts = {
        part: {
            "sum": f"sum(m.{part})",
            "last": f"CASE WHEN count(*) FILTER (month = last_month) > 0 THEN sum(m.{part}) FILTER (month = last_month) "
            f"WHEN count(m.{part}) > 0 THEN 0 END",
            "distinct": f"coalesce(any_value(d.{part}), 0)",  # nobody is counted where nothing happened
        }[rule]
        for part, rule in rules.items()
    }
    people = ""
    if "distinct" in rules.values():
        people = (
            "LEFT JOIN counted AS d ON d.area_code = m.area_code AND d.grain = m.grain "
            "AND d.period = m.period AND d.member = m.member"
        )
    # What January rounded down says nothing about March, where only the last month counts.
    bound, loose = (
        f"coalesce(bool_or(m.{name}) {'FILTER (month = last_month)' if late else ''}, false)"
        for name, late in (
            ("lower_bound", set(rules.values()) == {"last"}),
            ("loose", rules["denominator"] == "last"),
        )
    )
    loose = loose if indicator.is_rate else "false"
    denominator = parts["denominator"] if indicator.is_rate else "NULL"
    value = (
        f"CASE WHEN NOT loose THEN {indicator.factor} * numerator::DOUBLE / nullif(denominator, 0)::DOUBLE END"
        if indicator.is_rate
        else "numerator::DOUBLE"
    )
    last = ""
    if "last" in rules.values():
        last = ", max(month) OVER (PARTITION BY area_code, grain, period) AS last_month"
    names = ", ".join(f"'{grain}'" for grain in GRAINS)
    firsts = ", ".join(_first(grain, "month") for grain in GRAINS)
    con.execute(
        f"""
        INSERT INTO {into}
        SELECT '{indicator.name}', '{dimension}', member, area_code, grain, period, numerator, denominator,
            {value}, lower_bound AND NOT loose, loose
        FROM (
            SELECT m.member, m.area_code, m.grain, m.period, {parts["numerator"]} AS numerator,
                {denominator} AS denominator, {bound} AS lower_bound, {loose} AS loose
            FROM (SELECT *{last} FROM (SELECT *, unnest([{names}]) AS grain, unnest([{firsts}]) AS period FROM monthly)) AS m
            {people}
            GROUP BY m.member, m.area_code, m.grain, m.period
        )
        """
    )
