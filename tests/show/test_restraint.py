"""Drawn at random, with holes, repeated lists, bounds and ties: no surface says more than the base carries.

The base is judged anew here from what was drawn: which town gave which month, which list is in force when.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.test_figure import MONTHS, TOWNS, Place
from tuanqing.define import query as queries_of
from tuanqing.define.language import speak
from tuanqing.define.period import parse
from tuanqing.measure import comparison, figure
from tuanqing.show import words
from tuanqing.show.document import sentences
from tuanqing.show.document.figures import DASH, Pen
from tuanqing.show.document.model import text_of

CALM = ("全部达标", "均达到", "均未达标")
ORDER = ("居前的是", "居后的是", "并列居首", "为零")
NOW = parse("2023")
INDICATORS = queries_of.load_all().indicators
holes = st.dictionaries(st.sampled_from(TOWNS), st.sets(st.sampled_from(MONTHS), max_size=36), max_size=3)
values = st.lists(st.integers(0, 3), min_size=6, max_size=6)
lists = st.lists(
    st.sampled_from((date(2022, 6, 30), date(2022, 12, 31), date(2023, 6, 30))), min_size=2, max_size=2
)


@pytest.fixture(autouse=True)
def small_rankings(monkeypatch):
    speak("zh")
    monkeypatch.setattr(sentences, "LEAST", 2)


def assert_restrained(
    place: Place, whole: dict[str, bool], comparable: dict[str, bool], bound: bool, even: bool
) -> None:
    """`whole` says of each area whether this year is known in full, `comparable` whether both years are; `even` whether
    every town gave all that any of them gave of this year: only then is one more than another."""
    indicator, pen = place.indicator, Pen(NOW, "v000001", {})
    with place.snapshot() as snapshot:
        rows = figure.figures(snapshot, [indicator], TOWNS, NOW)
        above = figure.figure(snapshot, indicator, "C", NOW)
        peers = {town: comparison.peers(snapshot, [indicator], town, NOW)[indicator.name] for town in TOWNS}
    for row in (*rows, above):
        amount, against, _tone = words.change(indicator, row)
        cell, clause = (
            text_of((pen.change(indicator, row, "year"),)),
            text_of(pen.clause(indicator, row, "year")),
        )
        if not comparable[row.area_code] or bound:
            assert (amount, against, cell, clause) == ("", "", DASH, ""), (row, amount, cell, clause)
            assert row.value is None or row.change is None or row.change.reason
        if not whole[row.area_code]:
            assert row.status not in figure.JUDGED
            said_of = " · ".join(words.hover(indicator, row))
            told_of = words.period(indicator, row) if row.until else words.share(row)
            assert row.value is None or (told_of and told_of in said_of), row
            assert text_of((pen.completion(indicator, row),)) == DASH
    known = all(whole[town] for town in TOWNS)
    told = "".join(text_of(runs) for runs in sentences.ranking(pen, indicator, "township", rows, "C"))
    free = replace(indicator, targets=())
    ordered = [replace(row, status="no_target", target=None) for row in rows]
    said = "".join(text_of(runs) for runs in sentences.ranking(pen, free, "township", ordered, "C"))
    if not known:
        assert not any(word in told for word in CALM), told
    if not even or bound:
        assert not any(word in said for word in ORDER), said
        assert all(row.rank is None for row in rows)
        assert all(peer.rank is None and peer.quartiles is None for peer in peers.values())
    for row in rows:
        equals = [other for other in rows if other.value == row.value]
        if len(equals) > 1 and "居" in said:
            named = said.partition("居前的是")[2].partition("；")[0] + said.partition("居后的是")[2]
            assert row.area_name not in named or "为零" in named, said
    assert ("全部达标" in told) <= all(row.status == "met" for row in rows)


@settings(max_examples=50, deadline=None)
@given(holes=holes, values=values, bound=st.booleans())
def test_of_events_nothing_is_said_beyond_what_was_reported(holes, values, bound):
    indicator = replace(
        INDICATORS["volunteer_person_times"], better="higher", targets=((date(2020, 1, 1), 2.0, ""),)
    )
    units = {town: [m for m in MONTHS if m not in holes.get(town, set())] for town in TOWNS}
    place = Place(indicator, units=units)
    for year in (2022, 2023):
        for town, value in zip(TOWNS, values[:3] if year == 2022 else values[3:], strict=True):
            if any(m.year == year for m in units[town]):
                place.cell(town, str(year), value, bound=bound)
        if any(m.year == year for town in TOWNS for m in units[town]):
            place.cell("C", str(year), sum(values[:3] if year == 2022 else values[3:]), bound=bound)

    def full(town: str, year: int) -> bool:
        return {m for m in MONTHS if m.year == year} <= set(units[town])

    def none(town: str, year: int) -> bool:
        return not any(m.year == year for m in units[town])

    whole = {town: full(town, 2023) for town in TOWNS}
    comparable = {town: full(town, 2023) and full(town, 2022) for town in TOWNS}
    # A county whose townships each gave all of both years or nothing of either is compared with itself.
    comparable["C"] = any(comparable.values()) and all(
        (full(t, 2022) and full(t, 2023)) or (none(t, 2022) and none(t, 2023)) for t in TOWNS
    )
    given = [{m for m in units[town] if m.year == 2023} for town in TOWNS]
    even = (
        given[0]
        == given[1]
        == given[2]
        == {m for m in MONTHS if m.year == 2023 and m <= max(given[0], default=m)}
    )
    assert_restrained(place, whole | {"C": all(whole.values())}, comparable, bound, even)


@settings(max_examples=30, deadline=None)
@given(lists=lists, values=values, bound=st.booleans(), silent=st.sets(st.sampled_from(TOWNS), max_size=2))
def test_of_a_list_nothing_is_said_beyond_what_it_lists(lists, values, bound, silent):
    """The list in force at the end of each year; where it is one and the same, nothing has changed that is known."""
    indicator = replace(INDICATORS["youth_homes"], better="higher", targets=((date(2020, 1, 1), 2.0, ""),))
    before, after = sorted(lists)
    before = min(before, date(2022, 12, 31))
    units = {town: [] if town in silent else MONTHS for town in TOWNS}
    forced = {m: before if m <= date(2022, 12, 1) else after for m in MONTHS if before.replace(day=1) <= m}
    place = Place(indicator, kind="registry", units=units, lists=forced)
    for n, town in enumerate(TOWNS):
        if town not in silent:
            place.cell(town, "2022", values[n], bound=bound)
            place.cell(town, "2023", values[n + 3], bound=bound)
    place.cell("C", "2022", sum(values[:3]), bound=bound)
    place.cell("C", "2023", sum(values[3:]), bound=bound)
    moved = before != after
    whole = {town: town not in silent for town in TOWNS}
    comparable = {town: moved and town not in silent for town in TOWNS} | {"C": moved}
    assert_restrained(place, whole | {"C": not silent}, comparable, bound, even=not silent)
