"""Whose rows a change touches: somebody with areas changes what lies in them, and nothing else.

Held against the rows as they would be published, inside the transaction: those that come, those they take the place of,
and whatever the batch speaks for, rows or not. A change that reaches further is refused as a whole, with the names of
the areas: half a list would be another list.
"""

from collections.abc import Iterable

import duckdb

from tuanqing.define.contract import REGISTER
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import actor
from tuanqing.store.warehouse.register import Register
from tuanqing.store.warehouse.sql import stored

_NAMED = 5  # areas in the sentence


def refuse_batch(con: duckdb.DuckDBPyConnection, register: Register, batch: int) -> None:
    """Raises Refused where a batch, as it stands in a draft, reaches beyond the areas of whoever is at work."""
    if not actor().areas:
        return
    found = con.execute("SELECT dataset, scope FROM store.batch WHERE batch = ?", [batch]).fetchall()
    if not found:  # whoever asked for it is told so elsewhere
        return
    ((dataset, scope),) = found
    table = stored(dataset)
    if dataset == REGISTER:
        _refuse_areas(con, register, batch)
        return
    columns = {name for (name, *_rest) in con.execute(f"DESCRIBE {table}").fetchall()}
    where = "coalesce(area_code, _county)" if {"area_code", "_county"} <= columns else "NULL"
    touched = con.execute(
        f"""
        SELECT {where} FROM {table} WHERE _batch = $batch
        UNION SELECT {where} FROM {table} JOIN store.replaced AS gone
            ON gone.dataset = $dataset AND gone.row_batch = {table}._batch AND gone.row_line = {table}._line
            WHERE gone.batch = $batch
        UNION SELECT area_code FROM store.coverage WHERE batch = $batch
        """,
        {"batch": batch, "dataset": dataset},
    ).fetchall()
    refuse(register, [code or scope for (code,) in touched])


def refuse_correction(con: duckdb.DuckDBPyConnection, register: Register, name: str) -> None:
    """Raises Refused where a correction laid over the rows of a draft touches rows of others."""
    if actor().areas:
        touched = con.execute("SELECT DISTINCT area_code FROM main.corrected WHERE correction = ?", [name])
        refuse(register, [code for (code,) in touched.fetchall()])


def refuse(register: Register, codes: Iterable[str | None]) -> None:
    """Raises Refused where one of `codes` does not lie in the areas of whoever is at work; None lies nowhere."""
    others = [code for code in dict.fromkeys(codes) if not _is_own(register, code)]
    if actor().areas and others:
        raise _refusal(register, others)


def _is_own(register: Register, code: str | None) -> bool:
    return any(area.code in actor().areas for area in register.path(code or ""))


def _refuse_areas(con: duckdb.DuckDBPyConnection, register: Register, batch: int) -> None:
    """The register itself: areas of one's own, and new ones that hang below them; the own one stays where it hangs."""
    rows = con.execute(
        f"SELECT area_code, parent_code FROM {stored(REGISTER)} WHERE _batch = ?", [batch]
    ).fetchall()
    waiting, made, others = dict.fromkeys(rows), set[str](), []
    while waiting:
        fit = [
            (code, parent)
            for code, parent in waiting
            if (
                parent == register.areas[code].parent
                if code in actor().areas and code in register.areas
                else (_is_own(register, code) or code not in register.areas)
                and (parent in made or _is_own(register, parent))
            )
        ]
        if not fit:
            others = [code for code, _parent in waiting]
            break
        for row in fit:
            del waiting[row]
            made.add(row[0])
    if others:
        raise _refusal(register, others)


def _refusal(register: Register, codes: list[str | None]) -> Refused:
    names = [
        register.areas[code].name if code in register.areas else code or _("rows without an area")
        for code in codes[:_NAMED]
    ]
    said = _("、").join(names) + (
        _(" and {count} more").format(count=len(codes) - _NAMED) if len(codes) > _NAMED else ""
    )
    return Refused(
        _("Not in your area: {areas}. Leave their rows out, or ask whoever is responsible for them.").format(
            areas=said
        )
    )
