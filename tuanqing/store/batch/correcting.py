"""A correction made or withdrawn: a version of its own, like an import. And what an import hears of corrections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from tuanqing.define import correction as corrections_of
from tuanqing.define.contract import Contract
from tuanqing.define.correction import OWN, Correction, Unread
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access.actor import note
from tuanqing.store.batch import foreign
from tuanqing.store.batch.wishes import Outcome
from tuanqing.store.cell.id_numbers import without_persons
from tuanqing.store.warehouse import corrections, register, schema
from tuanqing.store.warehouse.corrections import Stands
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.sql import quoted
from tuanqing.store.warehouse.versions import Warehouse

if TYPE_CHECKING:
    import polars as pl

Rebuild = Callable[[duckdb.DuckDBPyConnection], None]


def make(
    warehouse: Warehouse,
    table: Mapping[str, Any],
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], object] = print,
) -> Stands:
    """Publish a version with one more correction, `table` being what a file of `data/corrections` holds without `made_on`.

    What the source says now is written down as its guard where `table` has none. Raises Refused where it is no
    correction, names no row, or would make rows that are none of the contract; nothing is published then.
    """
    table = {**table, "made_on": date.today()}
    for key in ("reason", "who"):
        if without_persons(table.get(key, ""), lambda _number: "") != table.get(key, ""):
            raise Refused(
                _("The number of a person does not belong into a correction: it stands beside figures.")
            )
    held = corrections_of.of("c1", table, contracts, _("correction"))
    with (
        warehouse.writing(_("making a correction"), say=say),
        warehouse.draft() as con,
    ):
        schema.create(con, contracts)
        if not held.is_guarded and held.what != "flag":
            table = {**table, "expect": corrections.says(con, contracts[held.dataset], held)}
        (last,) = con.execute("SELECT coalesce(max(correction), 0) FROM store.correction").fetchall()[0]
        con.execute(
            "INSERT INTO store.correction VALUES (?, ?, ?, ?, NULL, NULL)",
            [last + 1, datetime.now(), held.dataset, corrections_of.to_json(table)],
        )
        shipped = corrections_of.load_all(contracts)
        (made,) = (
            each for each in corrections.settle(con, contracts, shipped) if each.name == f"c{last + 1}"
        )
        if made.state != "applied":
            raise Refused(corrections.problem(made))
        foreign.refuse_correction(con, register.in_force(con), made.name)
        rebuild(con)
    note(warehouse.folder, "correct", correction=made.name, dataset=held.dataset)
    return made


def withdraw(
    warehouse: Warehouse,
    name: str,
    who: str,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    say: Callable[[str], object] = print,
) -> None:
    """Publish a version without a correction made here; it stays in the history. Raises Refused where there is none."""
    if not who.strip():
        raise Refused(_("Say who withdraws it."))
    with (
        warehouse.writing(_("withdrawing correction {name}").format(name=name), say=say),
        warehouse.draft() as con,
    ):
        schema.create(con, contracts)
        foreign.refuse_correction(con, register.in_force(con), name)
        number = int(name[1:]) if OWN.fullmatch(name) else 0
        found = con.execute(
            "UPDATE store.correction SET withdrawn_at = ?, withdrawn_by = ? "
            "WHERE correction = ? AND withdrawn_at IS NULL RETURNING correction",
            [datetime.now(), who.strip(), number],
        ).fetchall()
        if not found:
            raise Refused(
                _(
                    "There is no correction {name} to withdraw. Those made here are listed by `tuanqing corrections`; "
                    "one that came with the program goes when its file is taken out of data/corrections."
                ).format(name=name)
            )
        rebuild(con)
    note(warehouse.folder, "correct", correction=name, withdrawn=True)


def history(snapshot: Snapshot, contracts: Mapping[str, Contract]) -> list[dict[str, Any]]:
    """Every correction, newest first: `stands` (a Stands, its state "withdrawn" for one taken back), `correction` (None
    where it cannot be read), made_at, withdrawn_at, withdrawn_by (None each of those shipped)."""
    stands = {each.name: each for each in corrections.read(snapshot)}
    known = {each.name: each for each in corrections_of.load_all(contracts) if isinstance(each, Correction)}
    found = []
    for number, made_at, dataset, body, gone, by in snapshot.execute(
        "SELECT correction, made_at, dataset, body, withdrawn_at, withdrawn_by FROM store.correction ORDER BY 1 DESC"
    ).fetchall():
        name = f"c{number}"
        if (
            snapshot.scope is not None and name not in stands
        ):  # of others, or withdrawn: nobody knows any more of whom
            continue
        own = corrections_of.read_json(name, body, contracts)
        if gone is not None or name not in stands:
            stands[name] = _withdrawn(name, contracts[dataset], own)
        found.append(
            {
                "stands": stands.pop(name),
                "correction": own if isinstance(own, Correction) else None,
                "made_at": made_at,
                "withdrawn_at": gone,
                "withdrawn_by": by,
            }
        )
    shipped = {"made_at": None, "withdrawn_at": None, "withdrawn_by": None}
    return found + [
        {"stands": each, "correction": known.get(each.name), **shipped} for each in stands.values()
    ]


def _withdrawn(name: str, contract: Contract, own: Correction | Unread) -> Stands:
    found = Stands(name, contract.name, contract.title, state="withdrawn")
    if isinstance(own, Unread):
        return replace(found, sentence=own.sentence)
    return replace(
        found, what=own.what, reason=own.reason, who=own.who, made_on=own.made_on, expires=own.expires
    )


def told(con: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """What was imported, its receipts saying which corrections of its dataset apply, and which no longer do."""
    stands = [each for each in corrections.read(Snapshot("draft", con)) if each.state != "expired"]
    found = []
    for outcome in outcomes:
        receipt = outcome.receipt
        said = [
            corrections.problem(each) if each.is_loud else corrections.applies(each)
            for each in stands
            if receipt.batch and each.dataset == receipt.dataset
        ]
        if said:
            con.execute(
                "UPDATE store.batch SET warnings = list_concat(warnings, $1::VARCHAR[]) WHERE batch = $2",
                [said, receipt.batch],
            )
            outcome = replace(outcome, receipt=replace(receipt, warnings=[*receipt.warnings, *said]))
        found.append(outcome)
    return found


def find(snapshot: Snapshot, contract: Contract, text: str, most: int = 50) -> "pl.DataFrame":
    """The rows of a dataset, as the source gave them, that have `text` in a column everybody may read; newest first.

    Columns: those of the contract that are open, `_as_of`, `batch`, `line`.
    """
    opened = [column for column in contract.stored if column.personal is None]
    columns = ", ".join(quoted(column.name) for column in opened)
    texts = [quoted(column.name) for column in opened if column.type == "text"]
    tests = " OR ".join(f"contains({name}, $text)" for name in texts) or "false"
    day = "_as_of" if contract.is_registry else quoted(contract.date or "")
    return snapshot.frame(
        f"SELECT {columns}, _as_of, _batch AS batch, CASE WHEN _line > 0 THEN _line % {schema.LINES} END AS line "
        f"FROM {snapshot.part(f'({schema.standing(contract.name)})')} WHERE {tests} ORDER BY {day} DESC, _batch, _line LIMIT {int(most)}",
        text=text,
    )


def area_names(snapshot: Snapshot) -> dict[str, str]:
    """The name of every area."""
    return dict(
        snapshot.execute(f"SELECT area_code, name FROM {snapshot.near('area')} ORDER BY area_code").fetchall()
    )


def areas(snapshot: Snapshot, levels: tuple[str, ...]) -> dict[str, str]:
    """The areas of some levels (none: of all), each with what it lies in."""
    return dict(
        snapshot.execute(
            "SELECT area.area_code, concat_ws(' ', above.name, area.name) "
            f"FROM {snapshot.part('area')} AS area LEFT JOIN area AS above "
            "ON above.area_code = area.parent_code WHERE len($1) = 0 OR list_contains($1, area.level) ORDER BY 1",
            [list(levels)],
        ).fetchall()
    )
