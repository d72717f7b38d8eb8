"""What the data dictionary says of each definition, as blocks; `dictionary` puts them into HTML and Markdown.

Everything comes from the definition files; nothing is typed in here but the labels.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuanqing.define.contract import Column, Contract
from tuanqing.define.example import Example, Table
from tuanqing.define.language import _, language
from tuanqing.define.published import Figure
from tuanqing.define.query import Check, Indicator, Library, Listing, Query
from tuanqing.measure.views import reads


@dataclass(frozen=True)
class Facts:
    """Label and text, line by line; empty texts are left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A small table; `folded` hides it behind its caption."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: bool = False
    strong: bool = False  # the rows that must come out


@dataclass(frozen=True)
class Words:
    """A paragraph, or a heading inside an entry."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Code:
    """A file's text, folded."""

    caption: str
    text: str


Block = Facts | Grid | Words | Code


@dataclass(frozen=True)
class Entry:
    """One indicator, list, check or dataset."""

    kind: str  # indicator | check | listing | dataset
    name: str
    title: str
    tag: str  # a word or two beside the title
    lead: str  # what it is about, one paragraph
    blocks: tuple[Block, ...]
    words: str  # everything a search may find it by

    @property
    def anchor(self) -> str:
        """Its id in the written file."""
        return f"{self.kind}-{self.name}"


def kinds() -> dict[str, str]:
    """The kinds of entries and their titles, in order."""
    return {
        "indicator": _("Indicators"),
        "check": _("Checks"),
        "listing": _("Lists"),
        "dataset": _("Datasets"),
    }


def entries(
    contracts: Mapping[str, Contract], library: Library, figures: Sequence[Figure] = ()
) -> list[Entry]:
    """The whole dictionary."""
    made = [_query(query, contracts, library, figures) for query in library.queries.values()]
    made += [_contract(contract, library, contracts) for contract in contracts.values()]
    return sorted(made, key=lambda entry: list(kinds()).index(entry.kind))


def search(found: Iterable[Entry], asked: str) -> list[Entry]:
    """The entries in which every word asked for occurs; those with it in their title first."""
    wanted = asked.lower().split()
    hits = [entry for entry in found if all(word in entry.words for word in wanted)]
    return sorted(hits, key=lambda entry: not any(word in entry.title.lower() for word in wanted))


def unit_words(unit: str) -> str:
    """An indicator's unit in words."""
    return {
        "percent": _("% (percent)"),
        "count": _("count"),
        "person": _("people"),
        "person_time": _("person-times"),
        "session": _("sessions"),
        "hour": _("hours"),
        "yuan": _("yuan"),
        "ratio": _("ratio"),
    }[unit]


def _better(better: str) -> str:
    return {
        "higher": _("the higher the better"),
        "lower": _("the lower the better"),
        "neither": _("neither high nor low is better"),
    }[better]


def _over_time(rule: str) -> str:
    return {
        "last": _("the state at the end of the period"),
        "sum": _("added up over the period"),
        "distinct": _("everyone counted once in the period"),
    }[rule]


def _query(
    query: Query, contracts: Mapping[str, Contract], library: Library, figures: Sequence[Figure]
) -> Entry:
    kind, tag, blocks = _kind_of(query)
    blocks += [
        Facts(
            (
                (_("Source"), query.source),
                (_("Looked after by"), query.owner),
                (_("Reviewed on"), _day(query.reviewed)),
                (_("Reads"), _("、").join(contracts[name].title for name in reads(query, contracts))),
                (_("Used in"), _("; ").join(_used_in(query, library, figures))),
                (_("Caveat"), query.caveat),
                (_("Name in files"), query.name),
            )
        ),
        *_example(query, query.example, contracts),
        Code(_("SQL"), query.text.strip()),
    ]
    return _entry(kind, query.name, query.title, tag, query.why, blocks, " ".join(query.titles.values()))


def _kind_of(query: Query) -> tuple[str, str, list[Block]]:
    if isinstance(query, Indicator):
        return "indicator", unit_words(query.unit), [_measure(query)]
    if isinstance(query, Check):
        severity = _("wrong") if query.severity == "error" else _("to be looked at")
        return "check", severity, [Facts(((_("What to do"), query.cure),))]
    columns = getattr(query, "columns", {}) if isinstance(query, Listing) else {}
    return "listing", "", [Facts(((_("Columns"), _("、").join(columns.values())),))]


def _measure(indicator: Indicator) -> Facts:
    rules = list(dict.fromkeys(indicator.over_time.values()))
    targets = [
        f"{value:g}{'%' if indicator.unit == 'percent' else ''}"
        + ("" if start == date.min else _(" from {day}").format(day=_day(start)))
        for start, value, _grain in indicator.targets
    ]
    return Facts(
        (
            (_("Numerator"), indicator.numerator),
            (_("Denominator"), indicator.denominator or _("none: a plain count")),
            (_("Unit"), f"{unit_words(indicator.unit)}{_('; ')}{_better(indicator.better)}"),
            (_("Over time"), _("; ").join(map(_over_time, rules))),
            (_("Target"), _("; ").join(targets) or _("none set")),
            (_("Broken down by"), _("、").join(indicator.by.values())),
        )
    )


def _used_in(query: Query, library: Library, figures: Sequence[Figure]) -> list[str]:
    """Other queries that read it, and the published figures it must reproduce."""
    others = [
        other.title
        for other in library.queries.values()
        if other.name != query.name and f".{query.name}" in other.sql
    ]
    places = dict.fromkeys(figure.place for figure in figures if figure.indicator == query.name)
    count = sum(1 for figure in figures if figure.indicator == query.name)
    published = (
        [_("{count} published figures ({places})").format(count=count, places=_("、").join(places))]
        if count
        else []
    )
    return others + published


def _example(query: Query, example: Example, contracts: Mapping[str, Contract]) -> list[Block]:
    """The worked example in words a reader of the dictionary knows: titles for columns, words for codes."""
    tables = [
        Grid(
            contracts[table.name].title if table.name in contracts else table.name,
            tuple(_column_title(name, contracts.get(table.name), query) for name in table.columns),
            _cells(table, contracts[table.name].columns if table.name in contracts else {}),
        )
        for table in example.tables
    ]
    grain = {
        "month": _("by month"),
        "quarter": _("by quarter"),
        "half": _("by half-year"),
        "year": _("by year"),
    }.get(example.expected.name, "")
    result = Grid(
        _("Comes out") + (f" ({grain})" if isinstance(query, Indicator) and grain else ""),
        tuple(_column_title(name, None, query) for name in example.expected.columns),
        _cells(example.expected, _parts(query, contracts), getattr(query, "members", {})),
        strong=True,
    )
    return [Words(_("Example, worked out"), heading=True), Words(example.words), *tables, result]


def _column_title(name: str, contract: Contract | None, query: Query) -> str:
    if contract and name in contract.columns:
        return contract.columns[name].title
    declared = getattr(query, "by", None) or getattr(query, "columns", {})
    known = {
        "area_code": _("Area"),
        "period": _("Period"),
        "unit": _("Unit counted"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "value": _("Value"),
        "lower_bound": _("At least"),
        "detail": _("What was found"),
        "as_of": _("List of"),
        "member": _("Part"),
    }
    return known.get(name) or declared.get(name) or name


def _parts(query: Query, contracts: Mapping[str, Contract]) -> dict[str, Column]:
    """The columns whose codes may stand in what comes out, by name."""
    return {name: c for dataset in reads(query, contracts) for name, c in contracts[dataset].columns.items()}


def _cells(
    table: Table, columns: Mapping[str, Column], more: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], ...]:
    def words(name: str) -> Callable[[str], str]:
        column = columns.get(name)
        known: dict[str, str] = {}
        for word, code in (column.values if column else {}).items():
            known.setdefault(code, word)
        known = {"true": _("yes"), "false": _("no"), **(more or {}), **known}
        return lambda text: known.get(text, text)

    shown = [words(name) for name in table.columns]
    return tuple(tuple(say(cell or "") for say, cell in zip(shown, row, strict=True)) for row in table.rows)


def _contract(contract: Contract, library: Library, contracts: Mapping[str, Contract]) -> Entry:
    readers = [query.title for query in library.queries.values() if contract.name in reads(query, contracts)]
    titles = [contract.columns[name].title for name in contract.key]
    kind = (
        _("a dated full list, replaced list by list")
        if contract.is_registry
        else _("rows that accumulate, dated by “{column}”").format(
            column=contract.columns[contract.date or ""].title
        )
    )
    kept = [c for c in contract.columns.values() if c.stored]
    dropped = [c for c in contract.columns.values() if not c.stored]
    blocks: list[Block] = [
        Facts(
            (
                (_("A row is"), contract.grain),
                (_("Exported from"), contract.source),
                (_("Kind"), kind),
                (_("One row is told from another by"), _("、").join(titles)),
                (_("Read by"), _("、").join(readers)),
                (_("Name in files"), contract.name),
            )
        ),
        Grid(
            _("Columns"),
            (_("Column"), _("Required"), _("Meaning"), _("What may stand in it"), _("Headers we know")),
            tuple(_column(column, contract) for column in kept),
        ),
    ]
    if dropped:
        rows = tuple((c.title, c.about, _("、").join(c.header)) for c in dropped)
        header = (_("Column"), _("Meaning"), _("Headers we know"))
        blocks.append(Grid(_("Read past and never stored"), header, rows))
    if contract.rules:
        rows = tuple(
            (rule.say, _("the row is rejected") if rule.level == "error" else _("loaded and flagged"))
            for rule in contract.rules
        )
        blocks.append(Grid(_("Rules"), (_("What is said"), _("What happens")), rows))
    blocks.append(Code(_("The contract's file"), contract.text.strip()))
    searched = " ".join([header for c in contract.columns.values() for header in c.header])
    tag = _("full list") if contract.is_registry else _("records")
    return _entry("dataset", contract.name, contract.title, tag, contract.about, blocks, searched)


def _column(column: Column, contract: Contract) -> tuple[str, ...]:
    required = column.required and column.default is None
    return (
        column.title,
        _("yes") if required else "",
        column.about,
        _allowed(column, contract),
        _("、").join(column.header),
    )


def _allowed(column: Column, contract: Contract) -> str:
    """Type, range, words and personal handling of a column, in one phrase."""
    kinds = {
        "text": _("text"),
        "integer": _("whole number"),
        "decimal": _("number"),
        "percent": _("percentage"),
        "date": _("date"),
        "month": _("month"),
        "boolean": _("yes or no"),
    }
    parts = [_("name of an area") if column.refers else kinds[column.type]]
    if column.values:
        groups: dict[str, list[str]] = {}
        for word, code in column.values.items():
            groups.setdefault(code, []).append(word)
        parts = [
            _("one of: {words}").format(words=_("; ").join(" = ".join(words) for words in groups.values()))
        ]
        parts += [_("other words are kept")] if column.open_values else []
    parts += [_("converted to yuan")] if column.unit == "yuan" else []
    parts += [_("converted to hours")] if column.unit == "hour" else []
    parts += [_("at least {value}").format(value=f"{column.minimum:g}")] if column.minimum is not None else []
    parts += [_("at most {value}").format(value=f"{column.maximum:g}")] if column.maximum is not None else []
    if column.personal == "hash":
        others = _("、").join(contract.columns[name].title for name in column.otherwise)
        parts = [_("stored only as a key that cannot be turned back")]
        parts += [_("made from {others} where it is missing").format(others=others)] if others else []
    elif column.personal == "mask":
        parts = [_("stored masked")]
    return _("; ").join(parts)


def _entry(
    kind: str, name: str, title: str, tag: str, lead: str, blocks: Sequence[Block], more: str
) -> Entry:
    facts = " ".join(text for block in blocks if isinstance(block, Facts) for _label, text in block.rows)
    words = f"{name} {title} {tag} {lead} {facts} {more}".lower()
    return Entry(kind, name, title, tag, lead, tuple(blocks), words)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else day.isoformat()
