"""What a query's front matter says beside its SQL: the pages it stands on."""

import ast
import shutil
from pathlib import Path

import pytest

from tuanqing.define import query as queries_of
from tuanqing.define.errors import Malformed
from tuanqing.define.house import PAGES, QUERIES
from tuanqing.define.period import parse
from tuanqing.define.query import Check, Indicator

BASES = "pioneers/pioneer_bases"


def added(tmp_path: Path, old: str, new: str) -> queries_of.Library:
    """The queries with one more, like `pioneer_bases` but for what is replaced."""
    shutil.copytree(QUERIES, tmp_path / "queries")
    text = (QUERIES / f"{BASES}.sql").read_text("utf-8")
    assert old in text
    (tmp_path / "queries/pioneers/new.sql").write_text(text.replace(old, new), "utf-8")
    shutil.copy(QUERIES / f"{BASES}.txt", tmp_path / "queries/pioneers/new.txt")
    return queries_of.load_all(tmp_path / "queries")


def test_an_indicator_stands_on_the_page_called_like_its_folder(tmp_path, library):
    pages = next(
        line for line in library.queries["pioneer_bases"].text.splitlines() if line.startswith("pages")
    )
    there = [query.name for query in library.on("pioneers", Indicator)]
    assert (
        there.index("pioneer_brigades")
        < there.index("counsellor_staffing_rate")
        < there.index("studio_people")
    )
    found = added(tmp_path, f"{pages}\n", "").on("pioneers", Indicator)
    assert [query.name for query in found] == [*there, "new"]


def test_on_another_page_it_stands_where_it_says(tmp_path, library):
    wider = added(tmp_path, "pages", "pages = { terms = 0 }\n# ")
    assert next(iter(wider.on("terms", Indicator))).name == "new"
    assert "new" not in [query.name for query in wider.on("pioneers", Indicator)]
    assert {check.name for check in library.on("terms", Check)} >= {"term_overdue", "term_due_soon"}


def test_a_page_there_is_not_is_refused(tmp_path):
    with pytest.raises(
        Malformed, match=r"new\.sql pages: names pioners, which is no page\. Pages: .*pioneers"
    ):
        added(tmp_path, "pages", "pages = { pioners = 1 }\n# ")


@pytest.mark.parametrize("page", sorted(PAGES.rglob("*.py")), ids=lambda page: page.stem)
def test_no_page_lists_the_indicators_it_shows(page, library):
    for node in ast.walk(ast.parse(page.read_text("utf-8"))):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            named = {ast.unparse(item).strip("'") for item in node.elts} & (
                library.indicators.keys() | library.checks
            )
            assert len(named) < 3, named


def targeted(tmp_path: Path, target: str) -> Indicator:
    """The indicator with these dated rows for a target."""
    found = added(tmp_path, "pages", f"target = [{target}]\n# ").queries["new"]
    assert isinstance(found, Indicator)
    return found


def test_a_period_has_the_target_in_force_at_its_end(tmp_path):
    own = targeted(
        tmp_path,
        '{ from = 2023-07-01, value = 90 }, { from = 2022-01-01, value = 80 }, { from = 2024-01-01, value = "none" }, '
        '{ from = 2023-01-01, value = 5, per = "quarter" }',
    )
    asked = ("2021", "2022-12", "2023-06", "2023Q2", "2023", "2023Q4", "2023-12", "2024-01", "2024")
    assert [own.target(parse(period)) for period in asked] == [None, 80, 80, 5, 90, 90, 90, None, None]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (
            "{ from = 2023-01-01, value = 1 }, { from = 2023-01-01, value = 2 }",
            r"target 2: is in force from 2023-01-01, and so is row 1",
        ),
        (
            '{ from = 2023-01-01, value = 1 }, { from = 2023-01-01, value = 2, per = "year" }',
            r"target 2: is in force from",
        ),
        ("{ value = 1 }", r"target 1: lacks `from`"),
        ('{ from = 2023-01-01, value = "much" }', r"target 1: `value` is “much”"),
        ('{ from = 2023-01-01, value = 1, per = "week" }', r"target 1: `per` is “week”"),
    ],
)
def test_two_targets_of_one_day_and_other_slips_are_refused(tmp_path, rows, complaint):
    with pytest.raises(Malformed, match=rf"new\.sql {complaint}"):
        targeted(tmp_path, rows)


def test_a_check_that_doubts_rows_shows_them_in_its_example(tmp_path):
    shutil.copytree(QUERIES / "checks", tmp_path / "checks")
    file = tmp_path / "checks/term_overdue.sql"
    file.write_text(file.read_text("utf-8").replace("severity =", 'doubts = "term"\nseverity ='), "utf-8")
    with pytest.raises(Malformed, match=r"term_overdue\.txt: does not show doubtful"):
        queries_of.load(file)
