"""The total a sheet prints against the sum of its rows."""

from decimal import Decimal

from tuanqing.define.language import _
from tuanqing.store.cell import values
from tuanqing.store.hold.bench import Bench
from tuanqing.store.hold.holding import Held
from tuanqing.store.hold.loading import Loaded
from tuanqing.store.warehouse.sql import quoted

_GRAND = "(^|[|])(全[县市区])?[合总]计数?([(（][^|]*)?[:：]?([|]|$)"


def compare_totals(bench: Bench, loaded: Loaded, held: Held) -> tuple[str, ...]:
    """What is said where the sheet's one grand-total row differs from the sum of the rows held."""
    recognition = loaded.recognition
    numeric = [
        m
        for m in recognition.columns
        if m.column
        and recognition.contract.columns[m.column].type in ("integer", "decimal")
        and recognition.contract.columns[m.column].stored
    ]
    if not numeric or "total" not in loaded.skipped:
        return ()
    cells = ", ".join(f"c{m.index}" for m in numeric)
    leading = ", ".join(f"c{m.index}" for m in recognition.columns[:4])
    totals = bench.con.execute(
        f"SELECT {cells} FROM {loaded.rows} WHERE kind = 'total' AND regexp_matches(regexp_replace("
        f"array_to_string([{leading}], '|'), '[\\s\\x{{3000}}]', '', 'g'), $pattern) ORDER BY line",
        {"pattern": _GRAND},
    ).fetchall()
    if len(totals) != 1:
        return ()
    sums = ", ".join(f"sum({quoted(m.column or '')})" for m in numeric)
    found = bench.con.execute(f"SELECT {sums} FROM {held.rows}").fetchall()[0]
    said = []
    for m, printed, added in zip(numeric, totals[0], found, strict=True):
        column = recognition.contract.columns[m.column or ""]
        stated = values.parse(printed or "", column.type, unit=column.unit, scale=m.scale).value
        if (
            isinstance(stated, int | Decimal)
            and added is not None
            and abs(Decimal(stated) - added) > Decimal("0.005")
        ):
            said.append(
                _("the total row gives {printed} for “{column}”, its rows add up to {added}").format(
                    printed=f"{stated:g}" if not isinstance(stated, int) else stated,
                    column=column.title,
                    added=f"{added.normalize():f}" if hasattr(added, "normalize") else added,
                )
            )
    return tuple(said)
