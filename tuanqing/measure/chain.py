"""The SQL of one question asked of a funnel. What it means is said in measure/funnel.py.

Most people take their steps in order: one pass over the events gives the first date of each step in their window, and
these dates are the chain. Only where a first date lies before the step before must a later one be looked for, by one
hash join per step over those few people's events.
"""

from dataclasses import dataclass
from datetime import date

from tuanqing.define.contract import LEVELS
from tuanqing.define.steps import EXITS, StepList
from tuanqing.measure import tree
from tuanqing.store.warehouse.sql import literal

ORDERS = ("first", "latest")
ATTRIBUTIONS = ("first", "last")
STATES = ("completed", "in_time", "under_age", "stalled", "transferred", "failed")
COHORTS = {
    "month": "strftime(start, '%Y-%m')",
    "half": "year(start) || 'H' || CASE WHEN month(start) <= 6 THEN 1 ELSE 2 END",
    "school_year": "year(start - INTERVAL 8 MONTH) || '-' || (year(start - INTERVAL 8 MONTH) + 1)",  # from September
}
Z = 1.959963984540054  # the normal quantile of a 95 % interval
MANY_OPEN = 0.1  # above this share the quantiles of those who are through say too little


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a funnel. `by`: None, a level of areas, `cohort`, or a column of the relation."""

    area: str | None = None  # only people counted in or below it
    by: str | None = None
    cohort: str = "month"  # the grain of by = "cohort": one of COHORTS
    first: date | None = None
    last: date | None = None
    within: int | None = None  # days; None: the list's own window, or none
    order: str = "first"  # one of ORDERS
    as_of: date | None = None
    repair: bool = True
    areas: tuple[str, ...] | None = None  # without an area: only people counted in or below one of these
    attribution: str = "first"  # whether a person counts where the first or the last event was

    @property
    def place(self) -> str:
        """SQL for the area asked of, or any of several; "" for everywhere."""
        if self.area:
            return literal(self.area)
        if self.areas is None:
            return ""
        return f"ANY([{', '.join(map(literal, self.areas))}]::VARCHAR[])"


def words(steps: StepList) -> str:
    """VALUES of every word and what it names: a position, or minus one and minus two for the exits."""
    named = {word: n for n, step in enumerate(steps.steps, 1) for word in (step.code, *step.words)}
    named |= {word: -n for n, kind in enumerate(EXITS, 1) for word in steps.exits[kind]}
    return "(VALUES " + ", ".join(f"({literal(word)}, {n}::TINYINT)" for word, n in named.items()) + ")"


def _ages(band: str) -> tuple[str, str]:
    """SQL for the youngest and oldest age of a band: 12_13, under_6, 35_over."""
    first, second = (f"split_part({band}, '_', {n})" for n in (1, 2))
    low = f"CASE WHEN {first} = 'under' THEN 0 ELSE try_cast({first} AS INTEGER) END"
    high = (
        f"CASE WHEN {first} = 'under' THEN {second}::INTEGER - 1 WHEN {second} = 'over' THEN 999 "
        f"ELSE try_cast({second} AS INTEGER) END"
    )
    return low, high


class Chain:
    """The SQL of one question, in the order it runs. `m` is a step's first date in the window, `d` its date in order."""

    def __init__(self, relation: str, steps: StepList, asked: Question, columns: set[str]):
        self.relation, self.list, self.asked = relation, steps, asked
        self.later = range(2, len(steps.steps) + 1)
        self.required = [n for n in steps.required if n > 1]
        self.as_of = f"DATE '{asked.as_of}'"
        self.limit = f"start + {asked.within}" if asked.within else "DATE 'infinity'"
        self.gates = [(n, s.minimum_age) for n, s in enumerate(steps.steps, 1) if s.minimum_age is not None]
        self.ages = [name for name in ("born", "age_band") if self.gates and name in columns]

    def tables(self) -> dict[str, str]:
        """The temporary tables by name, each standing on those before."""
        near = "true"
        if self.asked.place:
            below = tree.inside("told.area_code", "told.on_date", self.asked.place)
            near = f"person IN (SELECT person FROM {self.relation} AS told WHERE {below})"
        return {
            "begun": self.begun(near),
            "seen": self.seen(),
            "met": self.met(),
            "loose": self.loose(),
            "ended": self.ended(),
        }

    def begun(self, near: str) -> str:
        """id, person, start, several: the starts that may count, and whether the person has other ones."""
        named = ", ".join(literal(word) for word in (self.list.steps[0].code, *self.list.steps[0].words))
        starts = (
            f"FROM {self.relation} AS event WHERE step IN ({named}) AND on_date <= {self.as_of} AND {near}"
        )
        if self.asked.order == "first":
            early = f"AND on_date <= DATE '{self.asked.last}'" if self.asked.last else ""
            rows = (
                f"SELECT person, min(on_date) AS start, false AS several {starts} {early} "
                f"GROUP BY person HAVING {self._span('start')}"
            )
        else:  # one of a person's starts in the span is enough: whether it is the best one is seen at the end
            rows = f"""
                WITH one AS (
                    SELECT person, min(on_date) AS start, max(on_date) > start AS several {starts}
                    GROUP BY person HAVING bool_or({self._span("on_date")})
                )
                FROM one UNION ALL
                SELECT DISTINCT person, on_date, true {starts}
                    AND EXISTS (FROM one WHERE one.person = event.person AND several AND start < event.on_date)
            """
        return f"SELECT row_number() OVER ()::INTEGER AS id, * FROM ({rows})"

    def _span(self, day: str) -> str:
        """Whether a day lies in the cohort asked of."""
        asked = self.asked
        tests = [f"{day} >= DATE '{asked.first}'"] if asked.first else []
        tests += [f"{day} <= DATE '{asked.last}'"] if asked.last else []
        return " AND ".join(tests) or "true"

    def seen(self) -> str:
        """The events that are seen, by start: id, k, on_date, steps in the window and exits at any time, and what `met` needs."""
        asked = self.asked
        parts = ["id", "k", "on_date", *self.ages]
        values = {"area_code": "area_code" if asked.by or asked.place else "NULL", "member": "NULL"}
        if asked.by and asked.by not in (*LEVELS, "cohort"):
            values["member"] = f'"{asked.by}"::VARCHAR'
        for name, value in values.items():  # counted by the first event, only that one's value matters
            one = f"CASE WHEN k = 1 AND on_date = start THEN {value} END"
            parts.append(f"{one if asked.attribution == 'first' else value} AS {name}")
        return (
            f"SELECT {', '.join(parts)} FROM {self.relation} AS event JOIN begun USING (person) "
            f"JOIN {words(self.list)} AS word(step, k) USING (step) "
            f"WHERE on_date BETWEEN start AND {self.as_of} AND (k < 0 OR on_date <= {self.limit})"
        )

    def met(self) -> str:
        """One row per start with what was met: m2, m3 …, the last exits, age, and where the person counts."""
        parts = [f"min(on_date) FILTER (k = {k}) AS m{k}" for k in self.later]
        parts += [f"max(on_date) FILTER (k = -{n}) AS {kind}" for n, kind in enumerate(EXITS, 1)]
        parts.append("max(born) AS born" if "born" in self.ages else "NULL::DATE AS born")
        low, high = _ages("age_band") if "age_band" in self.ages else ("NULL::INTEGER", "NULL::INTEGER")
        parts += [
            f"max({low} + date_sub('year', on_date, {self.as_of})) AS youngest",
            f"max({high}) AS oldest",
            *(f"{self._value(column)} AS {column}" for column in ("area_code", "member")),
        ]
        grouped = f"SELECT id, {', '.join(parts)} FROM seen GROUP BY id"
        return f"SELECT start, several, met.* FROM begun JOIN ({grouped}) AS met USING (id)"

    def _value(self, column: str) -> str:
        """A person's value of a column: at the start, or at the last step; among several of that day the least."""
        if self.asked.attribution == "first":
            return f"min({column})"
        return f"nullif((max({{'on': on_date, 'k': k, 'value': coalesce({column}, '')}}) FILTER (k > 0)).value, '')"

    def _straight(self) -> str:
        """Whether a start's first dates are in order as they stand, so that nothing need be looked for."""
        before = ["start"]
        tests = []
        for k in self.later:
            tests.append(f"coalesce(m{k} >= greatest({', '.join(before)}), true)")
            before.append(f"m{k}")
        return " AND ".join(tests) or "true"

    def loose(self) -> str:
        """The step events of the other starts: those in which a later date of some step must be looked for."""
        crooked = f"SELECT id FROM met WHERE NOT ({self._straight()})"
        return f"SELECT id, k, on_date FROM seen WHERE k > 1 AND id IN ({crooked})"

    def walk(self) -> str:
        """Every start with the date of each step in order, d2, d3 …, beside its m2, m3 …"""
        plain = []
        for k in self.later:
            needed = [f"m{r} IS NOT NULL" for r in self.required if r < k]
            gate = " AND ".join(needed) if needed and not self.asked.repair else ""
            plain.append(f"CASE WHEN {gate} THEN m{k} END AS d{k}" if gate else f"m{k} AS d{k}")
        chain, found = [f"c1 AS (FROM met WHERE NOT ({self._straight()}))"], 1
        done: list[int] = []  # positions that have their d
        for k in [*self.required, *(k for k in self.later if k not in self.required)]:
            low, high = self._bounds(k, done)
            fits = f"c.m{k} >= {low}" + (f" AND coalesce(c.m{k} <= {high}, true)" if high else "")
            later = f"loose.on_date >= {low}" + (
                f" AND coalesce(loose.on_date <= {high}, true)" if high else ""
            )
            chain += [
                f"s{k} AS (SELECT id, min(loose.on_date) AS found FROM c{found} AS c JOIN loose USING (id) "
                f"WHERE loose.k = {k} AND c.m{k} < {low} AND {later} GROUP BY id)",
                f"c{k} AS (SELECT c.*, CASE WHEN {fits} THEN c.m{k} ELSE s.found END AS d{k} "
                f"FROM c{found} AS c LEFT JOIN s{k} AS s USING (id))",
            ]
            done.append(k)
            found = k
        straight = f"SELECT {', '.join(['*', *plain])} FROM met WHERE {self._straight()}"
        return f"WITH {', '.join(chain)} {straight} UNION ALL BY NAME FROM c{found}"

    def _bounds(self, k: int, done: list[int]) -> tuple[str, str]:
        """From when to when a step may be dated, given the steps that have their date: SQL, "" for no end."""
        before = ["c.start", *(f"c.d{j}" for j in sorted(done) if j < k)]
        low = f"greatest({', '.join(before)})"
        last = self.list.before(k)
        if not self.asked.repair and last > 1:
            low = f"CASE WHEN c.d{last} IS NOT NULL THEN {low} END"
        after = [f"c.d{j}" for j in sorted(done) if j > k and j in self.required]
        return low, f"least({', '.join(after)})" if after else ""

    def ended(self) -> str:
        """One row per person of the cohort: how far, since when, what became of them, and the group they count in."""
        mark = "m" if self.asked.repair else "d"
        levels = ["1", *(f"CASE WHEN {mark}{k} IS NOT NULL THEN {k} END" for k in self.later)]
        best = (
            "NOT several OR id IN (SELECT arg_max(id, {'level': level, 'start': start}) FROM far JOIN begun USING (id, start) "
            "WHERE far.several GROUP BY person)"
        )
        counted = (
            "start" if self.asked.attribution == "first" else "since"
        )  # where a person counts, and on what day
        below = (
            tree.inside("gone.area_code", f"gone.{counted}", self.asked.place) if self.asked.place else "true"
        )
        group, places = {None: "''", "cohort": COHORTS[self.asked.cohort]}.get(self.asked.by, "member"), ""
        if self.asked.by in LEVELS:
            group = "place.code"
            places = (
                "LEFT JOIN (SELECT area_code, ancestor_code AS code, since AS lay_since, until AS lay_until FROM area_path "
                f"WHERE ancestor_level = {literal(self.asked.by)}) AS place ON place.area_code = gone.area_code "
                f"AND lay_since <= gone.{counted} AND lay_until > gone.{counted}"
            )
        gates = " ".join(f"WHEN level < {n} THEN {age}" for n, age in self.gates)
        gate = f"CASE {gates} END" if gates else "NULL"
        return f"""
            WITH walk AS ({self.walk()}), far AS (
                SELECT *, greatest({", ".join(levels)}) AS level, {self._dated(len(self.list.steps) + 1)} AS since,
                    {self.limit} AS until, {gate} AS gate
                FROM walk
            ), gone AS (
                SELECT *, CASE WHEN transferred >= since THEN transferred END AS moved,
                    CASE WHEN failed >= since THEN failed END AS refused
                FROM far WHERE ({best}) AND {self._span("start")}
            )
            SELECT gone.*, {group} AS grp, {self._state()} AS state, least({self.as_of}, until, moved, refused) AS last_seen
            FROM gone {places} WHERE {below}
        """

    def _dated(self, k: int) -> str:
        """The date of the last dated step before position `k`."""
        return f"greatest({', '.join(['start', *(f'd{j}' for j in self.later if j < k)])})"

    def _counted_from(self, k: int) -> str:
        """The date a step's days are counted from; NULL where the step it names has none."""
        code = self.list.steps[k - 1].counted_from
        if code is None:
            return self._dated(k)
        position = [step.code for step in self.list.steps].index(code) + 1
        return "start" if position == 1 else f"d{position}"

    def _due(self, k: int) -> str:
        """The last day a step may be taken on by whoever has it before them."""
        step = self.list.steps[k - 1]
        if step.maximum_days is None:
            return f"since + {self.list.stalled_after_days}"
        counted_from = "since" if step.counted_from is None else f"coalesce({self._counted_from(k)}, since)"
        return f"{counted_from} + {step.maximum_days}"

    def _state(self) -> str:
        """What became of a person: one of STATES."""
        young = (
            f"born + to_years(gate) > {self.as_of}, greatest(oldest, youngest) < gate, " if self.gates else ""
        )
        due = (
            " ".join(f"WHEN level < {k} THEN {self._due(k)}" for k in self.required)
            or "WHEN false THEN until"
        )
        return (
            f"CASE WHEN level >= {self.list.required[-1]} THEN 'completed' WHEN moved IS NOT NULL THEN 'transferred' "
            f"WHEN refused IS NOT NULL THEN 'failed' WHEN coalesce({young}false) THEN 'under_age' "
            f"WHEN {self.as_of} <= least(until, CASE {due} END) THEN 'in_time' ELSE 'stalled' END"
        )

    def stride(self) -> str:
        """One row per person and step they stood before: whether it was reached, in how many days, or how long they wait."""
        rows = [
            "SELECT grp, 1 AS k, true AS reached, false AS filled, false AS disordered, NULL::INTEGER AS days, "
            "false AS early, false AS late, NULL::INTEGER AS wait, false AS open FROM ended"
        ]
        for k in self.later:
            step, before = self.list.steps[k - 1], self.list.before(k)
            spent = f"d{k} - {self._counted_from(k)}"
            skipped = f"AND d{before} IS NOT NULL" if before > 1 and not self.asked.repair else ""
            rows.append(
                f"SELECT grp, {k}, level >= {k}, level >= {k} AND m{k} IS NULL, "
                f"m{k} IS NOT NULL AND d{k} IS NULL {skipped}, d{k} - {self._dated(k)}, "
                f"{f'{spent} < {step.minimum_days}' if step.minimum_days is not None else 'false'}, "
                f"{f'{spent} > {step.maximum_days}' if step.maximum_days is not None else 'false'}, "
                f"CASE WHEN level < {k} THEN last_seen - since END, "
                f"level < {k} AND moved IS NULL AND refused IS NULL AND {self.as_of} <= until "
                f"FROM ended WHERE level >= {before}"
            )
        return " UNION ALL ".join(rows)

    def figures(self) -> str:
        """The frame `steps`, with step numbers for titles."""
        wide = f"{Z} * sqrt({Z * Z} + 4.0 * t.reached * (1 - t.reached / t.n))"
        low, high = (f"(2.0 * t.reached + {Z * Z} {sign} {wide}) / (2 * (t.n + {Z * Z}))" for sign in "-+")
        return f"""
            WITH tally AS (
                SELECT grp, k, count(*) AS n, count(*) FILTER (reached) AS reached, count(*) FILTER (filled) AS filled,
                    count(*) FILTER (disordered) AS disordered, count(*) FILTER (early) AS early,
                    count(*) FILTER (late) AS late, count(*) FILTER (open) AS open,
                    quantile_cont(days, [0.25, 0.5, 0.75, 0.9]) AS q
                FROM stride GROUP BY grp, k
            ), leaving AS (
                SELECT grp, k, coalesce(days, wait) AS t, count(days) AS taken, count(*) AS gone
                FROM stride WHERE coalesce(days, wait) IS NOT NULL GROUP BY ALL
            ), risk AS (
                SELECT *, sum(gone) OVER (PARTITION BY grp, k ORDER BY t DESC) AS at_risk FROM leaving
            ), curve AS (
                SELECT *, product(1 - taken / at_risk) OVER (PARTITION BY grp, k ORDER BY t) AS left_over FROM risk
            ), median AS (
                SELECT grp, k, min(t) AS days FROM curve WHERE left_over <= 0.5 + 1e-9 GROUP BY grp, k
            )
            SELECT groups.grp AS "group", groups.name AS group_name, place.k AS step,
                coalesce(t.n, 0) AS n, coalesce(t.reached, 0) AS reached,
                CASE WHEN place.k > 1 THEN t.reached / nullif(t.n, 0) END AS of_previous,
                coalesce(t.reached, 0) / nullif(groups.entrants, 0) AS of_first,
                CASE WHEN place.k > 1 AND t.n > 0 THEN greatest({low}, 0) END AS wilson_low,
                CASE WHEN place.k > 1 AND t.n > 0 THEN least({high}, 1) END AS wilson_high,
                coalesce(t.filled, 0) AS gap_filled, coalesce(t.disordered, 0) AS out_of_order,
                coalesce(t.early, 0) AS too_early, coalesce(t.late, 0) AS too_late,
                t.q[1] AS p25, t.q[2] AS p50, t.q[3] AS p75, t.q[4] AS p90,
                coalesce(t.open, 0) AS open, CASE WHEN t.open > {MANY_OPEN} * t.n THEN median.days END AS km_median
            FROM ({self._groups()}) AS groups
            CROSS JOIN range(1, {len(self.list.steps) + 1}) AS place(k)
            LEFT JOIN tally AS t ON t.grp IS NOT DISTINCT FROM groups.grp AND t.k = place.k
            LEFT JOIN median ON median.grp IS NOT DISTINCT FROM groups.grp AND median.k = place.k
            ORDER BY groups.grp NULLS LAST, place.k
        """

    def classes(self) -> str:
        """The frame `classes`, with step numbers for titles."""
        states = ", ".join(f"count(*) FILTER (state = '{state}') AS {state}" for state in STATES)
        names = ", ".join(f"coalesce(t.{state}, 0) AS {state}" for state in ("entrants", *STATES))
        return f"""
            SELECT groups.grp AS "group", groups.name AS group_name, place.k AS step, {names}
            FROM ({self._groups()}) AS groups
            CROSS JOIN range(1, {len(self.list.steps) + 1}) AS place(k)
            LEFT JOIN (SELECT grp, level, count(*) AS entrants, {states} FROM ended GROUP BY grp, level) AS t
                ON t.grp IS NOT DISTINCT FROM groups.grp AND t.level = place.k
            ORDER BY groups.grp NULLS LAST, place.k
        """

    def _groups(self) -> str:
        """Every group with its name and its entrants; the whole has a row even when nobody entered."""
        groups = "SELECT grp, count(*) AS entrants FROM ended GROUP BY grp"
        if self.asked.by is None:
            return "SELECT '' AS grp, '' AS name, count(*) AS entrants FROM ended"
        if self.asked.by in LEVELS:
            return f"SELECT g.*, area.name FROM ({groups}) AS g LEFT JOIN area ON area.area_code = g.grp"
        return f"SELECT *, grp AS name FROM ({groups})"
