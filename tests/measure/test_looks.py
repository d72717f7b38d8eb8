"""核实数: what stands without the rows a check doubts is what would stand had they never been imported."""

from contextlib import closing

import pytest

from tuanqing.define.look import EVERY, PLAIN, Look
from tuanqing.define.period import parse
from tuanqing.measure import doubt, figure

HEADER = "姓名,身份证号,项目名称,志愿团体,服务日期,服务时长,乡镇,状态\n"
SOUND = "甲,99999920081231000x,扫雪,青鸟队,2023-10-01,2,太平街道,已生效\n乙,999999200812310018,扫雪,青鸟队,2023-10-01,3,岗王镇,已生效\n"
LONG = "".join(  # more than a day has
    f"丙,999999200812310026,{project},青鸟队,2023-10-04,15,岗王镇,已生效\n" for project in ("植树", "巡河")
)
CHECK = "volunteer_hours_over_24"


@pytest.fixture
def some(library):
    from dataclasses import replace

    names = ("volunteer_hours", "volunteer_sessions", "active_volunteers", "volunteer_person_times", CHECK)
    composed = {
        n: q for n, q in library.queries.items() if getattr(q, "compose", None) and {*q.compose} <= {*names}
    }
    return replace(library, queries={name: library.queries[name] for name in names} | composed)


def test_verified_is_what_stands_without_the_doubted_rows(bring, warehouse, contracts, some):
    period, codes = parse("2023-10"), ["410001", "410001101"]
    indicators = list(some.indicators.values())
    assert len(indicators) > 4, "none of them is composed"
    bring("志愿服务.csv", HEADER + SOUND + LONG, area="410001", measure=some)
    with closing(warehouse.read()) as snapshot:
        claimed = figure.figures(snapshot, indicators, codes, period)
        rows = doubt.rows(snapshot, some.indicators["volunteer_hours"], contracts, "410001", period)
        assert [(row["check"], row["file"], row["line"], row["rows"]) for row in rows] == [
            (CHECK, "志愿服务.csv", 4, 1),
            (CHECK, "志愿服务.csv", 5, 1),
        ]
        assert doubt.rows(snapshot, some.indicators["volunteer_hours"], contracts, "410001001", period) == []
        assert Look(verified=True) in snapshot.looks
    with closing(
        warehouse.read(look=Look(today=True))
    ) as snapshot:  # nothing ever moved: the same, all it carries
        today = figure.figures(snapshot, indicators, codes, period)
        assert [row.verified for row in today] == [row.verified for row in claimed]
    with closing(warehouse.read(look=Look(verified=True))) as snapshot:
        verified = figure.figures(snapshot, indicators, codes, period)
        keys = "indicator, dimension, member, area_code, grain, period"
        twice = snapshot.execute(f"SELECT 1 FROM cube GROUP BY {keys} HAVING count(*) > 1").fetchall()
        assert not twice
    for one, other in zip(claimed, verified, strict=True):
        stands = one.verified or one
        assert (stands.numerator, stands.denominator, stands.value) == (
            other.numerator,
            other.denominator,
            other.value,
        )
    hours = {row.area_code: row for row in claimed if row.indicator == "volunteer_hours"}
    assert (hours["410001"].value, hours["410001"].verified.value) == (35, 5)
    assert (hours["410001101"].value, hours["410001101"].verified.value) == (33, 3)


def test_no_look_holds_a_figure_twice_and_each_quotient_is_of_its_own_parts(samples, library):
    keys = "dimension, member, area_code, grain, period"
    for look in (PLAIN, *EVERY):
        with closing(samples.read(look=look)) as snapshot:
            twice = f"SELECT indicator, {keys} FROM cube GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
            assert not snapshot.execute(twice).fetchall(), look
            for indicator in library.indicators.values():
                if indicator.compose:
                    wrong = snapshot.execute(
                        f"SELECT {keys} FROM cube AS own JOIN cube AS over USING ({keys}) WHERE own.indicator = ? AND "
                        "over.indicator = ? AND own.numerator IS DISTINCT FROM over.numerator LIMIT 1",
                        [indicator.name, indicator.compose[0]],
                    ).fetchall()
                    assert not wrong, (look, indicator.name, wrong)
