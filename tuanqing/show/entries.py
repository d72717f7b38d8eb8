"""What the data dictionary says of each definition, as blocks; `dictionary` puts them into HTML and Markdown.

Everything comes from the definition files; nothing is typed in here but the labels.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from tuanqing.define.contract import Column, Contract
from tuanqing.define.example import Example, Table
from tuanqing.define.language import _
from tuanqing.define.published import Figure
from tuanqing.define.query import Check, Funnel, Indicator, Library, Listing, Query
from tuanqing.measure.lineage import datasets
from tuanqing.show.blocks import Block, Code, Entry, Facts, Grid, Words, entry, written
from tuanqing.show.rulebook import rulebook


def kinds() -> dict[str, str]:
    """The kinds of entries and their titles, in order."""
    return {
        "indicator": _("Indicators"),
        "funnel": _("Funnels"),
        "check": _("Checks"),
        "listing": _("Lists"),
        "dataset": _("Datasets"),
        "rules": _("Rules and thresholds"),
        "steps": _("Step lists"),
        "index": _("Indices"),
    }


def entries(
    contracts: Mapping[str, Contract], library: Library, figures: Sequence[Figure] = ()
) -> list[Entry]:
    """The whole dictionary."""
    made = [_query(query, contracts, library, figures) for query in library.queries.values()]
    made += [_contract(contract, library, contracts) for contract in contracts.values()]
    made += rulebook(library)
    return sorted(made, key=lambda one: list(kinds()).index(one.kind))


def search(found: Iterable[Entry], asked: str) -> list[Entry]:
    """The entries in which every word asked for occurs; those with it in their title first."""
    wanted = asked.lower().split()
    hits = [one for one in found if all(word in one.words for word in wanted)]
    return sorted(hits, key=lambda one: not any(word in one.title.lower() for word in wanted))


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
                (_("Reviewed on"), written(query.reviewed)),
                (
                    _("Reads"),
                    _("、").join(contracts[name].title for name in datasets(query, contracts, library)),
                ),
                (_("Used in"), _("; ").join(_used_in(query, library, figures))),
                (_("Caveat"), query.caveat),
                (_("Name in files"), query.name),
            )
        ),
        *_example(query, query.example, contracts, library),
        Code(_("SQL"), query.text.strip()),
    ]
    return entry(kind, query.name, query.title, tag, query.why, blocks, " ".join(query.titles.values()))


def _kind_of(query: Query) -> tuple[str, str, list[Block]]:
    if isinstance(query, Indicator):
        return "indicator", unit_words(query.unit), [_measure(query)]
    if isinstance(query, Check):
        severity = _("wrong") if query.severity == "error" else _("to be looked at")
        return "check", severity, [Facts(((_("What to do"), query.cure),))]
    if isinstance(query, Funnel):
        counted = (
            _("where the first event was") if query.attribution == "first" else _("where the last event was")
        )
        broken = (_("Broken down by"), _("、").join(query.by.values()))
        return "funnel", "", [Facts(((_("A person counts"), counted), broken))]
    columns = getattr(query, "columns", {}) if isinstance(query, Listing) else {}
    return "listing", "", [Facts(((_("Columns"), _("、").join(columns.values())),))]


def _measure(indicator: Indicator) -> Facts:
    rules = list(dict.fromkeys(indicator.over_time.values()))
    targets = [
        (_("none set") if value is None else f"{value:g}{'%' if indicator.unit == 'percent' else ''}")
        + ("" if start == date.min else _(" from {day}").format(day=written(start)))
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


def _example(
    query: Query, example: Example, contracts: Mapping[str, Contract], library: Library
) -> list[Block]:
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
        _cells(example.expected, _parts(query, contracts, library), getattr(query, "members", {})),
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


def _parts(query: Query, contracts: Mapping[str, Contract], library: Library) -> dict[str, Column]:
    """The columns whose codes may stand in what comes out, by name."""
    return {
        name: c
        for dataset in datasets(query, contracts, library)
        for name, c in contracts[dataset].columns.items()
    }


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
    readers = [
        query.title
        for query in library.queries.values()
        if contract.name in datasets(query, contracts, library)
    ]
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
                (
                    _("Shown"),
                    _("as counts only, never row by row: the rows are about people who may be minors")
                    if contract.counted
                    else "",
                ),
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
    if contract.roster:
        rows = tuple(
            (_words_of(contract, code), _("、").join(headers))
            for form in contract.roster.forms
            for code, headers in form.items()
        )
        blocks.append(
            Grid(_("As a roster: one date column per step"), (_("Step"), _("Headers we know")), rows, True)
        )
    if contract.rules:
        rows = tuple(
            (rule.say, _("the row is rejected") if rule.level == "error" else _("loaded and flagged"))
            for rule in contract.rules
        )
        blocks.append(Grid(_("Rules"), (_("What is said"), _("What happens")), rows))
    blocks.append(Code(_("The contract's file"), contract.text.strip()))
    searched = " ".join([header for c in contract.columns.values() for header in c.header])
    tag = _("full list") if contract.is_registry else _("records")
    return entry("dataset", contract.name, contract.title, tag, contract.about, blocks, searched)


def _words_of(contract: Contract, code: str) -> str:
    values = contract.columns[contract.roster.column].values if contract.roster else {}
    return next((word for word, known in values.items() if known == code), code)


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
        "time": _("time of day"),
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
        sets = [_("＋").join(contract.columns[name].title for name in names) for names in column.otherwise]
        others = _(" or ").join(sets)
        parts = [_("stored only as a key that cannot be turned back")]
        parts += [_("made from {others} where it is missing").format(others=others)] if others else []
    elif column.personal == "mask":
        parts = [_("stored masked")]
    elif column.personal == "birth":
        parts.append(_("kept only of people who are 14 or older on the day of import"))
    elif column.personal == "band":
        parts.append(_("the band on the row's date, else worked out from the birth date"))
    return _("; ").join(parts)
