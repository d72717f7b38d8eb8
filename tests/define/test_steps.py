"""Step lists: what the files of the house say, which list is chosen, and how a broken one is refused."""

from datetime import date
from pathlib import Path

import pytest

from tuanqing.define import query as queries_of
from tuanqing.define import steps as steps_of
from tuanqing.define.errors import Malformed, Refused

LISTS = steps_of.load_all()
GOOD = """
pipeline = "way"
title    = { zh = "路", en = "Way" }
about    = "一条路"
source   = "公布的文件"
reading  = "published"
stalled_after_days = 30
exits    = { failed = ["no"] }
[stages]
one = { zh = "一", en = "One" }
[[steps]]
code = "a"
title = { zh = "甲", en = "A" }
stage = "one"
[[steps]]
code = "b"
title = { zh = "乙", en = "B" }
words = ["第二"]
counted_from = "a"
minimum_days = 3
maximum_days = 9
"""


def written(folder: Path, text: str, name: str = "way") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_every_funnel_has_a_list_for_everywhere_and_every_list_a_funnel(library):
    families = {funnel.pipeline for funnel in library.funnels.values()}
    assert len(families) >= 4
    for family in families:
        assert steps_of.choose(LISTS.values(), family).area == ""
    assert {each.pipeline for each in LISTS.values()} == families


def test_the_published_counts_of_steps_hold():
    def shape(name: str) -> tuple[int, int, int, int]:
        found = LISTS[name]
        notices = sum(step.notice for step in found.steps)
        return len(found.steps), notices, sum(bool(step.link) for step in found.steps), len(found.musts)

    assert len(LISTS["league_national"].steps) == 15
    assert len(LISTS["league_national"].stages) == 5
    assert shape("league_jian") == (10, 3, 9, 0)  # 十程序三公示九环节
    assert shape("league_jiangsu") == (10, 3, 0, 6)  # 十步骤三公示六必须
    assert (len(LISTS["dual_score"].steps), len(LISTS["dual_score"].items)) == (4, 6)
    assert [step.points for step in LISTS["dual_score"].steps] == [
        ("basic", "contribution"), (), ("required",), (),
    ]  # fmt: skip


def test_what_is_not_in_print_is_labelled_as_our_reading():
    for name in ("league_jian", "league_jiangsu", "dual_score", "integrated_pipeline"):
        assert (LISTS[name].reading, bool(LISTS[name].ours)) == ("our reading", True)


@pytest.mark.parametrize(
    ("area", "name"),
    [
        (None, "league_national"),
        ("411424", "league_national"),
        ("320281", "league_jiangsu"),
        ("360821", "league_jian"),
    ],
)
def test_the_longest_area_prefix_chooses_the_list(area, name):
    assert steps_of.choose(LISTS.values(), "league_admission", area=area).name == name


def test_a_list_holds_in_its_time_only(tmp_path):
    written(tmp_path, GOOD.replace("stalled", "valid_to = 2019-12-31\nstalled", 1), "old")
    written(tmp_path, GOOD.replace("stalled", "valid_from = 2020-01-01\nstalled", 1), "new")
    lists = steps_of.load_all(tmp_path).values()
    chosen = {year: steps_of.choose(lists, "way", on=date(year, 6, 1)).name for year in (2019, 2020)}
    assert chosen == {2019: "old", 2020: "new"}
    assert steps_of.choose(lists, "way").name == "new"
    written(tmp_path, GOOD.replace("stalled", "valid_to = 2019-12-31\nstalled", 1), "old")
    (tmp_path / "new.toml").unlink()
    with pytest.raises(Refused, match="2020-06-01"):
        steps_of.choose(steps_of.load_all(tmp_path).values(), "way", on=date(2020, 6, 1))


def test_a_list_for_those_who_name_it_is_never_chosen_by_itself(tmp_path):
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("stalled", 'area = "41"\nby_name = true\nstalled', 1), "other")
    lists = steps_of.load_all(tmp_path).values()
    assert steps_of.choose(lists, "way", area="411424").name == "way"
    assert steps_of.choose(lists, "way", area="411424", name="other").name == "other"
    with pytest.raises(Refused, match=r"Known|已有"):
        steps_of.choose(lists, "way", name="third")


def test_two_lists_for_the_same_area_and_time_are_refused(tmp_path):
    written(tmp_path, GOOD)
    written(tmp_path, GOOD, "again")
    with pytest.raises(Malformed, match="same area and time as again"):
        steps_of.load_all(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("stalled_after_days = 30", "stalled_after = 30", "unknown key `stalled_after`"),
        ("stalled_after_days = 30\n", "", "lacks `stalled_after_days`"),
        ("stalled_after_days = 30", "stalled_after_days = 0", "`stalled_after_days` is 0"),
        ('reading  = "published"', 'reading = "guess"', "`reading` is “guess”"),
        ('reading  = "published"', 'reading = "our reading"', "lacks `ours`"),
        ('{ zh = "路", en = "Way" }', '{ zh = "路" }', "lacks `en`"),
        ('exits    = { failed = ["no"] }', 'exits = { lost = ["no"] }', "unknown key `lost`"),
        ('exits    = { failed = ["no"] }', 'exits = { failed = ["b"] }', "“b” names b and failed"),
        ('words = ["第二"]', 'words = ["a"]', "“a” names a and b"),
        ('code = "b"', 'code = "a"', "the step `a` twice"),
        ('code = "b"', 'code = "第二步"', "`code` is “第二步”"),
        ('code = "b"', 'cod = "b"', "unknown key `cod`"),
        ('stage = "one"', 'stage = "two"', "of stage `two`"),
        ('stage = "one"', "optional = true", "begins with an optional step"),
        ('counted_from = "a"', 'counted_from = "c"', "counted from `c`"),
        ("minimum_days = 3", "minimum_days = 10", "ends before it begins"),
        ("minimum_days = 3", "minimum_days = -3", "`minimum_days` is negative"),
    ],
)
def test_a_broken_list_is_refused_naming_file_fault_and_cure(tmp_path, old, new, complaint):
    assert steps_of.load(written(tmp_path, GOOD)).steps[1].maximum_days == 9
    assert old in GOOD
    with pytest.raises(Malformed) as refusal:
        steps_of.load(written(tmp_path, GOOD.replace(old, new, 1)))
    assert complaint in refusal.value.fault
    assert "way.toml" in refusal.value.place
    assert refusal.value.cure.endswith(".")


def test_a_step_may_name_one_word_twice(tmp_path):
    twice = GOOD.replace('words = ["第二"]', 'words = ["第二", "b", "第二"]', 1)
    assert steps_of.load(written(tmp_path, twice)).steps[1].words.count("第二") == 2


FRONT = """/*
title = { zh = "路", en = "Way" }
why = "看看"
source = "文件"
owner = "办公室"
reviewed = 2026-11-22
order = 1
attribution = "first"
%s
*/
SELECT area_code, person, step, on_date FROM event
"""
INLINE = GOOD[GOOD.index("stalled") :]


def test_a_funnel_may_bear_its_own_steps(tmp_path):
    (tmp_path / "way.txt").write_text("走\n\n=> 2023-01-01\nstep | n\na | 0\n", "utf-8")
    (tmp_path / "way.sql").write_text(FRONT % INLINE, "utf-8")
    found = queries_of.load(tmp_path / "way.sql")
    assert isinstance(found, queries_of.Funnel)
    (own,) = found.step_lists(LISTS)
    assert [step.code for step in own.steps] == ["a", "b"]
    assert steps_of.choose([own], found.pipeline, area="411424") is own


@pytest.mark.parametrize(
    ("front", "complaint"),
    [
        (f'pipeline = "way"\n{INLINE}', "both `pipeline` and `steps`"),
        ('pipeline = "way"\nseverity = "warn"', "unknown key `severity`"),
        (INLINE.replace("stalled_after_days = 30", ""), "lacks `stalled_after_days`"),
    ],
)
def test_a_broken_funnel_is_refused(tmp_path, front, complaint):
    (tmp_path / "way.txt").write_text("走\n\n=> 2023-01-01\nstep | n\na | 0\n", "utf-8")
    (tmp_path / "way.sql").write_text(FRONT % front, "utf-8")
    with pytest.raises(Malformed, match=complaint):
        queries_of.load(tmp_path / "way.sql")


def test_an_attribution_is_first_or_last(tmp_path):
    (tmp_path / "way.txt").write_text("走\n\n=> 2023-01-01\nstep | n\na | 0\n", "utf-8")
    text = (FRONT % 'pipeline = "way"').replace('attribution = "first"', 'attribution = "best"')
    (tmp_path / "way.sql").write_text(text, "utf-8")
    with pytest.raises(Malformed, match="`attribution` is “best”"):
        queries_of.load(tmp_path / "way.sql")
