"""惠水县's Pioneers: every brigade, squadron and squad, who leads them, their congresses and what they did in 2023."""

from collections.abc import Sequence
from datetime import date

from tests.samples.areas import Area, County
from tests.samples.export import Cell, Export, Row
from tests.samples.huishui import PLACE, the_county
from tests.samples.people import Dice, Person, name, people, phone, say
from tests.samples.place import but
from tests.samples.published import value

END = date(2023, 6, 30)
GRADES = "一二三四五六"
OVERDUE, NEVER = 5, 2  # schools whose congress is late, or was never held
UNIT_HEADER = [
    *["少先队组织编号", "少先队组织名称", "队组织类型", "上级队组织编号", "乡镇", "村（社区）", "学校名称"],
    *["基地主题", "队员人数", "建立时间"],
]
COUNSELLOR_HEADER = [
    *["身份证号", "姓名", "联系电话", "辅导员类别", "所带队组织编号", "乡镇", "学校名称", "是否持证"],
    *["培训时间", "聘任时间"],
]


def exports() -> list[Export]:
    """All files, in import order."""
    county = the_county()
    units = _units(county)
    return [
        _unit_list(units), _counsellors(county, units), _congresses(county), _activities(county), _reform(),
    ]  # fmt: skip


def _schools(county: County) -> list[tuple[Area | None, Area]]:
    """(township, school) of every school with Pioneers."""
    found = [(t, s) for t in county.townships for s in county.schools[t.code] if s.pioneers]
    return [*found, *((None, school) for school in county.high_schools if school.pioneers)]


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """`total` split in proportion to `weights`, the largest remainders rounded up."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def _units(county: County) -> list[Row]:
    """UNIT_HEADER: committees, brigades, squadrons, squads, bases and the studio."""
    dice, rows = Dice("huishui pioneer units"), list[Row]()

    def unit(
        id: str, called: str, kind: str, above: str = "", where: Area | None = None, **more: Cell
    ) -> None:
        place = [where.name if where else None, more.get("village"), more.get("school")]
        rows.append(
            [id, called, kind, above or None, *place, more.get("theme"), more.get("members"), more["founded"]]
        )

    top, old = "SGW5227310000", "2019-10-13"
    unit(top, "惠水县少工委", "少工委", founded=old)
    communities = [(t, v) for t in county.townships for v in county.villages[t.code]]
    communities.sort(key=lambda pair: pair[1].kind != "社区")  # communities first, then villages
    for number, township in enumerate(county.townships, 1):
        unit(f"SGW{number:04d}", f"{township.name}少工委", "少工委", top, township, founded="2020-06-01")
    assert len(county.townships) == value("A4.06")
    for number, (township, village) in enumerate(communities[: value("A4.07")], 101):
        called = f"{village.name}少工委"
        unit(f"SGW{number:04d}", called, "少工委", top, township, village=village.name, founded="2022-05-20")
    schools = _schools(county)
    weights = [school.pioneers or 0 for _township, school in schools]
    squadrons, squads = shared(value("A4.04b"), weights), shared(value("A4.04c"), weights)
    for at, (township, school) in enumerate(schools):
        brigade, more = f"DD{at + 1:03d}", {"school": school.name, "founded": old}
        unit(brigade, f"{school.name}大队", "大队", top, township, members=school.pioneers, **more)
        sizes = dice.spread(school.pioneers or 0, squads[at], low=5, high=13)
        if at == 3:  # one squad too small, its neighbour one larger
            small = next(n for n in range(len(sizes) - 1) if sizes[n] <= 8 and sizes[n + 1] + sizes[n] <= 17)
            sizes[small], sizes[small + 1] = 4, sizes[small] + sizes[small + 1] - 4
        each = dice.spread(squads[at], squadrons[at], low=2, high=4)
        for number, many in enumerate(each):
            squadron, called = f"{brigade}Z{number + 1:02d}", f"{GRADES[number % 6]}年级{number // 6 + 1}中队"
            mine = [sizes.pop() for _ in range(many)]
            unit(squadron, called, "中队", brigade, township, members=sum(mine), **more)
            for order, members in enumerate(mine, 1):
                unit(
                    f"{squadron}X{order}",
                    f"{called}第{order}小队",
                    "小队",
                    squadron,
                    township,
                    members=members,
                    **more,
                )
    kinds = ("教育培训", "社会实践", "体能锻炼", "陶冶情操")
    for number in range(value("A4.14")):
        unit(
            f"JD{number + 1:02d}",
            f"惠水县第{number + 1}少先队校外实践基地",
            "校外实践基地",
            top,
            county.townships[number],
            theme=kinds[number % 4],
            founded="2022-06-01",
        )
    unit("GZS01", "惠水县少先队名师工作室", "名师工作室", top, founded="2022-09-10")
    kinds_found = [row[2] for row in rows]
    for kind, figure in (("大队", "A4.04a"), ("中队", "A4.04b"), ("小队", "A4.04c")):
        assert kinds_found.count(kind) == value(figure)
    return rows


def _unit_list(rows: Sequence[Row]) -> Export:
    return PLACE.export(
        "惠水县少先队组织名册_20230630.csv",
        "pioneer_unit",
        UNIT_HEADER,
        rows,
        as_of=f"{END}",
        encoding="gb18030",
        titles=["惠水县少先队组织名册", "截至2023年6月30日"],
        faults=[
            (but(rows[600], {0: "DD901", 4: "王店镇", 6: None}), "没有王店镇"),
            (but(rows[1200], {0: "DD902", 2: None}), "队组织类型空着"),
            (but(rows[2400], {0: "DD903", 8: "若干"}), "队员人数不是数"),
        ],
        repeats=[900],
    )


def _counsellors(county: County, units: Sequence[Row]) -> Export:
    """One counsellor for each brigade, squadron and squad; those from outside; the studio's people."""
    dice = Dice("huishui counsellors")
    led = [row for row in units if row[2] in ("大队", "中队", "小队")]
    outside, studio = value("A4.10d"), [("主持人", "A4.11b"), ("成员", "A4.11c"), ("学员", "A4.11d")]
    count = len(led) + outside + sum(value(figure) for _word, figure in studio) + 1
    adults = people(dice, count, youngest=date(2000, 12, 31), oldest=date(1964, 1, 1))
    rows: list[Row] = []

    def post(
        person: Person, kind: str, unit: Cell, township: Cell, school: Cell, certified: str | None
    ) -> None:
        trained = say(dice.day(date(2021, 7, 1), date(2023, 4, 30)), "iso") if certified == "是" else None
        appointed = say(dice.day(date(2019, 9, 1), date(2022, 9, 30)), "iso")
        rows.append(
            [
                *[person.identity, person.name, phone(dice, starred=True), kind, unit, township, school],
                *[certified, trained, appointed],
            ]
        )

    shares = {"大队": 0.97, "中队": 0.82, "小队": 0.4}
    for row in led:
        certified = "是" if dice.chance(shares[str(row[2])]) else "否"
        post(adults.pop(), f"{row[2]}辅导员", row[0], row[4], row[6], certified)
    for _ in range(outside):
        township = dice.pick(county.townships)
        post(adults.pop(), "校外辅导员", None, township.name, None, dice.pick(["是", "是", "否", None]))
    post(adults.pop(), "总辅导员", None, None, None, "是")
    for word, figure in studio:
        for _ in range(value(figure)):
            post(adults.pop(), f"名师工作室{word}", "GZS01", None, None, "是")
    return PLACE.export(
        "惠水县少先队辅导员名册_20230630.csv",
        "counsellor",
        COUNSELLOR_HEADER,
        rows,
        as_of=f"{END}",
        encoding="gb18030",
        faults=[
            (but(rows[300], {5: "王店镇", 6: None}), "没有王店镇"),
            (but(rows[1500], {3: None}), "辅导员类别空着"),
            (but(rows[2600], {9: "2022-02-30"}), "没有2月30日"),
        ],
        notes=["注：小队辅导员为本县自设岗位"],
    )


def _congresses(county: County) -> Export:
    """The county's congress and those of the schools: held every school year but for a few."""
    dice = Dice("huishui congresses")
    rows: list[Row] = [["SDH000", "惠水县少先队代表大会", "县级少代会", None, None, "2021-11-18"]]
    schools = _schools(county)
    late = dice.some(range(len(schools)), OVERDUE + NEVER)
    for number, (township, school) in enumerate(schools):
        held = dice.day(date(2022, 9, 5), date(2023, 5, 25))
        if number in late[:OVERDUE]:
            held = dice.day(date(2020, 9, 5), date(2022, 5, 25))
        rows.append(
            [
                *[f"SDH{number + 1:03d}", f"{school.name}少代会", "学校少代会"],
                *[township.name if township else None, school.name],
                None if number in late[OVERDUE:] else say(held, "cn"),
            ]
        )
    return PLACE.export(
        "惠水县少代会召开情况_20230630.xlsx",
        "term",
        ["组织编号", "组织名称", "届别类型", "乡镇", "学校名称", "本届产生时间"],
        rows,
        as_of=f"{END}",
        titles=["惠水县各级少代会换届台账", "统计日期：2023年6月30日"],
        faults=[(but(rows[9], {0: "SDH901", 3: "王店镇", 4: None}), "没有王店镇")],
        total=["合计", f"{len(rows)}个", *[None] * 4],
    )


def _activities(county: County) -> Export:
    dice = Dice("huishui activities")
    rows: list[Row] = []

    def held(kind: str, called: str, total: int, word: str, parts: int, people_each: int) -> None:
        for number in dice.spread(total, parts):
            township = dice.pick(county.townships) if parts > 1 else None
            times = number * dice.between(people_each * 3 // 4, people_each) if people_each else None
            day = say(dice.day(date(2023, 1, 5), END), "slash")
            where = township.name if township else "县本级"
            rows.append([len(rows) + 1, day, where, called, kind, number, word, None, times, name(dice)])

    held("宣讲", "红领巾宣讲团宣讲", value("A4.03"), "次", 17, 70)
    held("融城活动", "易地扶贫搬迁社区融城活动", value("A4.17"), "次", 2, 120)
    held("合作签约", "公益培训合作签约", value("A4.18"), "家", 1, 0)
    held("标识专项整治", "少先队标志标识专项整治", value("A4.12"), "次", 1, 60)
    held("调研督导", "少先队工作调研督导", value("A4.13"), "次", 11, 8)
    held("校外活动", "少先队校外实践活动", value("A4.16"), "场", 62, 45)
    held("听取汇报", "县委常委会听取少先队工作汇报", value("A4.15"), "次", 1, 0)
    return PLACE.export(
        "惠水县少先队学习与活动台账_2023.xlsx",
        "activity",
        [
            "序号",
            "活动时间",
            "乡镇",
            "活动名称",
            "工作类别",
            "数量",
            "计量单位",
            "参加人数",
            "参加人次",
            "填报人",
        ],
        rows,
        titles=["惠水县少先队学习与活动台账（2023年上半年）"],
        groups=[("", 1), ("", 1), ("", 1), ("活动情况", 4), ("参加情况", 2), ("", 1)],
        faults=[
            (but(rows[20], {2: "王店镇"}), "没有王店镇"),
            (but(rows[40], {1: "2023/4/31"}), "没有4月31日"),
            (but(rows[60], {4: None}), "工作类别空着"),
        ],
        notes=["说明：次、场、家各算各的，不相加"],
    )


def _reform() -> Export:
    """The documents of the project and the five red strands its activities belong to."""
    documents = (
        ("中共中央关于全面加强新时代少先队工作的意见", "2021年1月"),
        ("少先队队务手册（试行）", "2022年3月"),
        ("红领巾奖章实施方案（试行）", "2022年4月"),
        ("红领巾示范校创建办法（试行）", "2022年9月"),
        ("少先队名师工作室组建方案", "2023年2月"),
    )
    strands = ("红色基因", "红色细胞", "红色导师", "红色文化", "红色载体")
    assert len(documents) == value("A4.25")
    assert len(strands) == value("A4.24")
    rows: list[Row] = [[title, "制度文件", "少先队", on] for title, on in documents]
    rows += [[strand, "工作板块", "小红花培养工程", "2023年1月"] for strand in strands]
    return PLACE.export(
        "惠水县小红花培养工程制度与板块.csv",
        "reform_task",
        ["制度名称", "材料类型", "改革方向", "印发时间"],
        rows,
        encoding="gb18030",
    )
