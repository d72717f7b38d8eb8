"""Indices as data: strict, complete, and of the place and day they are for."""

from dataclasses import replace
from datetime import date

import pytest

from tuanqing.define import index as indices
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.query import load_all

GOOD = """
title = { zh = "指数", en = "Index" }
about = "试"
source = "文件"
reading = "我们的读法"
level = "township"
[method]
normalise = "goalposts"
aggregate = "arithmetic"
[[parts]]
indicator = "more"
weight = 60
floor = 0
cap = 100
[[parts]]
indicator = "less"
weight = 40
floor = 1
cap = 30
yearly = true
[[veto]]
indicator = "more"
below = 10
say = "太少"
[[bands]]
stars = 1
from = 0
title = { zh = "一星", en = "One star" }
[[bands]]
stars = 5
from = 90
title = { zh = "五星", en = "Five stars" }
quota = 20
"""


@pytest.fixture(scope="module")
def indicators():
    some = next(iter(load_all().indicators.values()))
    return {
        name: replace(some, name=name, better=better)
        for name, better in (("more", "higher"), ("less", "lower"), ("either", "neither"))
    }


@pytest.fixture
def written(tmp_path, indicators):
    """written(text, name) loads an index from that text."""

    def written(text: str, name: str = "index") -> indices.Index:
        file = tmp_path / f"{name}.toml"
        file.write_text(text, "utf-8")
        return indices.load(file, indicators)

    return written


def test_what_a_file_says(written):
    found = written(GOOD)

    assert [(p.indicator.name, p.weight, p.direction, p.yearly) for p in found.parts] == [
        ("more", 60, "higher", False),
        ("less", 40, "lower", True),  # the indicator says which way is better
    ]
    assert [band.stars for band in found.bands] == [5, 1]  # the best first, however written
    assert found.vetoes[0].at_most == 1  # unless the file says otherwise: the lowest band


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("weight = 60", "weight = 50", "weighs 90 in all. Let the weights add up to 100."),
        ("weight = 60", "weight = 0", "[[parts]] 1: `weight` is 0"),
        ('indicator = "less"', 'indicator = "lest"', "[[parts]] 2: names no indicator: lest"),
        ('indicator = "less"', 'indicator = "more"', "has more twice"),
        ('indicator = "less"', 'indicator = "either"', "does not say which way either is better"),
        ("cap = 30\n", "", "[[parts]] 2: lacks `floor` or `cap`"),
        ("cap = 30", "cap = 1", "`floor` is not below `cap`"),
        ('"goalposts"', '"minmax"', "has goalposts, but the method is minmax"),
        ('"goalposts"', '"posts"', "`normalise` is “posts”. Write one of goalposts, minmax, z, rank."),
        ('"arithmetic"', '"mean"', "`aggregate` is “mean”"),
        ('"township"', '"street"', "`level` is “street”"),
        ("from = 0", "from = 10", "has no band below 10"),
        ("from = 90", "from = 0", "has bands out of order"),
        ("quota = 20", "quota = 20\nlags = 1", "[[bands]] 2: has an unknown key `lags`"),
        ("stars = 5", "stars = 0", "has bands out of order"),
        ("below = 10\n", "", "needs `below` or `above`, not both"),
        ("below = 10", "below = 10\nabove = 20", "needs `below` or `above`, not both"),
        ("below = 10", "below = 10\nat_most = 3", "`at_most` is 3. Write one of 1, 5."),
        ('about = "试"', 'abut = "试"', "has an unknown key `abut`"),
        ('reading = "我们的读法"', "", "lacks `reading`"),
    ],
)
def test_a_wrong_index_is_refused_naming_the_place_and_the_cure(written, old, new, complaint):
    assert GOOD.count(old) >= 1
    with pytest.raises(Malformed) as fault:
        written(GOOD.replace(old, new, 1))
    assert complaint in str(fault.value)


def test_the_most_local_index_of_the_day_is_chosen(written):
    everywhere = written(GOOD, "everywhere")
    local = written('area = "3310"\nvalid_from = 2020-01-01\nvalid_to = 2021-12-31\n' + GOOD, "local")
    both = {index.name: index for index in (everywhere, local)}

    assert indices.choose(both, None, "331081", date(2020, 6, 30)) is local
    assert indices.choose(both, None, "331081", date(2021, 12, 31)) is local  # the last day counts
    assert indices.choose(both, None, "331081", date(2022, 1, 1)) is everywhere
    assert indices.choose(both, None, "411424", date(2020, 6, 30)) is everywhere
    assert indices.choose(both, "everywhere", "331081", date(2020, 6, 30)) is everywhere
    with pytest.raises(Refused, match="everywhere"):
        indices.choose(both, "local", "411424", date(2020, 6, 30))


def test_the_shipped_indices_load():
    shipped = indices.load_all(load_all().indicators)
    assert all(sum(part.weight for part in index.parts) == 100 for index in shipped.values())
    assert shipped
