"""The rows of one batch in the table of its dataset, while they are settled."""

from dataclasses import dataclass

from tuanqing.define.contract import Contract
from tuanqing.store.hold.bench import Bench
from tuanqing.store.warehouse.sql import listed, literal, quoted, stored


@dataclass(frozen=True)
class Batch:
    """Batch `number` of a dataset: its rows have been inserted and wait to be settled with those that were there."""

    bench: Bench
    contract: Contract
    number: int

    @property
    def table(self) -> str:
        """The table that holds the rows of every batch."""
        return stored(self.contract.name)

    @property
    def columns(self) -> list[str]:
        """The contract's columns that are stored."""
        return [column.name for column in self.contract.stored]

    @property
    def rows(self) -> str:
        """SQL for the batch's rows."""
        return f"(SELECT * FROM {self.table} WHERE _batch = {self.number})"

    def count(self) -> int:
        """How many rows it has."""
        return self.bench.count(f"SELECT count(*) FROM {self.rows}")

    def drop(self, lines: str) -> None:
        """Take out the rows whose line is in `lines` (SQL)."""
        self.bench.con.execute(
            f"DELETE FROM {self.table} WHERE _batch = {self.number} AND _line IN ({lines})"
        )

    def end(self, rows: str) -> None:
        """The rows of other batches in `rows` (SQL giving old_batch, old_line) are no longer in force."""
        self.bench.con.execute(
            f"UPDATE {self.table} SET _ended = {self.number} FROM ({rows}) AS over "
            f"WHERE {self.table}._batch = over.old_batch AND {self.table}._line = over.old_line"
        )

    def see(self, rows: str) -> None:
        """Remember that the batch saw rows of others again (SQL giving old_batch, old_line, _line); its own go."""
        self.bench.con.execute(
            f"INSERT INTO store.seen SELECT {literal(self.contract.name)}, old_batch, old_line, {self.number}, _line "
            f"FROM ({rows})"
        )
        self.drop(f"SELECT _line FROM ({rows})")

    def replace(self, rows: str) -> None:
        """Remember which row took whose place (SQL giving old_batch, old_line, _line); the others end."""
        self.bench.con.execute(
            f"INSERT INTO store.replaced SELECT {literal(self.contract.name)}, old_batch, old_line, {self.number}, _line "
            f"FROM ({rows})"
        )
        self.end(rows)

    def where(self, alias: str) -> str:
        """SQL for what tells units of a registry apart beside their key: the area, of those without a number.

        Of a unit that has a number, NULL: it is the same wherever it stands.
        """
        numbers = self.contract.numbers
        if numbers is None:
            return f"{alias}.area_code"
        number, stand_in = numbers
        has_one = f"{alias}.{quoted(number)} IS NOT NULL"
        if stand_in:
            has_one += f" AND {alias}.{quoted(number)} IS DISTINCT FROM {alias}.{quoted(stand_in)}"
        return f"CASE WHEN {has_one} THEN NULL ELSE {alias}.area_code END"

    def key(self, alias: str) -> str:
        """The columns of the key, as a SELECT lists them."""
        return listed(self.contract.key, alias)
