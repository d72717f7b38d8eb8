"""The audit finds what is wrong with a county made up at random, and says next to nothing of one in which nothing is."""

from datetime import date

import pytest

from tests.measure.audit import proof
from tests.measure.audit.faults import FAULTS
from tuanqing.define.query import Library

COUNTIES = (1, 2)


@pytest.fixture(scope="module")
def checks(library):
    return proof.library(library)


@pytest.mark.parametrize("number", COUNTIES)
def test_every_fault_is_found_with_the_rows_that_are_false(number, contracts, checks):
    outcome = proof.audit(number, contracts, checks, faulty=True)
    assert {seeded.kind for seeded in outcome.seeded} == FAULTS.keys()
    assert outcome.missed == outcome.twice == ()


@pytest.mark.parametrize("number", COUNTIES)
def test_of_a_clean_county_it_says_next_to_nothing(number, contracts, checks):
    """At most in one of twenty checks there is a finding, and at most one row of a thousand is doubted."""
    outcome = proof.audit(number, contracts, checks, faulty=False)
    assert len({check for check, *_rest in outcome.other}) * 20 <= len(checks.queries)
    assert outcome.doubted.total() * 1000 <= outcome.figures


def test_the_times_of_an_export_tell_who_was_at_two_places(bring, warehouse, library):
    """Through the front door: headers, clock times as platforms write them, the finding and its rows."""
    only = Library(library.base, {"volunteer_times_overlap": library.queries["volunteer_times_overlap"]})
    head = "志愿者编号,项目名称,志愿团体,服务日期,签到时间,签退时间,服务时长(小时),服务地区\n"
    rows = [
        "V1,河道清洁,太平队,2023-11-04,2023-11-04 09:00:00,2023-11-04 11:00:00,2,太平街道",
        "V1,敬老慰问,太平队,2023-11-04,上午10点半,12:00,1.5,太平街道",
        "V1,防溺宣传,太平队,2023-11-04,14:00,16:00,2,太平街道",
        "V2,河道清洁,太平队,2023-11-04,全天,,8,太平街道",
    ]
    bring("志愿服务.csv", head + "\n".join(rows), measure=only)
    with warehouse.read() as snapshot:
        found = snapshot.execute("SELECT since, detail FROM finding").fetchall()
        lines = snapshot.execute("SELECT line FROM doubtful ORDER BY 1").fetchall()
    assert found == [(date(2023, 11, 4), "2023-11-04有2条记录时间重叠：敬老慰问、河道清洁")]
    assert lines == [(2,), (3,)]
