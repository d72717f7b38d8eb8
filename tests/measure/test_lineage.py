"""What a query reads, to the column: through views, shared tables and table expressions, and no more than its figure."""

from dataclasses import replace

import duckdb
import pytest

from tuanqing.define.errors import Malformed
from tuanqing.define.query import Library
from tuanqing.measure import lineage, views
from tuanqing.store.warehouse import schema


@pytest.fixture(scope="module")
def con(contracts, library):
    with duckdb.connect() as connection:
        schema.create(connection, contracts)
        views.create(connection, contracts, Library(library.base, {}))
        yield connection


@pytest.fixture
def read(con, contracts, library):
    """read(sql, …) gives the columns by dataset that an indicator of this SQL reads."""
    model = library.queries["volunteer_hours"]

    def read(sql: str, over_time: str = "sum", by=()) -> dict[str, set[str]]:
        asked = replace(
            model,
            sql=sql,
            by=dict.fromkeys(by, ""),
            over_time={"numerator": over_time, "denominator": over_time},
        )
        found = lineage.of(con, [asked], contracts, library)[asked.name]
        return {dataset: set(columns) for dataset, columns in found.columns.items()}

    return read


HOURS = (
    "SELECT area_code, date_trunc('month', served_on)::DATE AS period, {unit} AS unit, {more} AS numerator, "
    "NULL::INTEGER AS denominator FROM volunteer_service WHERE project <> 'x' GROUP BY ALL"
)


def test_what_a_total_is_grouped_by_is_not_read_and_what_it_is_chosen_by_is(read):
    found = read(HOURS.format(unit="team", more="sum(hours)"))
    assert found == {"volunteer_service": {"served_on", "hours", "project"}}


def test_what_is_counted_once_is_read(read):
    found = read(HOURS.format(unit="person", more="1"), "distinct")
    assert found == {"volunteer_service": {"served_on", "person", "project"}}
    ones = read(HOURS.format(unit="team", more="1"))
    assert ones == {"volunteer_service": {"served_on", "team", "project"}}


def test_a_column_it_is_broken_down_by_is_not_read(read):
    sql = HOURS.format(unit="person", more="sum(hours)").replace(
        "person AS unit", "person AS unit, hours_kind"
    )
    assert read(sql, "sum", ["hours_kind"]) == {"volunteer_service": {"served_on", "hours", "project"}}


def test_a_shared_table_is_seen_through_to_the_columns_used_of_it(read):
    sql = "SELECT area_code, period, home AS unit, {} AS numerator, NULL AS denominator FROM home_event"
    assert read(sql.format("1"))["youth_home_event"] == {"held_on", "home", "township"}
    assert read(sql.format("person_times"))["youth_home_event"] == {
        "held_on",
        "home",
        "township",
        "person_times",
    }


def test_a_dataset_that_is_only_asked_about_is_read_without_a_column(read):
    sql = (
        "SELECT area_code, period, area_code AS unit, 1 AS numerator, 1 AS denominator FROM area_month "
        "JOIN (SELECT county_code, period FROM reported WHERE dataset IN ('term', 'cadre')) USING (county_code, period)"
    )
    assert read(sql) == {"term": set(), "cadre": set()}


def test_a_name_like_a_word_of_sql_and_a_column_its_contract_fills_by_itself(read):
    sql = (
        "SELECT m.area_code, raised_on AS period, case_id AS unit, 1 AS numerator, NULL AS denominator "
        "FROM main.case AS m SEMI JOIN volunteer_service AS s ON s.area_code = m.area_code AND s.status = 'effective' -- term"
    )
    assert read(sql) == {"case": {"raised_on"}, "volunteer_service": set()}


def test_a_column_declared_optional_is_not_lacking_and_must_be_one_that_is_read(con, contracts, library):
    asked = library.queries["volunteer_sessions"]
    assert "volunteer_service.team" in asked.optional
    read = {"project", "served_on"}
    assert lineage.of(con, [asked], contracts, library)[asked.name].columns["volunteer_service"] == read
    wrong = replace(asked, optional=("volunteer_service.hours",))
    with pytest.raises(
        Malformed, match=r"names volunteer_service\.hours, which its figure does not read\. It reads vol"
    ):
        lineage.of(con, [wrong], contracts, library)


def test_every_query_stands_on_some_dataset_and_one_composed_on_those_of_its_parts(contracts, library):
    found = {name: lineage.datasets(query, contracts, library) for name, query in library.queries.items()}
    assert [name for name, read in found.items() if not read] == ["export_page_cut"]  # it is about any sheet
    assert found["volunteer_person_times_per_session"] == found["volunteer_sessions"] == ["volunteer_service"]
    assert found["youth_home_events"] == ["youth_home", "youth_home_event"]
    # of a shared table that speaks of several datasets, the one that is asked about
    assert (found["aid_unit_slip"], found["fee_total_row"]) == (["aid"], ["league_fee"])
    assert len(found["monthly_figure_jump"]) == 4


def test_the_version_says_what_each_figure_stands_on(samples, contracts, library):
    with samples.read() as con:
        rows = con.execute("SELECT indicator, dataset, columns FROM measured").fetchall()
    assert {name for name, _dataset, _columns in rows} == set(library.indicators)
    for name, dataset, columns in rows:
        assert set(columns) <= contracts[dataset].columns.keys(), name
    assert ("volunteer_hours", "volunteer_service", ["hours", "served_on"]) in rows
