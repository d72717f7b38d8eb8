"""A county made up at random, in which nothing is wrong."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
COUNTY = "990100"
PAGES = (20, 50, 100, 200, 500)


class World:
    """Rows by dataset, in order: a row's line is its place, from 1. `random` is what everything is drawn from."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.townships: list[str] = []
        self.primary: list[str] = []
        self.junior: list[str] = []
        self.people = 0
        year = self.random.randint(2018, 2021)
        self.months = [date(year + n // 12, n % 12 + 1, 1) for n in range(36)]
        self.listed = self.months[-1] + timedelta(days=self.random.randint(0, 27))  # the day of every list
        self.taken: set[tuple[str, str]] = set()
        self._areas()
        self._organisations()
        self._pioneers()
        self._homes()
        self._volunteers()
        self._activities()
        self._money()
        self._pipeline()
        self.no_page()

    def add(self, dataset: str, **row: Any) -> int:
        """One more row; its line."""
        self.rows[dataset].append(row)
        return len(self.rows[dataset])

    def day(self, month: date) -> date:
        return month.replace(day=self.random.randint(1, 28))

    def person(self) -> str:
        """The key of somebody new."""
        self.people += 1
        return f"s{self.random.getrandbits(100):025x}{self.people:06x}"

    def crowd(self, middle: float, spread: float = 0.4, least: int = 10) -> int:
        """How many came: around `middle`, never the same, no digit before another."""
        return max(least, round(middle * self.random.lognormvariate(0, spread)))

    def place(self, what: str) -> str:
        """A township nothing has been done to yet as to `what`."""
        free = [code for code in self.townships if (what, code) not in self.taken]
        chosen = self.random.choice(free)
        self.taken.add((what, chosen))
        return chosen

    def lines(self, dataset: str, **wanted: Any) -> list[int]:
        """The lines of a dataset whose rows say what is wanted."""
        return [n for n, row in enumerate(self.rows[dataset], 1) if wanted.items() <= row.items()]

    def row(self, dataset: str, line: int) -> Row:
        return self.rows[dataset][line - 1]

    def no_page(self) -> None:
        """No dataset is as long as a page."""
        for dataset, rows in self.rows.items():
            if len(rows) in PAGES and dataset != "area":
                self.longer(dataset)

    def longer(self, dataset: str) -> int:
        """One more row in which nothing is wrong."""
        month = self.random.choice(self.months)
        place = self.random.choice(self.townships)
        if dataset == "activity":
            return self.add("activity", name=f"走访{self.random.getrandbits(40)}", kind="inspection", held_on=self.day(month),
                            people=self.crowd(30), township=place)  # fmt: skip
        if dataset == "aid":
            return self.add("aid", project="爱心助学", donor=f"企业{self.random.getrandbits(40)}", paid_on=self.day(month),
                            amount=self.crowd(20000, 0.25), beneficiaries=12, person_times=13, township=place)  # fmt: skip
        if dataset == "funding":
            return self.add("funding", voucher=f"补{self.random.getrandbits(40)}", paid_on=self.day(month), project="日常支出",
                            spent=round(10 ** self.random.uniform(1, 6), 2), township=place)  # fmt: skip
        if dataset == "pioneer_unit":
            return self.add(dataset, unit_id="少工委", name="县少工委", kind="committee", as_of=self.listed)
        if dataset == "counsellor":
            return self.add(dataset, person=self.person(), kind="chief", as_of=self.listed)
        raise AssertionError(f"{dataset} is as long as a page")

    # -- what there is ------------------------------------------------------------------------------------------------

    def _areas(self) -> None:
        self.add("area", area_code=COUNTY, parent_code=None, level="county", name="某县")
        for n in range(
            self.random.choice([21, 22, 23, 24, 26])
        ):  # of 20 and 25 some list is as long as a page
            town = f"{COUNTY}{n + 100}"
            self.townships.append(town)
            self.add(
                "area",
                area_code=town,
                parent_code=COUNTY,
                level="township",
                name=f"{n}号镇",
                youth=self.crowd(6000),
            )
            for v in range(2):
                self.add("area", area_code=f"{town}{v + 200}", parent_code=town, level="village", name=f"{n}号镇{v}村",
                         youth=self.crowd(700, 0.2))  # fmt: skip
            for kind, group, letter in (("小学", self.primary, "P"), ("初中", self.junior, "J")):
                pupils = self.crowd(600, 0.3)
                code = f"{letter}{town}"
                group.append(code)
                self.add("area", area_code=code, parent_code=town, level="school", name=f"{n}号{kind}", kind=kind, pupils=pupils,
                         pioneers=round(pupils * 0.8) if letter == "P" else None)  # fmt: skip

    def _organisations(self) -> None:
        for town in self.townships:
            members = 0
            for v in range(2):
                members += (own := self.random.randint(4, 45))
                self.add("organisation", org_id=f"{town}B{v}", name=f"{town}村支部{v}", type="branch", parent_name=f"{town}团委",
                         township=town, village=f"{town}{v + 200}", members=own, cadres=self.random.randint(1, 3), as_of=self.listed)  # fmt: skip
            members += (own := self.random.randint(20, 49))
            self.add("organisation", org_id=f"{town}S", name=f"{town}中学支部", type="branch", parent_name=f"{town}团委", township=town,
                     school=f"J{town}", members=own, cadres=2, as_of=self.listed)  # fmt: skip
            members += (own := self.random.randint(5, 40))
            self.add("organisation", org_id=f"{town}L", name=f"{town}楼宇支部", type="branch", parent_name=f"{town}团委", township=town,
                     members=own, cadres=1, form="building", youth_covered=self.random.randint(50, 400), as_of=self.listed)  # fmt: skip
            self.add("organisation", org_id=f"{town}C", name=f"{town}团委", type="committee", parent_name="团县委", township=town,
                     members=members, cadres=3, as_of=self.listed)  # fmt: skip
            self.add("member_count", org_name=f"{town}团委", township=town, members=round(members * self.random.uniform(0.97, 1.03)),
                     branches=4, as_of=self.listed)  # fmt: skip
            for position in ("secretary", "deputy", "member"):
                self.add("cadre", person=self.person(), committee=f"{town}团委", position=position, township=town,
                         post=self.random.choice(["full_time", "part_time", "seconded"]), as_of=self.listed)  # fmt: skip

    def _pioneers(self) -> None:
        for school in self.primary:
            pupils = next(row["pupils"] for row in self.rows["area"] if row["area_code"] == school)
            squadrons = max(2, pupils // 45)
            for n in range(squadrons):
                self.add("pioneer_unit", unit_id=f"{school}Z{n}", name=f"{n}中队", kind="squadron", school=school,
                         members=pupils * 8 // 10 // squadrons, as_of=self.listed)  # fmt: skip
                self.add(
                    "counsellor",
                    person=self.person(),
                    kind="squadron",
                    unit_id=f"{school}Z{n}",
                    school=school,
                    as_of=self.listed,
                )

    def _homes(self) -> None:
        for town in self.townships:
            home = {"home_id": f"H{town}", "township": town}
            self.add("youth_home", **home, name=f"{town}青年之家", status="open", events=self.random.randint(20, 90),
                     visits=self.random.randint(600, 4000), as_of=self.listed)  # fmt: skip
            middle = self.crowd(40, 0.3, least=25)
            for month in self.months:
                for n in range(self.random.choice([1, 2, 2, 3])):
                    self.add("youth_home_event", **home, home=f"{town}青年之家", event=f"{month:%y%m}活动{n}",
                             held_on=month.replace(day=5 + 7 * n), person_times=self.crowd(middle))  # fmt: skip

    def _volunteers(self) -> None:
        for town in self.townships:
            for n in range(2):
                volunteers = [self.person() for _ in range(self.random.randint(22, 40))]
                team = f"{town}服务队{n}"
                self.add("volunteer_team", team_id=f"D{town}{n}", name=team, kind="team", township=town, volunteers=len(volunteers),
                         founded_on=date(2016, 3, 5), as_of=self.listed)  # fmt: skip
                for month in self.months:
                    for person in self.random.sample(volunteers, self.random.randint(8, 14)):
                        self.serve(
                            person,
                            town,
                            team,
                            self.day(month),
                            hours=self.random.choice([1, 1.5, 2, 2.5, 3, 4]),
                        )
            for month in self.months:
                people = self.crowd(60)
                self.add("volunteer_service", project="大型活动", team=f"{town}场次队", served_on=self.day(month), person_times=people,
                         hours=people * 2, status="effective", township=town)  # fmt: skip

    def serve(self, person: str, town: str, team: str, day: date, *, hours: float, **more: Any) -> int:
        """One record of one person; its line."""
        given = {
            "project": f"项目{self.random.randint(1, 30)}",
            "hours": hours,
            "status": "effective",
            "hours_kind": "credit",
        } | more
        return self.add("volunteer_service", person=person, township=town, team=team, served_on=day, **given)

    def _activities(self) -> None:
        for town in self.townships:
            for month in self.months:
                self.add("activity", name=f"{town}宣讲", kind="lecture", held_on=self.day(month), person_times=self.crowd(120),
                         township=town)  # fmt: skip

    def _money(self) -> None:
        for town in self.townships:
            for n, month in enumerate(self.months):
                self.add("funding", voucher=f"{town}-{n}", paid_on=self.day(month), project="日常支出", township=town,
                         spent=round(10 ** self.random.uniform(1, 6), 2))  # fmt: skip
                if month.month % 3 == 0:
                    self.add("funding", voucher=f"{town}-拨{n}", paid_on=self.day(month), project="团建经费", source="fiscal",
                             purpose="league", received=self.crowd(40000, 0.25), township=town)  # fmt: skip
                if month.month == 9:
                    people = self.random.randint(4, 20)
                    self.add("aid", project="爱心助学", donor="某企业", paid_on=self.day(month), amount=self.crowd(20000, 0.25),
                             beneficiaries=people, person_times=people + self.random.randint(0, 5), township=town)  # fmt: skip
                due = self.random.randint(12, 40)
                paid = due - self.random.randint(0, 6)
                self.add("league_fee", org_name=f"{town}村支部0", due=due, paid=paid, amount=round(paid * self.random.uniform(0.2, 0.9), 1),
                         month=month, township=town)  # fmt: skip

    def _pipeline(self) -> None:
        serial = 0
        for school in self.junior:
            for year in {month.year for month in self.months}:
                serial += 100
                for n, ways in enumerate(self._ways()):
                    person, number = self.person(), f"{year}/12/{serial + n:031x}"
                    for step, day in zip(ways, self._days(year), strict=False):
                        self.step(person, step, day, school, number if step == "meeting" else None)

    def step(self, person: str, step: str, day: date, school: str, number: str | None = None) -> int:
        return self.add("pipeline_event", person=person, step=step, on_date=day, track="league", branch="团支部", school=school,
                        born=date(day.year - 16, 1, 1), league_no=number)  # fmt: skip

    def _ways(self) -> Iterator[list[str]]:
        """How far each of a school's young people of a year come: fewer at every step."""
        steps = ["apply", "activist", "target", "meeting", "approve"]
        yield from (steps[: self.random.choice([2, 3, 5, 5])] for _ in range(self.random.randint(4, 8)))

    def _days(self, year: int) -> Iterator[date]:
        first = date(year, 1, self.random.randint(1, 20))
        return (first + timedelta(days=40 * n) for n in range(5))
