"""Faults put into a clean world, and what must be found of each: written down by whoever puts it there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from tests.measure.audit.world import COUNTY, PAGES, Row, World


@dataclass(frozen=True)
class Seeded:
    """One fault: the check that is for its kind, the place it lies in, and the rows (dataset's lines) that are false."""

    check: str
    area: str
    lines: frozenset[int] = frozenset()
    kind: str = field(default="", compare=False)


Fault = Callable[[World], Iterable[Seeded]]
FAULTS: dict[str, Fault] = {}


def fault(kind: str) -> Callable[[Fault], Fault]:
    """Puts a function among the faults, under what its kind is called."""

    def keep(function: Fault) -> Fault:
        FAULTS[kind] = function
        return function

    return keep


def of(check: str, area: str, *lines: int) -> Seeded:
    return Seeded(check, area, frozenset(lines))


# -- organisations ----------------------------------------------------------------------------------------------------


def branches(world: World, count: int) -> list[tuple[int, Row]]:
    """Village branches nothing has been done to yet."""
    free = [
        line
        for line in world.lines("organisation", type="branch")
        if world.row("organisation", line).get("village") and ("branch", str(line)) not in world.taken
    ]
    chosen = world.random.sample(free, count)
    world.taken |= {("branch", str(line)) for line in chosen}
    return [(line, world.row("organisation", line)) for line in chosen]


@fault("空心：有组织没有团员")
def hollow(world):
    for line, row in branches(world, 3):
        row["members"] = 0
        yield of("organisation_hollow", row["village"], line)


@fault("三有：没有团干")
def no_cadre(world):
    for line, row in branches(world, 3):
        row["cadres"] = 0
        yield of("organisation_no_cadre", row["village"], line)


@fault("支部少于3人")
def small(world):
    for _line, row in branches(world, 2):
        row["members"] = world.random.randint(1, 2)
        yield of("organisation_small_branch", row["village"])


@fault("支部超过50人")
def large(world):
    for _line, row in branches(world, 2):
        row["members"] = world.random.randint(51, 300)
        yield of("organisation_large_branch", row["village"])


@fault("团青比超过100%")
def over_youth(world):
    for _line, row in branches(world, 2):
        (line,) = world.lines("area", area_code=row["village"])
        world.row("area", line)["youth"] = world.random.randint(1, max(1, row["members"] - 1))
        row["members"] = max(row["members"], 4)
        world.row("area", line)["youth"] = row["members"] - world.random.randint(1, 3)
        yield of("members_over_youth", row["village"])


@fault("团学比超线")
def over_pupils(world):
    town = world.place("school share")
    (school,) = world.lines("area", area_code=f"J{town}")
    (line,) = world.lines("organisation", org_id=f"{town}S")
    members = world.row("organisation", line)["members"]
    world.row("area", school)["pupils"] = round(members / world.random.uniform(0.32, 0.8))
    yield of("league_share_high", f"J{town}")


@fault("覆盖超过100%")
def over_coverage(world):
    town = world.place("coverage")
    (area,) = world.lines("area", area_code=town)
    (line,) = world.lines("organisation", org_id=f"{town}L")
    world.row("organisation", line)["youth_covered"] = world.row("area", area)[
        "youth"
    ] + world.random.randint(1, 5000)
    yield of("youth_covered_over_youth", town, line)


@fault("队员比学生多")
def over_pioneers(world):
    town = world.place("pioneers")
    (line,) = world.lines("area", area_code=f"P{town}")
    row = world.row("area", line)
    row["pioneers"] = row["pupils"] + world.random.randint(1, 400)
    yield of("pioneers_over_pupils", f"P{town}")


@fault("统计表和名册对不上")
def two_counts(world):
    town = world.place("counts")
    (line,) = world.lines("member_count", org_name=f"{town}团委")
    register = sum(
        row["members"]
        for row in world.rows["organisation"]
        if row["township"] == town and row["type"] == "branch"
    )
    world.row("member_count", line)["members"] = round(register * world.random.choice([0.3, 0.7, 1.3, 4]))
    yield of("member_count_mismatch", town)


@fault("一人两处专职")
def two_posts(world):
    one, other = world.random.sample(range(1, len(world.rows["cadre"]) + 1), 2)
    while world.row("cadre", one)["committee"] == world.row("cadre", other)["committee"]:
        other = world.random.randint(1, len(world.rows["cadre"]))
    world.row("cadre", one)["post"] = world.row("cadre", other)["post"] = "full_time"
    world.row("cadre", other)["person"] = world.row("cadre", one)["person"]
    later = max((one, other), key=lambda line: world.row("cadre", line)["committee"])
    yield of("cadre_two_committees", COUNTY, later)


@fault("一人两校辅导员")
def two_schools(world):
    one, other = world.random.sample(world.primary, 2)
    first = world.random.choice(world.lines("counsellor", school=min(one, other)))
    second = world.random.choice(world.lines("counsellor", school=max(one, other)))
    world.row("counsellor", second)["person"] = world.row("counsellor", first)["person"]
    yield of("counsellor_two_schools", COUNTY, second)


# -- volunteers -------------------------------------------------------------------------------------------------------


def somebody(world: World) -> tuple[str, str, str, date]:
    """A new volunteer, with township, team and a day."""
    town = world.random.choice(world.townships)
    return (
        world.person(),
        town,
        f"{town}服务队{world.random.randint(0, 1)}",
        world.day(world.random.choice(world.months)),
    )


@fault("一天超过24小时")
def over_24(world):
    for _ in range(2):
        person, town, team, day = somebody(world)
        lines = [
            world.serve(person, town, team, day, hours=world.random.uniform(8.5, 11), project=f"甲{n}")
            for n in range(3)
        ]
        yield of("volunteer_hours_over_24", town, *lines)


@fault("一天超过12小时")
def over_12(world):
    for _ in range(2):
        person, town, team, day = somebody(world)
        lines = [
            world.serve(person, town, team, day, hours=world.random.uniform(6.1, 11), project=f"乙{n}")
            for n in range(2)
        ]
        yield of("volunteer_hours_over_12", town, *lines)


@fault("一天两个乡镇")
def two_townships(world):
    for _ in range(2):
        person, town, team, day = somebody(world)
        other = world.random.choice([code for code in world.townships if code != town])
        first = world.serve(person, town, team, day, hours=world.random.uniform(4.1, 5.9))
        second = world.serve(person, other, f"{other}服务队0", day, hours=world.random.uniform(4.1, 5.9))
        yield of("volunteer_two_places", COUNTY, first, second)


@fault("活动时间重叠")
def overlap(world):
    for _ in range(2):
        person, town, team, day = somebody(world)
        start = world.random.randint(8, 18)
        minutes = world.random.randint(1, 50)
        first = world.serve(
            person, town, team, day, hours=2, project="丙", started_at=time(start), ended_at=time(start + 2)
        )
        second = world.serve(
            person,
            town,
            team,
            day,
            hours=2,
            project="丁",
            started_at=time(start + 1, minutes),
            ended_at=time(start + 3),
        )
        world.serve(
            person,
            town,
            team,
            day,
            hours=1,
            project="戊",
            started_at=time(start + 3),
            ended_at=time(start + 4),
        )
        yield of("volunteer_times_overlap", town, first, second)


@fault("一次服务记两遍")
def served_twice(world):
    line = world.random.choice(world.lines("volunteer_service", hours_kind="credit"))
    row = world.row("volunteer_service", line)
    again = world.add("volunteer_service", **row)
    yield of("volunteer_duplicate", row["township"], again)


@fault("注册了从不活动的队")
def idle_team(world):
    for _ in range(2):
        town = world.random.choice(world.townships)
        line = world.add("volunteer_team", team_id=f"空{world.random.getrandbits(40)}", name=f"{town}挂名队{world.random.getrandbits(40)}",
                         kind=world.random.choice(["team", "commando"]), township=town, volunteers=world.random.randint(1, 500),
                         founded_on=world.months[0] - timedelta(days=world.random.randint(0, 900)), as_of=world.listed)  # fmt: skip
        yield of("volunteer_team_idle", town, line)


@fault("注册多、活动少的队")
def sleeping_team(world):
    town = world.place("team")
    (line,) = world.lines("volunteer_team", team_id=f"D{town}1")
    world.row("volunteer_team", line)["volunteers"] = world.random.randint(600, 3000)
    yield of("volunteer_team_sleeping", town)


# -- the same again, or far too much -----------------------------------------------------------------------------------


@fault("青年之家人次连着一样")
def homes_repeated(world):
    town = world.place("home months")
    first = world.random.randint(0, len(world.months) - 4)
    months = world.months[first : first + world.random.randint(3, 4)]
    number, false = world.crowd(60, least=41), []
    for month in months:
        lines = [
            n
            for n in world.lines("youth_home_event", township=town)
            if world.row("youth_home_event", n)["held_on"].replace(day=1) == month
        ]
        for line in lines:
            world.row("youth_home_event", line)["person_times"] = number if line == lines[0] else None
        false += lines[:1] if month != months[0] else []
    yield of("figures_repeated", town, *false)


@fault("志愿服务人次连着一样")
def volunteers_repeated(world):
    town, first = world.place("volunteer months"), world.random.randint(0, len(world.months) - 4)
    months = world.months[first : first + 3]
    number, false = world.random.randint(200, 300), []
    for month in months:
        lines = [
            n
            for n in world.lines("volunteer_service", township=town)
            if world.row("volunteer_service", n)["served_on"].replace(day=1) == month
        ]
        own = sum(world.row("volunteer_service", n).get("person_times", 1) for n in lines)
        (ledger,) = [n for n in lines if world.row("volunteer_service", n)["project"] == "大型活动"]
        world.row("volunteer_service", ledger)["person_times"] += number - own
        false += lines if month != months[0] else []
    yield of("volunteer_figures_repeated", town, *false)


@fault("活动人数连着一样")
def activities_repeated(world):
    town, first = world.place("activity months"), world.random.randint(0, len(world.months) - 3)
    number, false = world.crowd(120, least=21), []
    for n, month in enumerate(world.months[first : first + 3]):
        (line,) = [
            n
            for n in world.lines("activity", township=town, kind="lecture")
            if world.row("activity", n)["held_on"].replace(day=1) == month
        ]
        world.row("activity", line)["person_times"] = number
        false += [line] if n else []
    yield of("activity_figures_repeated", town, *false)


@fault("一个月忽然高出自己许多")
def own_leap(world):
    town = world.place("activity months")
    lines = world.lines("activity", township=town, kind="lecture")
    line = world.random.choice(lines[16:])
    world.row("activity", line)["person_times"] = round(120 * world.random.uniform(25, 60))
    yield of("monthly_figure_outlying", town)


@fault("一个月高出各乡镇许多")
def peers_leap(world):
    town = world.place("activity months")
    line = world.random.choice(world.lines("activity", township=town, kind="lecture"))
    world.row("activity", line)["person_times"] = round(120 * world.random.uniform(25, 60))
    yield of("monthly_figure_above_peers", town)


@fault("比上年同月翻几番")
def year_leap(world):
    town = world.place("activity months")
    lines = world.lines("activity", township=town, kind="lecture")
    late = world.random.randint(12, len(lines) - 1)
    world.row("activity", lines[late - 12])["person_times"] = world.random.randint(100, 150)
    world.row("activity", lines[late])["person_times"] = world.random.randint(800, 4000)
    yield of("monthly_figure_jump", town)


@fault("一场活动多写一个0")
def event_leap(world):
    town = world.place("home months")
    lines = world.lines("youth_home_event", township=town)
    line = world.random.choice(lines[20:])
    middle = sorted(world.row("youth_home_event", n)["person_times"] for n in lines)[len(lines) // 2]
    world.row("youth_home_event", line)["person_times"] = middle * world.random.randint(10, 20)
    yield of("home_event_outlying", town, line)


@fault("人数都是整数")
def heaped(world):
    town, year = world.place("home months"), world.random.choice(world.months).year
    for line in world.lines("youth_home_event", township=town):
        row = world.row("youth_home_event", line)
        if row["held_on"].year == year:
            row["person_times"] = max(10, row["person_times"] // 5 * 5)
    for n in range(world.random.randint(20, 40)):
        world.add("youth_home_event", home_id=f"H{town}", home=f"{town}青年之家", township=town, event=f"小组{n}",
                  held_on=date(year, n % 12 + 1, n % 28 + 1), person_times=5 * world.random.randint(3, 12))  # fmt: skip
    yield of("figures_heaped", town)


@fault("尾数总是那几个")
def digits(world):
    favourite = world.random.sample([1, 2, 3, 4, 6, 7, 8, 9], 2)
    year = world.random.choice(world.months).year
    for n in range(world.random.randint(400, 600)):
        town = world.random.choice(world.townships)
        world.add("activity", name=f"走访{n}", kind="inspection", held_on=date(year, n % 12 + 1, n % 28 + 1), township=town,
                  people=10 * world.random.randint(1, 12) + world.random.choice(favourite))  # fmt: skip
    yield of("figures_last_digit", COUNTY)


@fault("金额首位数编的")
def invented_money(world):
    for n in range(world.random.randint(500, 700)):
        size = 10 ** world.random.randint(1, 5)
        world.add("funding", voucher=f"编{n}", paid_on=world.day(world.random.choice(world.months)), project="零星支出",
                  spent=world.random.randint(1, 9) * size + world.random.randint(0, size - 1), township=world.random.choice(world.townships))  # fmt: skip
    yield of("money_first_digit", COUNTY)


# -- ledgers ----------------------------------------------------------------------------------------------------------


@fault("办了活动没有人")
def nobody(world):
    for _ in range(2):
        town = world.place("home months")
        line = world.random.choice(world.lines("youth_home_event", township=town))
        world.row("youth_home_event", line)["person_times"] = 0
        yield of("home_event_empty", town, line)


@fault("有活动没人次的家")
def no_visits(world):
    line = world.random.randint(1, len(world.rows["youth_home"]))
    world.row("youth_home", line)[world.random.choice(["visits", "events"])] = 0
    yield of("home_visits_missing", world.row("youth_home", line)["township"])


@fault("一场活动报两遍")
def held_twice(world):
    line = world.random.choice(world.lines("youth_home_event", township=world.place("home months")))
    row = world.row("youth_home_event", line)
    yield of("home_event_duplicate", row["township"], world.add("youth_home_event", **row))


@fault("一次活动记两遍")
def done_twice(world):
    town = world.place("activity months")
    row = world.row("activity", world.random.choice(world.lines("activity", township=town, kind="lecture")))
    yield of("activity_duplicate", town, world.add("activity", **row))


@fault("一笔账记两遍")
def paid_twice(world):
    line = world.random.choice(world.lines("funding", project="日常支出"))
    row = world.row("funding", line)
    yield of("funding_duplicate", row["township"], world.add("funding", **row))


@fault("一批资助记两遍")
def aided_twice(world):
    row = world.row("aid", world.random.choice(world.lines("aid", township=world.place("aid round"))))
    yield of("aid_duplicate", row["township"], world.add("aid", **row))


@fault("收支元和万元写混")
def funding_slip(world):
    for way in (10000, 0.0001):
        line = world.random.choice(
            [
                n
                for n in world.lines("funding", project="团建经费")
                if 10000 < world.row("funding", n)["received"] < 90000
            ]
        )
        row = world.row("funding", line)
        row["received"] = round(row["received"] * way, 4)
        yield of("funding_unit_slip", row["township"], line)


@fault("资助元和万元写混")
def aid_slip(world):
    line = world.random.choice(world.lines("aid", project="爱心助学", township=world.place("aid round")))
    row = world.row("aid", line)
    row["amount"] = round(row["amount"] / 10000, 4)
    yield of("aid_unit_slip", row["township"], line)


@fault("团费元和万元写混")
def fee_slip(world):
    line = world.random.randint(1, len(world.rows["league_fee"]))
    row = world.row("league_fee", line)
    row["amount"] *= 10000
    yield of("fee_unit_slip", row["township"], line)


def total(world: World, dataset: str, lines: Iterable[int], figures: Iterable[str], **own: object) -> int:
    """A row of the county that is the sum of rows of its townships."""
    parts = [world.row(dataset, line) for line in lines]
    row = {
        name: value
        for name, value in parts[0].items()
        if name not in ("township", "voucher", "org_name", "team")
    } | own
    return world.add(dataset, **row | {name: sum(part[name] for part in parts) for name in figures})


@fault("活动台账混着合计")
def activity_total(world):
    day, some = (
        world.day(world.random.choice(world.months)),
        world.random.sample(world.townships, world.random.randint(3, 12)),
    )
    lines = [
        world.add(
            "activity", name="联谊", kind="matchmaking", held_on=day, people=world.crowd(40), township=t
        )
        for t in some
    ]
    yield of("activity_total_row", COUNTY, total(world, "activity", lines, ["people"]))


@fault("志愿台账混着合计")
def volunteer_total(world):
    day, some = (
        world.day(world.random.choice(world.months)),
        world.random.sample(world.townships, world.random.randint(3, 12)),
    )
    lines = [world.add("volunteer_service", project="防溺宣传", team=f"{t}场次队", served_on=day, person_times=(n := world.crowd(40)),
                       hours=n * 2, status="effective", township=t) for t in some]  # fmt: skip
    yield of(
        "volunteer_total_row",
        COUNTY,
        total(world, "volunteer_service", lines, ["person_times", "hours"], team="县队"),
    )


@fault("收支台账混着合计")
def funding_total(world):
    lines = [
        n
        for n in world.lines("funding", project="团建经费")
        if world.row("funding", n)["paid_on"] < world.months[3]
    ]
    yield of("funding_total_row", COUNTY, total(world, "funding", lines, ["received"], voucher="总"))


@fault("资助台账混着合计")
def aid_total(world):
    day, some = (
        world.day(world.random.choice(world.months)),
        world.random.sample(world.townships, world.random.randint(3, 12)),
    )
    lines = [world.add("aid", project="微心愿", donor="甲", paid_on=day, amount=world.crowd(9000, 0.2), beneficiaries=9, person_times=9,
                       township=t) for t in some]  # fmt: skip
    yield of("aid_total_row", COUNTY, total(world, "aid", lines, ["amount", "beneficiaries", "person_times"]))


@fault("团费统计混着合计")
def fee_total(world):
    month = world.random.choice(world.months)
    lines = world.lines("league_fee", month=month)
    yield of(
        "fee_total_row",
        COUNTY,
        total(world, "league_fee", lines, ["due", "paid", "amount"], org_name="团县委"),
    )


@fault("团员统计混着合计")
def member_total(world):
    lines = range(1, len(world.rows["member_count"]) + 1)
    yield of(
        "member_count_total_row",
        COUNTY,
        total(world, "member_count", lines, ["members", "branches"], org_name="团县委"),
    )


@fault("人次少于人数")
def fewer_times(world):
    town, day = world.place("aid"), world.day(world.random.choice(world.months))
    world.add(
        "aid",
        project="圆梦",
        donor="甲",
        paid_on=day,
        amount=5000,
        beneficiaries=5,
        person_times=6,
        township=town,
    )
    line = world.add(
        "aid",
        project="圆梦",
        donor="乙",
        paid_on=day,
        amount=9000,
        beneficiaries=world.random.randint(9, 90),
        township=town,
    )
    yield of("person_times_below_people", town, line)


# -- the way into the League -----------------------------------------------------------------------------------------


def meetings(world: World, count: int) -> list[tuple[int, Row]]:
    """Joinings nothing has been done to yet."""
    free = [
        n
        for n in world.lines("pipeline_event", step="meeting")
        if ("joining", str(n)) not in world.taken and world.row("pipeline_event", n)["league_no"]
    ]
    chosen = sorted(world.random.sample(free, count))
    world.taken |= {("joining", str(line)) for line in chosen}
    return [(line, world.row("pipeline_event", line)) for line in chosen]


@fault("编号重号")
def number_reused(world):
    ((one, first),) = meetings(world, 1)
    other, second = next(
        (n, row) for n, row in meetings(world, 30) if row["on_date"].year == first["on_date"].year
    )
    second["league_no"] = first["league_no"]
    line, row = max((one, first), (other, second), key=lambda pair: (pair[1]["on_date"], pair[1]["person"]))
    yield of("league_number_reused", row["school"], line)


@fault("编号年份或位数不对")
def number_wrong(world):
    for line, row in meetings(world, 2):
        year = row["on_date"].year - world.random.randint(2, 5)
        row["league_no"] = world.random.choice(
            [
                f"{year}/12/{line:031x}",
                f"{row['on_date'].year}/{world.random.choice([10, 11, 13])}/{line:031x}",
            ]
        )
        if {year, row["on_date"].year} <= {2017, 2018}:
            row["league_no"] = f"2012/12/{line:031x}"
        yield of("league_number_wrong", row["school"], line)


@fault("一人在两个支部")
def two_branches(world):
    ((_line, row),) = meetings(world, 1)
    other = world.random.choice([school for school in world.junior if school != row["school"]])
    again = world.step(
        row["person"], "meeting", row["on_date"] + timedelta(days=world.random.randint(1, 60)), other
    )
    yield of("league_two_branches", other, again)


@fault("漏斗倒挂")
def inverted(world):
    town = world.place("funnel")
    year = world.months[-1].year
    earlier = len(
        {
            row["person"]
            for row in world.rows["pipeline_event"]
            if row["school"] == f"J{town}" and row["step"] == "activist"
        }
    )
    lines = [world.step(world.person(), "target", date(year, 6, world.random.randint(1, 28)), f"J{town}")
             for _ in range(earlier + world.random.randint(3, 20))]  # fmt: skip
    yield of("pipeline_steps_inverted", f"J{town}", *lines)


@fault("不满14周岁入团")
def too_young(world):
    ((line, row),) = meetings(world, 1)
    row["born"] = row["on_date"].replace(year=row["on_date"].year - 14) + timedelta(
        days=world.random.randint(1, 300)
    )
    yield of("league_joined_under_14", row["school"], line)


@fault("步骤日期颠倒")
def out_of_order(world):
    ((line, row),) = meetings(world, 1)
    (target,) = world.lines("pipeline_event", person=row["person"], step="target")
    row["on_date"], world.row("pipeline_event", target)["on_date"] = (
        world.row("pipeline_event", target)["on_date"],
        row["on_date"],
    )
    yield of("league_dates_out_of_order", row["school"], line, target)


# -- sheets -----------------------------------------------------------------------------------------------------------


@fault("只导出了一页")
def page(world):
    """Last of all: the sheet must not grow any more."""
    dataset = world.random.choice(["activity", "aid", "funding"])
    wanted = next((size for size in PAGES if size >= len(world.rows[dataset])), None)
    dataset = dataset if wanted else "aid"
    wanted = wanted or next(size for size in PAGES if size >= len(world.rows["aid"]))
    while len(world.rows[dataset]) < wanted:
        world.longer(dataset)
    yield of("export_page_cut", COUNTY)
