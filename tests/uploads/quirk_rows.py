"""Plausible rows for the fixtures, with the headers of real exports; everybody in them is invented."""

import random
from datetime import date, timedelta
from typing import Any

Row = list[Any]

TOWNS = [
    "陈青集镇",
    "起台镇",
    "胡襄镇",
    "慈圣镇",
    "安平镇",
    "远襄镇",
    "岗王镇",
    "伯岗镇",
    "张桥镇",
    "老王集镇",
]
TOWNS += ["朱襄镇", "洪恩乡", "马集乡", "牛城乡", "惠济乡", "申桥乡", "李原乡", "皇集乡"]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ["若溪", "子墨", "雨桐", "浩然", "思远", "梓涵", "一诺", "嘉言"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_chance = random.Random(411424)


def homes(count: int) -> list[Row]:
    """青年之家云平台 registry."""
    head = "青年之家编号 青年之家名称 所属乡镇 级别 类型 建设方式 面积(㎡) 负责人 联系电话 入驻时间 "
    head += "状态 发布活动数 参与人次"
    rows: list[Row] = [head.split(" ")]
    for i in range(count):
        town = TOWNS[i % len(TOWNS)]
        rows.append(
            [
                f"QN4114{i + 1:04d}",
                f"{town}青年之家",
                town,
                "分部",
                ["社区型", "乡村型", "校园型"][i % 3],
                "共建",
                80 + 7 * i,
                person(i),
                f"1380000{i:04d}",
                f"2023-{i % 12 + 1:02d}-15",
                "运行",
                3 + i,
                60 + 11 * i,
            ]
        )
    return rows


def services(count: int) -> list[Row]:
    """Volunteer records."""
    head = "志愿者编号 姓名 证件号码 志愿团体 项目名称 活动日期 服务地区 服务时长(小时) 录入方式 状态"
    rows: list[Row] = [head.split(" ")]
    for i in range(count):
        town = TOWNS[i % len(TOWNS)]
        rows.append(
            [
                f"ZY{i + 1:08d}",
                person(i),
                identity(2000 + i % 8),
                f"{town}青年志愿服务队",
                "清洁家园志愿服务",
                str(date(2023, 3, 5) + timedelta(17 * i)),
                town,
                1.5 + i % 4,
                "签到签退",
                "已生效",
            ]
        )
    return rows


def organisations(count: int) -> list[Row]:
    """智慧团建 organisation list."""
    head = "团组织ID 团组织全称 团组织简称 组织类型 上级组织 单位所属行业类别 团员人数 应换届时间"
    rows: list[Row] = [head.split(" ")]
    for i in range(count):
        town = TOWNS[i % len(TOWNS)]
        village = f"第{i // len(TOWNS) + 1}村"
        rows.append(
            [
                f"ZC{i + 1:06d}",
                f"共青团柘城县{town}{village}支部委员会",
                f"{village}团支部",
                "团支部",
                f"共青团柘城县{town}委员会",
                "农村",
                6 + i % 23,
                f"202{4 + i % 3}-06-30",
            ]
        )
    return rows


def funding(count: int) -> list[Row]:
    """Income and spending."""
    head = "序号 日期 凭证号 项目名称 资金来源 收入(万元) 支出(万元) 受助人数 受助人次 学校 经办人 备注"
    rows: list[Row] = [head.split(" ")]
    for i in range(count):
        rows.append(
            [
                i + 1,
                f"2023-{i % 12 + 1:02d}-20",
                f"记-{i + 11}",
                "希望工程圆梦行动",
                ["财政", "团费", "社会捐赠"][i % 3],
                1.25 + i,
                0.5 + i,
                4 + i,
                6 + i,
                f"{TOWNS[i % len(TOWNS)]}第一中学",
                person(i),
                "",
            ]
        )
    return rows


def members(count: int) -> list[Row]:
    """团员列表, the columns of a desk tool."""
    return [
        [
            i + 1,
            person(i),
            f"2023{i:04d}",
            "男女"[i % 2],
            "汉族",
            f"1390000{i:04d}",
            "团员",
            "是",
            f"2021.{i % 9 + 1}",
        ]
        for i in range(count)
    ]


def schools(count: int) -> list[Row]:
    """Schools under a township cell that is merged downwards: three, two and one."""
    towns = ["陈青集镇", "", "", "起台镇", "", "胡襄镇"]
    rows: list[Row] = [["乡镇", "学校名称", "学段", "队员数"]]
    rows += [[towns[i], f"第{i + 1}小学", "小学", 120 + i] for i in range(count)]
    return rows


def fees() -> list[Row]:
    """团费 statistics as a tree: parents hold the sum of their children."""
    head = ["组织", "组织团员总数", "应交费团员数", "已交团员数", "未交团员数", "当月交纳总额", "统计时间"]
    body: list[Row] = [["共青团柘城县委员会", 60, 60, 54, 6, 10.8, "2023-12"]]
    for i, town in enumerate(TOWNS[:3]):
        body.append([f"　共青团{town}委员会", 20, 20, 18, 2, 3.6, "2023-12"])
        body += [
            [f"　　{town}第{n + 1}村团支部", 10, 10, 9, 1, 1.8, "2023-12"] for n in range(2 if i < 3 else 0)
        ]
    return [head, *body]


def fees_with_parents() -> list[Row]:
    """The same tree shuffled and without indentation: a column names each row's parent."""
    head, *body = fees()
    above, flat = ["", "", ""], []
    for row in body:
        depth = len(str(row[0])) - len(str(row[0]).lstrip("　"))
        name = str(row[0]).strip("　")
        above[depth] = name
        flat.append([name, above[depth - 1] if depth else "", *row[1:]])
    return [[head[0], "上级组织", *head[1:]], *reversed(flat)]


def grouped_header() -> tuple[Row, Row]:
    """The two header rows of 直属下级数据统计."""
    leaves = "组织名称 已建立组织总数 已建立支部数 空心团委数 空心团支部数 无团干团支部数 已报到团员数 "
    leaves += "已录入团干数 已入驻企业号团干数 "
    leaves += "转出中团员数 已转出团员数 待确认接收团员数 已接收团员数 "
    leaves += "本级累计需响应申请数 本级及时响应数 本级及时响应率 "
    leaves += "累计需响应申请数 及时响应数 及时响应率"
    top = ["团务数据统计", *[""] * 8, "组织关系转接统计", *[""] * 3, "月度业务响应统计", *[""] * 5]
    return top, leaves.split(" ")


def statistics(count: int) -> list[Row]:
    """Rows under `grouped_header`."""
    return [
        [
            f"共青团{TOWNS[i]}委员会",
            20 + i,
            18 + i,
            0,
            i % 3,
            1,
            300 + i,
            40,
            12,
            1,
            5,
            2,
            7,
            9,
            8,
            "88.9%",
            30,
            27,
            "90%",
        ]
        for i in range(count)
    ]


def numbered(rows: list[Row], serials: list[str]) -> list[Row]:
    """The rows with a 序号 column in front."""
    return [["序号", *rows[0]], *[[serial, *row] for serial, row in zip(serials, rows[1:], strict=True)]]


def without_header(rows: list[Row], name: str) -> list[Row]:
    """The rows with one header cell blanked."""
    return [["" if cell == name else cell for cell in rows[0]], *rows[1:]]


def with_dates(rows: list[Row], column: int) -> list[Row]:
    """The rows with real dates in one column."""
    return [rows[0], *[[*r[:column], date.fromisoformat(r[column]), *r[column + 1 :]] for r in rows[1:]]]


def with_durations(rows: list[Row]) -> list[Row]:
    """Volunteer records whose hours are durations: 1:30, 30:30 ..."""
    spans = [timedelta(hours=1.5), timedelta(hours=30.5), timedelta(hours=2), timedelta(minutes=45)]
    return [rows[0], *[[*row[:7], span, *row[8:]] for row, span in zip(rows[1:], spans, strict=True)]]


def full_width(cell: Any) -> str:
    """The text in full-width characters."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in str(cell))


def person(number: int) -> str:
    """An invented name."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number * 3 % len(GIVEN)]


def identity(year: int = 2005) -> str:
    """A valid identity number of nobody: area 999999."""
    first = (
        f"999999{year}{_chance.randint(1, 12):02d}{_chance.randint(1, 28):02d}{_chance.randint(1, 999):03d}"
    )
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + "10X98765432"[total % 11]


def with_x() -> str:
    """An identity number that ends in X."""
    while not (number := identity()).endswith("X"):
        pass
    return number
