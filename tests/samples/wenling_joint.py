"""温岭市's joint organisations in the emerging fields: which of the organisations they are, and whom they cover."""

from collections.abc import Sequence

from tests.samples.organisations import Organisation
from tests.samples.people import Dice
from tests.samples.published import value

FORMS = [
    *["小微园区联合团建", "社区大团委", "个民协团委", "非公企业联合团建", "海上团建"],
    *["区域化联建·契约化共建", "团建+轮值", "楼宇团建"],
]


def joint(listed: Sequence[Organisation]) -> dict[str, tuple[str, str]]:
    """Form and young people covered, by organisation number; two parks of 泽国镇 are among them."""
    dice = Dice("wenling joint")
    assert len(FORMS) == value("A3.13")
    firms = [o for o in listed if o.type == "团支部" and o.industry in ("非公企业", "城市社区", "农村")]
    parks = [o for o in firms if o.township and o.township.name == "泽国镇"][: value("A3.27a")]
    others = [o for o in firms if not (o.township and o.township.name == "泽国镇")]
    chosen = [*parks, *dice.some(others, 47)]
    young = dice.spread(value("A3.14"), len(chosen), low=30, high=190)
    found = {}
    for number, (one, people) in enumerate(zip(chosen, young, strict=True)):
        form = FORMS[0] if number < len(parks) else FORMS[number % len(FORMS)]
        found[one.id] = (form, f"{people}多" if number % 9 == 4 else str(people))
    return found
