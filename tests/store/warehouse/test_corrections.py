"""A correction lies over the rows of its dataset, and over no others; where it cannot, it says so and the rest stands."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanqing.define import correction as corrections_of
from tuanqing.define.correction import Unread
from tuanqing.define.errors import Malformed
from tuanqing.store.warehouse import corrections, schema

HEAD = {"reason": "元误作万元", "who": "试点办", "made_on": date(2024, 1, 10)}
DAY = date(2024, 3, 1)


@pytest.fixture
def con(contracts):
    """Two townships, four sums of money, and a home on the lists of June and December."""
    with duckdb.connect() as con:
        schema.create(con, {name: contracts[name] for name in ("area", "funding", "youth_home")})
        con.execute(
            "INSERT INTO store.area (area_code, name, level, parent_code, _batch, _line, _as_of, _cover) VALUES "
            "('990000', '东平县', 'county', NULL, 1, 1, '1900-01-01', 'all'), "
            "('990001', '太平街道', 'township', '990000', 1, 2, '1900-01-01', 'all'), "
            "('990002', '岗王镇', 'township', '990000', 1, 3, '1900-01-01', 'all')"
        )
        con.execute("INSERT INTO store.list VALUES ('area', '1900-01-01', 'all', 'all', 1)")
        for line, (voucher, day, township, received) in enumerate(
            [
                ("V1", "2023-11-05", "990001", 500000),
                ("V2", "2023-12-05", "990001", 30),
                ("V3", "2023-12-06", "990002", 40),
                ("V4", "2024-01-07", "990002", 50),
            ],
            1,
        ):
            con.execute(
                "INSERT INTO store.funding (voucher, paid_on, township, received, area_code, _county, _at_least, _batch, _line) "
                "VALUES (?, ?, ?, ?, ?, '990000', ['received'], 2, ?)",
                [voucher, day, township, received, township, line],
            )
        for day in ("2023-06-30", "2023-12-31"):
            con.execute("INSERT INTO store.list VALUES ('youth_home', ?, '990000', '990000', 3)", [day])
            con.execute(
                "INSERT INTO store.youth_home (home_id, name, township, level, status, opened_on, area_code, _county, _cover, _as_of, "
                "_batch, _line) VALUES ('H1', '太平家', '990001', 'branch', 'open', '2013-05-01', '990001', '990000', '990000', ?, 3, ?)",
                [day, int(day[5:7])],
            )
        yield con


def lay(con, contracts, *tables, on=DAY):
    """What became of the corrections, and the rows of funding with them: voucher → sum."""
    shipped = [
        corrections_of.of(f"k{n}", {**HEAD, **table}, contracts, f"k{n}") for n, table in enumerate(tables)
    ]
    known = {name: contracts[name] for name in ("area", "funding", "youth_home")}
    stands = corrections.settle(con, known, shipped, on)
    return stands, dict(con.execute("SELECT voucher, received FROM funding ORDER BY 1").fetchall())


def scale(**more):
    return {
        "dataset": "funding",
        "what": "scale",
        "key": {"voucher": "V1"},
        "factor": {"received": 0.0001},
        **more,
    }


def test_each_kind_does_what_it_says_and_the_rows_of_the_source_stay(con, contracts):
    (stands, *_rest), sums = lay(
        con,
        contracts,
        scale(),
        {"dataset": "funding", "what": "drop", "where": {"area": "990002", "period": "2023-12"}},
        {"dataset": "funding", "what": "override", "key": {"voucher": "V2"}, "set": {"received": 33}},
        {"dataset": "funding", "what": "flag", "key": {"voucher": "V4"}},
    )
    assert stands.state == "applied"
    assert sums == {"V1": 50, "V2": 33, "V4": 50}
    assert con.execute("SELECT sum(received) FROM store.funding").fetchall() == [(500120,)]
    at_least = dict(con.execute("SELECT voucher, _at_least FROM funding_rows").fetchall())
    assert at_least["V1"] == ["received"], "a multiple of 余 is 余"
    assert at_least["V2"] is None, "a value that is said is said exactly"
    told = con.execute("SELECT correction, area_code, day FROM main.corrected ORDER BY ALL").fetchall()
    assert told == [
        ("k0", "990001", date(2023, 11, 5)),
        ("k1", "990002", date(2023, 12, 6)),
        ("k2", "990001", date(2023, 12, 5)),
        ("k3", "990002", date(2024, 1, 7)),
    ]
    _stands, sums = lay(con, contracts)
    assert sums == {"V1": 500000, "V2": 30, "V3": 40, "V4": 50}, "without them it is the plain table again"
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%mended'").fetchall() == [
        (0,)
    ]


def test_one_after_another_the_later_sees_what_the_earlier_made(con, contracts):
    first, then = scale(made_on=date(2024, 1, 1)), scale(factor={"received": 3})
    said = {"dataset": "funding", "what": "override", "key": {"voucher": "V1"}, "set": {"received": 10}}
    assert lay(con, contracts, then, {**said, "made_on": date(2024, 1, 1)})[1]["V1"] == 30
    assert lay(con, contracts, {**said, "made_on": date(2024, 2, 1)}, then)[1]["V1"] == 10
    gone = {"dataset": "funding", "what": "drop", "key": {"voucher": "V1"}, "made_on": date(2024, 1, 5)}
    assert "V1" not in lay(con, contracts, first, gone, then)[1]


def test_a_row_put_into_another_township_is_counted_there_and_told_in_both(con, contracts):
    moved = {
        "dataset": "funding",
        "what": "override",
        "key": {"voucher": "V2"},
        "set": {"township": "990002"},
    }
    lay(con, contracts, moved)
    assert con.execute(
        "SELECT area_code, township, _county FROM funding WHERE voucher = 'V2'"
    ).fetchall() == [("990002", "990002", "990000")]
    assert con.execute("SELECT area_code FROM main.corrected ORDER BY 1").fetchall() == [
        ("990001",),
        ("990002",),
    ]
    for code in ("990009", "990000"):  # nowhere, and no township
        ((stands,), _sums) = lay(con, contracts, {**moved, "set": {"township": code}})
        assert stands.state == "refused"


@pytest.mark.parametrize(
    ("table", "state"),
    [
        (scale(expires=date(2024, 2, 29)), "expired"),
        (scale(expires=DAY), "applied"),
        (scale(key={"voucher": "V9"}), "nothing"),
        (scale(where={"area": "990002"}), "nothing"),
        (scale(where={"area": "990000"}), "applied"),
        (scale(where={"batch": 3}), "nothing"),
        (scale(where={"batch": 2, "line": 1}, key={}), "applied"),
        (scale(expect={"received": 500000}), "applied"),
        (scale(expect={"received": 50}), "mended"),
        (scale(expect={"rows": 1}), "applied"),
        (scale(expect={"rows": 2}), "mended"),
        (scale(factor={"received": 1000000}), "refused"),  # beyond what a sum may be
        (
            {"dataset": "funding", "what": "override", "key": {"voucher": "V1"}, "set": {"received": ""}},
            "refused",
        ),  # neither received nor spent: the contract rejects it
    ],
)
def test_what_does_not_hold_is_not_applied_and_says_so(con, contracts, table, state):
    (stands, other), sums = lay(
        con, contracts, table, {"dataset": "funding", "what": "drop", "key": {"voucher": "V2"}}
    )
    assert stands.state == state
    assert other.state == "applied", "the rest stands"
    assert sums["V1"] == (50 if state == "applied" else 500000)
    if state != "applied":
        said = corrections.problem(stands)
        assert "k0" in said
        assert "{" not in said


def test_on_a_list_the_source_has_mended_it_no_longer_applies_and_on_the_one_before_it_does(con, contracts):
    con.execute("UPDATE store.youth_home SET opened_on = '2023-05-01' WHERE _as_of = '2023-12-31'")
    year = {
        "dataset": "youth_home",
        "what": "override",
        "key": {"home_id": "H1"},
        "set": {"opened_on": date(2022, 5, 1)},
        "expect": {"opened_on": date(2013, 5, 1)},
    }
    ((stands,), _sums) = lay(con, contracts, year)
    assert (stands.state, stands.lists, stands.rows) == ("partly", (date(2023, 12, 31),), 1)
    assert con.execute("SELECT opened_on FROM youth_home_rows ORDER BY _as_of").fetchall() == [
        (date(2022, 5, 1),),
        (date(2023, 5, 1),),
    ]
    assert "2023-12-31" in corrections.problem(stands)


NUMBER = st.decimals(Decimal("0.01"), Decimal(9999), places=2)


@settings(max_examples=25, deadline=None)
@given(st.lists(NUMBER, min_size=1, max_size=5), st.data())
def test_the_rows_are_those_of_a_mended_file(contracts, sums, data):
    """Of random rows and random corrections of them, one a row."""
    known = {name: contracts[name] for name in ("area", "funding")}
    tables, mended = [], {}
    for n, amount in enumerate(sums):
        key, what = {"voucher": f"V{n}"}, data.draw(st.sampled_from(["", *corrections_of.WHATS]))
        to, factor = data.draw(NUMBER), data.draw(st.sampled_from(["0.0001", "0.01", "10", "10000"]))
        more = {"override": {"set": {"received": to}}, "scale": {"factor": {"received": factor}}}.get(
            what, {}
        )
        if what:
            tables.append({**HEAD, "dataset": "funding", "what": what, "key": key, **more})
        if what != "drop":
            scaled = (amount * Decimal(factor)).quantize(Decimal("0.0001"), "ROUND_HALF_UP")
            mended[f"V{n}"] = {"override": to, "scale": scaled}.get(what, amount)
    with duckdb.connect() as con:
        schema.create(con, known)
        for n, amount in enumerate(sums):
            con.execute(
                "INSERT INTO store.funding (voucher, paid_on, received, area_code, _batch, _line) VALUES (?, '2023-12-01', ?, 'x', 1, ?)",
                [f"V{n}", amount, n],
            )
        shipped = [corrections_of.of(f"k{n}", table, contracts, "k") for n, table in enumerate(tables)]
        assert {each.state for each in corrections.settle(con, known, shipped, DAY)} <= {"applied"}
        assert dict(con.execute("SELECT voucher, received FROM funding").fetchall()) == mended


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dataset": "fundings"}, "`dataset`"),
        ({"dataset": "area"}, "名册"),
        ({"what": "delete"}, "`what`"),
        ({"why": "…"}, "`why`"),
        ({"reason": ""}, "`reason`"),
        ({"reason": " "}, "理由"),
        ({"who": None}, "`who`"),
        ({"expires": date(2024, 1, 9)}, "2024-01-09"),
        ({"factor": {"received": 0}}, "乘以0"),
        ({"factor": {"received": -1}}, "乘以-1"),
        ({"factor": {"project": 2}}, "不是数字"),
        ({"factor": {}}, "`factor`"),
        ({"set": {"received": 5}}, "`set`"),
        ({"key": {"received": "x"}}, "“x”"),
        ({"key": {"amount": 3}}, "`amount`"),
        ({"key": {}}, "哪些行"),
        ({"where": {"handler": "x"}}, "handler"),
        ({"where": {"nothing": "x"}}, "nothing"),
        ({"where": {"period": "2023-13"}}, "2023-13"),
        ({"where": {"batch": "1"}}, "`batch`"),
        ({"expect": {"rows": 0}}, "`rows`"),
        ({"expect": {"received": "many"}}, "many"),
        ({"what": "override", "factor": None, "set": {"received": "9e9"}}, "9e9"),
        ({"what": "override", "factor": None, "set": {"received": 2 * 10**9}}, "1000000000"),
        ({"what": "override", "factor": None, "set": {"paid_on": "2023-02-30"}}, "2023-02-30"),
    ],
)
def test_one_that_breaks_its_form_is_refused_with_its_place_and_a_cure(contracts, change, says):
    table = {key: value for key, value in {**HEAD, **scale(), **change}.items() if value is not None}
    with pytest.raises(Malformed) as refusal:
        corrections_of.of("k", table, contracts, "data/corrections/k.toml")
    assert says in str(refusal.value)
    assert refusal.value.place.startswith("data/corrections/k.toml")
    assert refusal.value.cure


def test_one_bad_file_does_not_stop_the_others(contracts, tmp_path, con):
    good = 'dataset = "funding"\nwhat = "drop"\nkey = { voucher = "V1" }\nreason = "重复"\nwho = "试点办"\nmade_on = 2024-01-10\n'
    for name, text in (("a", good + "x = 1\n"), ("b", good), ("c", "dataset ="), ("c1", good)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    (tmp_path / "d.toml").write_bytes(b"reason = '\xd6'")
    found = corrections_of.load_all(contracts, tmp_path)
    assert [isinstance(each, Unread) for each in found] == [True, False, True, True, True]
    assert all("toml" in each.sentence for each in found if isinstance(each, Unread))
    stands = corrections.settle(con, {n: contracts[n] for n in ("area", "funding")}, found, DAY)
    assert {each.name: each.state for each in stands} == {
        "a": "unread",
        "b": "applied",
        "c": "unread",
        "c1": "unread",
        "d": "unread",
    }
