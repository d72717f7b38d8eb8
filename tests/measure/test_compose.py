"""One existing number over another: no SQL, and nobody who is not counted by both."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tuanqing.define import query as queries_of
from tuanqing.define.errors import Malformed
from tuanqing.define.house import QUERIES
from tuanqing.measure import example, lineage, rebuild, stale, views
from tuanqing.store.warehouse import schema

NAME = "volunteer_person_times_per_session"
MADE = 'compose     = { numerator = "volunteer_person_times", denominator = "volunteer_sessions" }'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of queries with what a few volunteers' indicators need."""
    (tmp_path / "topic").mkdir()
    shutil.copytree(QUERIES / "_base", tmp_path / "_base")
    for name in (
        NAME,
        "volunteer_person_times",
        "volunteer_sessions",
        "volunteer_hours",
        "active_volunteers",
    ):
        for file in QUERIES.glob(f"*/{name}.*"):
            shutil.copy(file, tmp_path / "topic" / file.name)
    return tmp_path


def rewritten(folder: Path, old: str, new: str, name: str = f"{NAME}.sql") -> Path:
    file = folder / "topic" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"volunteer_sessions"', '"sessions"', "compose: `denominator` names sessions, which is no indicator."),
        ('"volunteer_sessions"', f'"{NAME}"', f"compose: `denominator` names {NAME}, which is made from it."),
        ('numerator = "volunteer_person_times", ', "", "compose: lacks `numerator`."),
        ("*/", "*/\nSELECT 1", "has `compose` and SQL."),
        ("order  ", 'over_time = "sum"\norder  ', "has `compose` and `over_time`."),
        (MADE, 'over_time = "sum"', "has no SQL."),
        (MADE, f'{MADE}\nby = {{ hours_kind = "时长类型" }}', "by: names hours_kind, by which volunteer_person_times is not"),
        ('denominator = "志愿服务场次"\n', "", "lacks `denominator`."),
    ],
)  # fmt: skip
def test_what_cannot_be_composed_is_refused_naming_file_key_and_cure(folder, old, new, complaint):
    with pytest.raises(Malformed) as fault:
        queries_of.load_all(rewritten(folder, old, new))
    assert f"{NAME}.sql" in str(fault.value)
    assert complaint in str(fault.value)


def test_two_that_are_made_from_each_other_are_refused(folder):
    other = rewritten(folder, "volunteer_person_times", "other") / "topic" / "other"
    shutil.copy(folder / "topic" / f"{NAME}.sql", other.with_suffix(".sql"))
    shutil.copy(folder / "topic" / f"{NAME}.txt", other.with_suffix(".txt"))
    rewritten(folder, '"other"', f'"{NAME}"', "other.sql")
    with pytest.raises(Malformed, match="which is made from it"):
        queries_of.load_all(folder)


def test_a_rate_is_no_part(folder):
    shutil.copy(next(QUERIES.glob("*/volunteer_hours_per_active.sql")), folder / "topic")
    shutil.copy(next(QUERIES.glob("*/volunteer_hours_per_active.txt")), folder / "topic")
    with pytest.raises(Malformed, match=r"names volunteer_hours_per_active, which is a rate\."):
        queries_of.load_all(rewritten(folder, '"volunteer_person_times"', '"volunteer_hours_per_active"'))


def test_a_worked_example_that_does_not_show_it_is_refused(folder):
    file = folder / "topic" / f"{NAME}.txt"
    file.write_text(file.read_text("utf-8").replace("| denominator |", "| lower_bound |"), "utf-8")
    with pytest.raises(Malformed, match=rf"{NAME}\.txt: does not show denominator"):
        queries_of.load_all(folder)


def test_two_that_do_not_count_the_same_rows_are_refused(folder, contracts):
    """The hours of records without a person would be shared out among the others' people."""
    rewritten(folder, '"volunteer_person_times"', '"volunteer_hours"')
    library = queries_of.load_all(rewritten(folder, '"volunteer_sessions"', '"active_volunteers"'))
    with duckdb.connect() as con:
        schema.create(con, contracts)
        with pytest.raises(
            Malformed, match=r"compose: volunteer_hours counts by volunteer_service\.hours, which a row"
        ):
            rebuild(con, contracts, library)


def test_at_least_passes_on_and_is_no_divisor(folder, contracts):
    library = queries_of.load_all(folder)
    with duckdb.connect() as con:
        schema.create(con, contracts)
        rebuild(con, contracts, library)
        keys = "'', '', 'T1', 'month', DATE '2023-01-01'"
        for name, parts in (
            ("volunteer_person_times", "40, NULL, 40, true, false"),
            ("volunteer_sessions", "2, NULL, 2, false, false"),
        ):
            con.execute(f"INSERT INTO cube VALUES ('{name}', {keys}, {parts})")
        con.execute(f"UPDATE made SET fingerprint = '', definition = '' WHERE indicator = '{NAME}'")
        rebuild(con, contracts, library)
        figure = "SELECT numerator, denominator, value, lower_bound FROM cube WHERE indicator = ?"
        assert con.execute(figure, [NAME]).fetchall() == [(40, 2, 20, True)]
        con.execute("UPDATE cube SET lower_bound = true WHERE indicator = 'volunteer_sessions'")
        con.execute(f"UPDATE made SET fingerprint = '', definition = '' WHERE indicator = '{NAME}'")
        rebuild(con, contracts, library)
        assert con.execute(figure, [NAME]).fetchall() == [(40, 2, None, False)]


def test_it_is_worked_out_again_when_a_part_is_defined_otherwise(folder, contracts):
    library = queries_of.load_all(folder)
    with duckdb.connect() as con:
        schema.create(con, contracts)
        views.create(con, contracts, library)
        read = lineage.of(con, library.indicators.values(), contracts, library)
        before = stale.fingerprints(con, contracts, library, read)
        other = queries_of.load_all(
            rewritten(folder, "status = 'effective'", "true", "volunteer_person_times.sql")
        )
        after = stale.fingerprints(con, contracts, other, read)
    assert {name for name in before if before[name] != after[name]} == {NAME, "volunteer_person_times"}
    assert set(read[NAME].columns["volunteer_service"]) == {"project", "served_on"}


def test_it_is_broken_down_by_what_both_are(folder, contracts):
    for name in ("volunteer_person_times", "volunteer_sessions"):
        rewritten(folder, "order  ", 'by = { status = "状态" }\norder  ', f"{name}.sql")
        rewritten(folder, "SELECT\n", "SELECT\n    'effective' AS status,\n", f"{name}.sql")
    rewritten(folder, MADE, f'{MADE}\nby = {{ status = "状态" }}')
    file = folder / "topic" / f"{NAME}.txt"
    text = file.read_text("utf-8").replace("area_code | period     |", "area_code | status | period |")
    head, _sign, rows = text.partition("=> month\n")
    told = [line.replace(" | 2023", " | effective | 2023", 1) for line in rows.splitlines()]
    file.write_text(head + "=> month\n" + "\n".join(told) + "\n", "utf-8")
    library = queries_of.load_all(folder)
    with duckdb.connect() as con:
        schema.create(con, contracts)
        expected, found = example.run(con, library.queries[NAME], contracts, library)
    assert expected
    assert found == expected
