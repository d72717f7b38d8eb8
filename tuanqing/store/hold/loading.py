"""A recognised sheet as relations, each row with its kind; and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tuanqing.define.language import _
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.totals import find_totals
from tuanqing.store.hold.unread import unread_numbers, unread_states
from tuanqing.store.reading.sheet import Sheet
from tuanqing.store.reading.told import spans
from tuanqing.store.recognise.recognition import Mapped, Recognition
from tuanqing.store.recognise.row_kinds import classify
from tuanqing.store.warehouse.sql import literal, quoted

PAGE_SIZES = (
    20,
    50,
    100,
    200,
    500,
    1_000,
    5_000,
    10_000,
)  # rows on one page of the systems that export page by page
FULL_SHEETS = (65_536, 1_048_576)  # rows of an .xls, of an .xlsx, and of what was saved as text from one


@dataclass(frozen=True)
class Loaded:
    """A sheet's rows. `rows` has all below the header: line, c0 …, extra, fault, original, kind.

    `data` has those that are held to the contract, one by one: line, c0 …, fault. The two are told apart so that
    a roster can be unrolled: `data` then has a row per step, `rows` the sheet's.
    """

    recognition: Recognition
    rows: str
    data: str
    date1904: bool
    rows_read: int
    skipped: Mapping[str, int]  # kind → rows that are no data
    warnings: tuple[str, ...]
    aside: str = ""  # line, kind of the rows below the header that are no data, blank ones left out
    questions: tuple[str, ...] = ()  # what must be confirmed before the rows are published

    @property
    def data_rows(self) -> int:
        """How many rows of the sheet are data."""
        return self.rows_read - sum(self.skipped.values())


def load(bench: Bench, sheet: Sheet, recognition: Recognition) -> Loaded:
    """The rows of `sheet` with a kind each, counted. Raises Refused as `Sheet.load` does."""
    told = [m for m in recognition.columns if m.is_told]
    width = len(recognition.columns) - len(told)
    merged_columns = sorted({c for m in sheet.merges if m[2] > m[0] for c in range(m[1], m[3] + 1)})
    name = bench.sheet()
    report = sheet.load(
        bench.con, name, after_line=recognition.header_line, width=width, fill_columns=merged_columns
    )
    cells = quoted(name)
    kinds = classify(recognition, width)
    odd = bench.table(
        "odd", f"SELECT line, kind FROM (SELECT line, {kinds} AS kind FROM {cells}) WHERE kind <> 'data'"
    )
    totals = find_totals(bench, sheet, recognition, cells, odd)
    if totals.unnamed:
        lines = ", ".join(map(str, totals.unnamed))
        odd = bench.table("odd", f"FROM {odd} UNION ALL SELECT unnest([{lines}]::BIGINT[]), 'total'")
    if parents := _parents(recognition, cells, odd):
        odd = bench.table("odd", f"FROM {odd} UNION ALL {parents}")
    constants = "".join(f", {_constant(m)} AS c{m.index}" for m in told)
    rows = bench.view(
        "rows",
        f"SELECT cells.*{constants}, coalesce(odd.kind, 'data') AS kind FROM {cells} AS cells "
        f"LEFT JOIN {odd} AS odd USING (line)",
    )
    data = bench.view("data", f"SELECT * EXCLUDE (kind) FROM {rows} WHERE kind = 'data'")
    hidden = [line for line in sorted(sheet.hidden_lines) if line > recognition.header_line]
    aside = bench.table(
        "aside",
        f"SELECT line, if(line IN (SELECT unnest($agreed::BIGINT[])), 'agreed', kind) AS kind FROM {odd} "
        "WHERE kind <> 'blank' UNION ALL SELECT unnest($hidden::BIGINT[]), 'hidden'",
        {"agreed": totals.agreed, "hidden": hidden},
    )
    through = sum(1 for line in sheet.head_lines if line <= recognition.header_line)
    above = through - recognition.header_rows
    skipped = dict(
        bench.con.execute(f"SELECT kind, count(*) FROM {odd} GROUP BY kind ORDER BY kind").fetchall()
    )
    for kind, count in (
        ("title", above - recognition.blank_above),
        ("blank", recognition.blank_above),
        ("header", recognition.header_rows),
        ("hidden", report.hidden),
    ):
        if count:
            skipped[kind] = skipped.get(kind, 0) + count
    loaded = Loaded(
        recognition=recognition,
        rows=rows,
        data=data,
        date1904=sheet.date1904,
        rows_read=report.rows + report.hidden + above + recognition.header_rows,
        skipped=skipped,
        warnings=(),
        questions=(
            *sheet.questions,
            *recognition.questions,
            *unread_states(bench, recognition, data),
            *unread_numbers(bench, recognition, data),
            *totals.questions,
            *_red(bench, sheet, recognition, data),
        ),
        aside=aside,
    )
    warnings = [
        *sheet.notes,
        *recognition.warnings,
        *(_was_told(m) for m in told if m.given is not None),
        *totals.warnings,
        *_nameless(bench, loaded),
        *_one_page(loaded.data_rows),
        *_full(loaded.rows_read),
    ]
    return replace(loaded, warnings=tuple(warnings))


def _constant(told: Mapped) -> str:
    """SQL for the text of a column the sheet does not have."""
    if not told.sections:
        return literal(told.given or "")
    whens = " ".join(
        f"WHEN cells.line >= {line} THEN {'NULL' if text is None else literal(text)}"
        for line, text in sorted(told.sections, reverse=True)
    )
    return f"(CASE {whens} END)::VARCHAR"


def _was_told(told: Mapped) -> str:
    return _("“{column}”: the sheet has no such column; {text}, as was said, was taken for every row").format(
        column=told.standing_alone, text=told.given
    )


def _nameless(bench: Bench, loaded: Loaded) -> list[str]:
    """What is said of columns that have cells but no header."""
    nameless = [m for m in loaded.recognition.columns if not m.header]
    if not nameless:
        return []
    counts = ", ".join(f"count(c{m.index})" for m in nameless)
    filled = bench.con.execute(f"SELECT {counts} FROM {loaded.data}").fetchall()[0]
    return [
        _("column {number} has {count} cells but no header; it was not used. Give it a header.").format(
            number=m.index + 1, count=cells
        )
        for m, cells in zip(nameless, filled, strict=True)
        if cells
    ]


def _red(bench: Bench, sheet: Sheet, recognition: Recognition, data: str) -> list[str]:
    """What is asked of amounts of money in red, which in a ledger are below zero: they are read as they stand."""
    asked = []
    columns = recognition.contract.columns
    for m in recognition.columns:
        lines = sorted(line for line, place in sheet.red if place == m.index)
        column = columns.get(m.column or "")
        if not lines or column is None or column.unit != "yuan":
            continue
        found = bench.con.execute(
            f"SELECT line FROM {data} WHERE line IN (SELECT unnest($lines::BIGINT[])) ORDER BY line",
            {"lines": lines},
        ).fetchall()
        if found:
            asked.append(
                _(
                    "“{column}”: the amounts in line {lines} are red and would be added: if red means less, write them "
                    "with a minus sign"
                ).format(column=column.title, lines=spans(line for (line,) in found))
            )
    return asked


def _one_page(rows: int) -> list[str]:
    if rows not in PAGE_SIZES:
        return []
    sentence = _(
        "exactly {count} rows, as many as one page of the exporting system holds; make sure all pages were exported"
    )
    return [sentence.format(count=rows)]


def _full(rows: int) -> list[str]:
    if rows not in FULL_SHEETS:
        return []
    sentence = _(
        "exactly {count} rows, as many as a sheet of its kind can hold: what came after them is probably lost. Export the "
        "table in parts, or as .csv"
    )
    return [sentence.format(count=rows)]


def _parents(recognition: Recognition, cells: str, odd: str) -> str | None:
    """In a tree, rows above others hold their sums: only the leaves count, the others are totals. SQL for line, kind.

    A row is above others when the next row is indented deeper (and does not name another parent), or when it is
    named as the parent of another row.
    """
    name, above = [*map(recognition.index, recognition.contract.tree), None, None][:2]
    if not name or name.is_told or (above and above.is_told):
        return None
    bare = "trim(c{}, ' \u3000\t')".format
    below = f"lead(trim(c{above.index}, ' \u3000\t')) OVER (ORDER BY line)" if above else "NULL"
    parents = (
        f"SELECT {bare(above.index)} FROM {cells} WHERE {bare(above.index)} <> {bare(name.index)}"
        if above
        else "SELECT NULL WHERE false"
    )
    return (
        "SELECT line, 'total' FROM (SELECT line, name, "
        "lead(indent) OVER (ORDER BY line) > indent AND coalesce(parent_below, name) = name AS opens "
        f"FROM (SELECT line, {bare(name.index)} AS name, {below} AS parent_below, "
        f"length(c{name.index}) - length(ltrim(c{name.index}, ' \u3000\t')) AS indent "
        f"FROM {cells} ANTI JOIN {odd} USING (line))) WHERE opens OR name IN ({parents})"
    )
