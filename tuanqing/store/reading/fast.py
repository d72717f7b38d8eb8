"""Large text tables through DuckDB's own reader, with proof that every physical line is accounted for.

Only what can be exact is done here: one kind of newline, quotes only around whole cells, no newline inside
a cell, no blank line in the middle. Anything else gives None, and the careful reader does the work.
"""

import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb

from tuanqing.store.reading import staging
from tuanqing.store.reading.bounds import MOST_CELL
from tuanqing.store.reading.records import Dialect, records
from tuanqing.store.reading.sheet import discard
from tuanqing.store.warehouse.sql import literal, quoted

CHUNK = 8 << 20
MOST_REJECTS = 20_000
HARMLESS = {"TOO MANY COLUMNS", "MISSING COLUMNS"}
REJECTS, SCANS, GAPS = "tuanqing_rejects", "tuanqing_reject_scans", "tuanqing_gaps"


WINDOW = MOST_CELL // 2  # bytes: a line as long as a cell may be holds one such piece whole
QUOTED = re.compile(rb'"[^"\n]*"')


class Table(NamedTuple):
    """A UTF-8 text and what is known of it; `usual` is the number of cells most lines have."""

    path: Path
    dialect: Dialect
    after_line: int
    width: int
    usual: int


class _Count(NamedTuple):
    lines: int
    blank_at_end: int
    quotes: bool
    separators: int


def load(con: duckdb.DuckDBPyConnection, name: str, table: Table) -> int | None:
    """Load `table` as `Sheet.load` promises, under `name`; the number of rows, or None: not possible."""
    if table.width < 2 or not table.dialect.is_plain:
        return None
    count = _count(table.path, table.dialect.separator.encode())
    if count is None or count.lines - count.blank_at_end <= table.after_line:
        return None
    raw = name + "_raw"
    try:
        return _load(con, name, raw, table, count)
    except duckdb.Error as fault:
        if isinstance(fault, duckdb.OutOfMemoryException | duckdb.InterruptException):
            raise
        discard(con, name)
        return None
    finally:
        for made in (raw, REJECTS, SCANS, GAPS):
            con.execute(f"drop table if exists temp.{quoted(made)}")


def _load(con: duckdb.DuckDBPyConnection, name: str, raw: str, table: Table, count: _Count) -> int | None:
    if not con.execute("select current_setting('preserve_insertion_order')").fetchall()[0][0]:
        return None
    read = staging.columns(_read(table))
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in read)
    quote = literal('"' if count.quotes else "")
    con.execute(
        f"create temp table {quoted(raw)} as from read_csv({literal(str(table.path))}, auto_detect=false, "
        f"columns={{{columns}}}, delim={literal(table.dialect.separator)}, quote={quote}, escape={quote}, "
        f"header=false, skip={table.after_line}, store_rejects=true, rejects_limit={MOST_REJECTS}, "
        f"rejects_table='{REJECTS}', rejects_scan='{SCANS}')"
    )
    found = con.execute(
        f"select line, any_value(csv_line), list(error_type) from {REJECTS} group by line order by line"
    ).fetchall()
    rejects = [(line, text.rstrip("\r\n")) for line, text, _types in found]
    kept, last = con.execute(f"select count(*), max(rowid) from {quoted(raw)}").fetchall()[0]
    expected = count.lines - count.blank_at_end - table.after_line
    if (
        kept + len(rejects) != expected
        or (kept and last + 1 != kept)
        or len(rejects) >= MOST_REJECTS
        or any(set(types) - HARMLESS for _line, _text, types in found)
        or any("\n" in text or "\r" in text for _line, text in rejects)
        or not _no_hidden_surplus(table, count, kept, rejects)
        or not _first_row_agrees(con, raw, table, {line for line, _text in rejects})
    ):
        return None
    if beyond := read[table.width :]:
        (filled,) = con.execute(f"select count({beyond[0]}) from {quoted(raw)}").fetchall()[0]
        if filled:
            return None
    _finish(con, name, raw, table, count, rejects)
    return expected + count.blank_at_end


def _finish(
    con: duckdb.DuckDBPyConnection,
    name: str,
    raw: str,
    table: Table,
    count: _Count,
    rejects: list[tuple[int, str]],
) -> None:
    """Give `raw` its line numbers: a view where nothing is missing, a second table where rows go back in."""
    rows, view, first = quoted(name + "_rows"), quoted(name), table.after_line + 1
    cells = ", ".join(staging.columns(table.width))
    rest = f"{cells}, NULL::VARCHAR as extra, NULL::VARCHAR as fault, NULL::VARCHAR as original"
    if not rejects and not count.blank_at_end:
        con.execute(f"alter table {quoted(raw)} rename to {rows}")
        con.execute(f"create temp view {view} as select rowid + {first} as line, {rest} from {rows}")
        return
    gaps: dict[int, int] = {}
    for place, (line, _text) in enumerate(rejects):
        gaps[line - first - place] = place + 1
    con.execute(f"create temp table {GAPS} (after BIGINT, n BIGINT)")
    if gaps:
        con.execute(
            f"insert into {GAPS} select unnest($after), unnest($n)",
            {"after": list(gaps), "n": list(gaps.values())},
        )
    con.execute(
        f"create temp table {rows} as "
        f"select (r.rowid + {first} + coalesce(g.n, 0))::BIGINT as line, {rest} "
        f"from {quoted(raw)} r asof left join {GAPS} g on r.rowid >= g.after"
    )
    con.execute(f"create temp view {view} as from {rows}")
    back = [next(records([text], table.dialect, table.usual or table.width, line)) for line, text in rejects]
    end = range(count.lines - count.blank_at_end + 1, count.lines + 1)
    blank = [(line, [""], None, "") for line in end]
    staging.append(con, name, table.width, table.usual, [*back, *blank])


def _read(table: Table) -> int:
    """The number of columns to read: where every line ends in a separator, the empty one behind it too."""
    return table.usual if table.usual == table.width + 1 else table.width


def _no_hidden_surplus(table: Table, count: _Count, kept: int, rejects: list[tuple[int, str]]) -> bool:
    """DuckDB takes an empty cell or two too many without a word; the number of separators shows whether it did."""
    separator = table.dialect.separator.encode()
    with table.path.open("rb") as stream:
        other = [*islice(stream, table.after_line), *(text.encode() for _line, text in rejects)]
    expected = kept * (_read(table) - 1)
    found = count.separators - sum(line.count(separator) for line in other)
    if found != expected and count.quotes:  # quoted separators do not separate
        found -= _inside_quotes(table.path, separator) - sum(_inside(line, separator) for line in other)
    return found == expected


def _first_row_agrees(con: duckdb.DuckDBPyConnection, raw: str, table: Table, rejected: set[int]) -> bool:
    """Whether DuckDB skipped exactly the lines it should: the first row it kept is the one we expect."""
    number = table.after_line + 1
    while number in rejected:
        number += 1
    with table.path.open(encoding="utf-8-sig", newline=None) as stream:
        line = next(islice(stream, number - 1, None), "").rstrip("\n")
    if not line:
        return True
    _line, cells, _fault, _original = next(records([line], table.dialect, table.usual or table.width, number))
    first = con.execute(f"select * from {quoted(raw)} where rowid = 0").fetchall()
    return (
        bool(first)
        and list(first[0][: table.width]) == staging.judge(cells, table.width, table.usual, None)[0]
    )


def _inside_quotes(path: Path, separator: bytes) -> int:
    total, rest = 0, b""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            whole, feed, rest = (rest + piece).rpartition(b"\n")
            total += _inside(whole + feed, separator)
    return total + _inside(rest, separator)


def _inside(text: bytes, separator: bytes) -> int:
    """The separators of `text` that stand between quotes."""
    return sum(cell.count(separator) for cell in QUOTED.findall(text)) if b'"' in text else 0


def _count(path: Path, separator: bytes) -> _Count | None:
    """Lines and quotes of the file; None when newlines are mixed, quotes stand inside cells, files were joined to one,
    or a line is so long that one of its cells may be too."""
    feeds = returns = pairs = quotes = opening = closing = separators = 0
    before = b"\n"
    end = b""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            if before == b"\n" and not end:
                piece = piece.removeprefix(b"\xef\xbb\xbf")
            joined = b"\n\xef\xbb\xbf"
            if (
                joined in piece
                or joined in end[-3:] + piece[:3]
                or not all(
                    b"\n" in piece[start : start + WINDOW]
                    for start in range(0, len(piece) - WINDOW + 1, WINDOW)
                )
            ):
                return None
            both = before + piece  # the last byte of the piece before, so that pairs across the seam count
            feeds += piece.count(b"\n")
            separators += piece.count(separator)
            if b"\r" in piece:
                returns += piece.count(b"\r")
            if returns:
                pairs += both.count(b"\r\n")
            if b'"' in both:
                quotes += piece.count(b'"')
                opening += both.count(separator + b'"') + both.count(b'\n"')
                closing += both.count(b'"' + separator) + both.count(b'"\n') + both.count(b'"\r')
            before = piece[-1:] or before
            end = (end + piece)[-4096:]
    if returns and not returns == pairs == feeds:
        return None
    if end.endswith(b'"'):
        closing += 1
    if not (quotes == opening + closing and opening == closing):
        return None
    bare = end.rstrip(b"\r\n")
    breaks = end[len(bare) :].count(b"\n")
    if not bare or not end:
        return None
    lines = feeds + (not end.endswith(b"\n"))
    return _Count(lines, max(breaks - 1, 0), quotes > 0, separators)
