"""Conditions a person must meet, all of them, each judged pass, fail or no record; and what another threshold would do.

Two tables say everything, so that a place can set its own conditions without code:

facts   a list of `queries/`: area_code, person, applied_on, measure, span, value. A missing row is no record.
rules   a table of `data/rules/`: code, title, measure, span, minimum; area (the code its applicants' areas begin with;
        empty: everywhere), valid_from and valid_to. Of several rows of one code the most local one counts.

The rule in force is the one of the applicant's place and day. Nobody is listed: only counts leave this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from tuanqing.define.period import Period
from tuanqing.measure import seen, tree
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Judged:
    """Counts of people. `wholes`, one row per area: area_code, area_name, applicants, passed, failed, unknown, gained,
    lost (people whom the changed thresholds move up or down), would_pass. `parts`, one row per area and condition:
    area_code, area_name, code, title, minimum, applicants, passed, failed, unknown. An area without applicants has no row."""

    wholes: pl.DataFrame
    parts: pl.DataFrame


def judge(
    snapshot: Snapshot,
    facts: str,
    rules: str,
    area: str,
    period: Period,
    level: str | None = None,
    instead: Mapping[str, float] | None = None,
) -> Judged:
    """Judge who applied in `area` in `period`: as a whole, or by the areas of `level` below it.

    `facts` and `rules` are the names of the two tables; `instead` maps a condition's code to another threshold.
    """
    seen.refuse_part(snapshot, area)
    changed = {code: Decimal(str(minimum)) for code, minimum in (instead or {}).items()}
    snapshot.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE applicant AS
        SELECT person, max_by(fact.area_code, applied_on) AS area_code, max(applied_on) AS applied_on
        FROM listing.{facts} AS fact
        WHERE applied_on BETWEEN $first AND $last AND {tree.inside("fact.area_code", "applied_on")} GROUP BY person
        """,
        {"area": area, "first": period.first, "last": period.last},
    )
    snapshot.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        WITH due AS (
            SELECT applicant.*, rule.code, rule.title, rule.measure, rule.span, rule.minimum,
                coalesce(map_extract_value(map($codes::VARCHAR[], $minima::DECIMAL(18, 4)[]), rule.code),
                    rule.minimum) AS other
            FROM applicant JOIN rules.{rules} AS rule
              ON (rule.area IS NULL OR starts_with(applicant.area_code, rule.area))
              AND (rule.valid_from IS NULL OR rule.valid_from <= applicant.applied_on)
              AND (rule.valid_to IS NULL OR rule.valid_to > applicant.applied_on)
            QUALIFY row_number() OVER (PARTITION BY person, code
                ORDER BY length(coalesce(rule.area, '')) DESC, rule.valid_from DESC NULLS LAST) = 1
        ), fact AS (
            SELECT person, measure, span, max(value) AS value FROM listing.{facts} GROUP BY ALL
        )
        SELECT due.person, due.area_code, due.applied_on, due.code, due.title, due.minimum, due.other, fact.value IS NULL AS unknown,
            coalesce(fact.value >= due.minimum, false) AS passed, coalesce(fact.value >= due.other, false) AS would_pass
        FROM due LEFT JOIN fact USING (person, measure, span)
        """,
        {"codes": list(changed), "minima": list(changed.values())},
    )
    groups = f"SELECT area_code, $area AS shown, {tree.ALWAYS} FROM area"
    if level is not None:
        groups = (
            "SELECT path.area_code, path.ancestor_code AS shown, since, until FROM area_path AS path "
            f"WHERE path.ancestor_level = $level AND path.ancestor_code IN {tree.ever()}"
        )
    asked: dict[str, str] = {"area": area} | ({"level": level} if level is not None else {})
    wholes = snapshot.frame(
        f"""
        WITH person AS (
            SELECT person, area_code, applied_on, bool_and(passed) AS passed, bool_or(NOT passed AND NOT unknown) AS failed,
                bool_and(would_pass) AS would_pass
            FROM judged GROUP BY ALL
        )
        SELECT shown AS area_code, any_value(area.name) AS area_name, count(*) AS applicants,
            count(*) FILTER (passed) AS passed, count(*) FILTER (failed) AS failed,
            count(*) FILTER (NOT passed AND NOT failed) AS unknown,
            count(*) FILTER (would_pass AND NOT passed) AS gained, count(*) FILTER (passed AND NOT would_pass) AS lost,
            count(*) FILTER (would_pass) AS would_pass
        FROM person JOIN ({groups}) AS grp ON grp.area_code = person.area_code AND {tree.lies("grp", "person.applied_on")}
            JOIN area ON area.area_code = shown
        GROUP BY shown ORDER BY shown
        """,
        **asked,
    )
    parts = snapshot.frame(
        f"""
        SELECT shown AS area_code, any_value(area.name) AS area_name, code, any_value(title) AS title,
            min(minimum) AS minimum, count(*) AS applicants, count(*) FILTER (passed) AS passed,
            count(*) FILTER (NOT passed AND NOT unknown) AS failed, count(*) FILTER (unknown) AS unknown
        FROM judged JOIN ({groups}) AS grp ON grp.area_code = judged.area_code AND {tree.lies("grp", "judged.applied_on")}
        JOIN area ON area.area_code = shown
        GROUP BY shown, code ORDER BY shown, code
        """,
        **asked,
    )
    return Judged(wholes, parts)
