"""What is at hand while one report is written: the place, the period, one version of the data, and what people wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tuanqing.define.contract import Contract
from tuanqing.define.period import Period
from tuanqing.define.query import Check, Indicator, Library, Listing
from tuanqing.define.template import Part, Template
from tuanqing.measure import comparison, completeness, doubt, figure, findings, places, read
from tuanqing.measure.figure import Figure
from tuanqing.measure.reporting import Reports, lacking
from tuanqing.show.document.figures import Pen, nouns
from tuanqing.store.notes.remarks import Remark
from tuanqing.store.warehouse.snapshot import Snapshot

COMPARES = {"ranking", "areas", "bars"}  # shapes that need the areas below


@dataclass(frozen=True)
class ReportData:
    """One report's reads, each asked once."""

    snapshot: Snapshot
    template: Template
    place: places.Place
    period: Period
    version: str
    library: Library
    contracts: Mapping[str, Contract]
    remarks: Sequence[Remark]

    @cached_property
    def pen(self) -> Pen:
        return Pen(self.period, self.version, self.template.counters, self.nouns)

    @cached_property
    def nouns(self) -> dict[str, str]:
        """What the numbers of the indicators are said of."""
        return nouns(self.library.indicators.values())

    @cached_property
    def rows(self) -> dict[str, Figure]:
        """Every indicator here, by name."""
        every = list(self.library.indicators.values())
        found = figure.figures(self.snapshot, every, [self.place.code], self.period)
        return {row.indicator: row for row in found}

    @property
    def side(self) -> str:
        """What the period is compared with first: a year with the year before, another with the period before."""
        return "year" if self.period.grain == "year" else "previous"

    @cached_property
    def before(self) -> dict[str, Figure]:
        """What now has a target, in the period before."""
        found = figure.figures(self.snapshot, self.aimed, [self.place.code], self.period.shift(-1))
        return {row.indicator: row for row in found}

    @cached_property
    def checked(self) -> list[findings.Due]:
        """What the checks found at the period's end, a line each."""
        return findings.checked(self.snapshot, self.library, self.place.code, self.period)

    def words_of(self, query: Indicator | Listing, name: str) -> dict[str, str]:
        """The words for a column's codes: the contracts', then the query's own."""
        columns = [c.columns[name] for c in self.contracts.values() if name in c.columns]
        return {code: word for column in columns for word, code in [*column.values.items()][::-1]} | dict(
            query.members
        )

    def names_above(self, codes: Sequence[str]) -> list[str]:
        """The areas first below the place that the codes lie in or are, each once, in the order of the codes."""
        first, above = (
            set(self.levels[next(iter(self.levels))] if self.levels else ()),
            Reports.of(self.snapshot).above,
        )
        names = read.area_names(self.snapshot)
        found = (up for code in codes for up in above.get(code, ()) if up in first)
        return list(dict.fromkeys(names[code] for code in found))

    @cached_property
    def doubted(self) -> dict[str, dict[str, int]]:
        """Of every figure that is another without the rows a check doubts: how many of them each check does."""
        found = {}
        for name, row in self.rows.items():
            if row.verified is not None:
                indicator = self.library.indicators[name]
                rows = doubt.rows(self.snapshot, indicator, self.contracts, self.place.code, self.period)
                found[name] = doubt.by_check(rows)
        return found

    @cached_property
    def levels(self) -> dict[str, list[str]]:
        """Codes of the areas below, by level."""
        found = places.levels(self.snapshot, self.place.code, self.period)
        return {level: places.below(self.snapshot, self.place.code, level, self.period) for level in found}

    @cached_property
    def account(self) -> completeness.Account:
        """Who owes what for the period, as it stood when the version was made: nothing here depends on today."""
        day = completeness.last_import(self.snapshot) or self.period.last
        return completeness.account(self.snapshot, self.place.code, self.period, day)

    @cached_property
    def as_of(self) -> date | None:
        """The last date of any data up to the period's end."""
        return read.data_as_of(self.snapshot, self.place.code, None, self.period.last)

    @cached_property
    def sums(self) -> Mapping[str, figure.Sum]:
        every = list(self.library.indicators.values())
        return figure.since_january(self.snapshot, every, self.place.code, self.period)

    @cached_property
    def ever(self) -> set[str]:
        """The indicators that were ever reported here."""
        return comparison.ever(self.snapshot, self.place.code)

    @cached_property
    def aimed(self) -> list[Indicator]:
        """The indicators with a target in the period, whether or not anything is known of them here."""
        return [i for i in self.library.indicators.values() if self.rows[i.name].target is not None]

    @property
    def missed(self) -> list[Indicator]:
        """Those of them that miss it."""
        return [i for i in self.aimed if self.rows[i.name].status in ("near", "missed")]

    @cached_property
    def templates(self) -> Mapping[str, Sequence[str]]:
        """Of every unreported indicator the titles of the files to fill that were not given."""
        found = {}
        for name, row in self.rows.items():
            if row.absence == "unreported":
                datasets = lacking(self.snapshot, self.library.indicators[name], self.place.code, self.period)
                found[name] = tuple(self.contracts[dataset].title for dataset in datasets)
        return found

    def is_reported(self, check: Check) -> bool:
        """Whether everybody who owes what a check looks at has reported it."""
        return findings.is_reported(
            self.snapshot, check, self.library, self.contracts, self.place.code, self.period
        )

    @property
    def names_gaps(self) -> bool:
        """Whether some part of the report names who misses the targets."""
        return any("gaps" in part.show for chapter in self.template.chapters for part in chapter.parts)

    @property
    def day(self) -> date:
        """The last day the figures can be of."""
        return min(self.as_of or self.period.last, self.period.last)

    def level(self, part: Part) -> str | None:
        """The level a part compares."""
        return (part.level if part.level in self.levels else None) or next(iter(self.levels), None)

    def below(self, level: str) -> dict[str, list[Figure]]:
        """The rows of the areas of a level by indicator: of every indicator some part looks at there, read at once."""
        if level not in self._compared:
            parts = [p for chapter in self.template.chapters for p in chapter.parts if {*p.show} & COMPARES]
            wanted = {
                i.name: i
                for part in parts
                if self.level(part) == level
                for i in part.wanted(self.library)
                if self.rows[i.name].value is not None
            }
            if self.names_gaps and level == next(iter(self.levels)):
                wanted |= {i.name: i for i in self.missed}
            found: dict[str, list[Figure]] = {name: [] for name in wanted}
            for row in figure.figures(self.snapshot, list(wanted.values()), self.levels[level], self.period):
                found[row.indicator].append(row)
            self._compared[level] = found
        return self._compared[level]

    @cached_property
    def _compared(self) -> dict[str, dict[str, list[Figure]]]:
        return {}
