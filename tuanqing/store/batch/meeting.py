"""Which rows of a batch are those of another one: each meets at most one.

Those that are equal in all they have in common meet first; of the rest those that are equal in more; of those that
are equal in as many the k-th of the one meets the k-th of the other.
"""

from collections.abc import Collection, Mapping, Sequence

from tuanqing.store.hold.bench import Bench
from tuanqing.store.warehouse.sql import listed, literal, quoted, same

REACH = 50  # places apart, among rows of one key, up to which rows that differ are compared


def meet(
    bench: Bench,
    new: str,
    old: str,
    strict: Sequence[str],
    compared: Collection[str],
    loose: Mapping[str, str | None] | None = None,
) -> str:
    """The relation _line, old_batch, old_line, same: rows of `new` (_line) with those of `old` (_batch, _line) they meet.

    Only rows that agree in `strict` may meet. `compared` are the columns both have. Where a batch of `old` lacks one of
    the `loose` ones (its `_lacks` names it), it need only agree in the column that stands in for it, if there is one.
    """
    if not bench.count(f"SELECT count(*) FROM {new}") or not bench.count(f"SELECT count(*) FROM {old}"):
        return bench.table(
            "met",
            "SELECT NULL::BIGINT AS _line, NULL::BIGINT AS old_batch, NULL::BIGINT AS old_line, true AS same "
            "WHERE false",
        )
    everything = list(dict.fromkeys([*strict, *compared]))
    turn = f"row_number() OVER (PARTITION BY {listed(everything)} ORDER BY {{}}) AS _turn"
    met = bench.table(
        "met",
        f"""
        SELECT n._line, o._batch AS old_batch, o._line AS old_line, true AS same
        FROM (SELECT _line, {listed(everything)}, hash({listed(everything)}) AS _hash, {turn.format("_line")} FROM {new}) AS n
        JOIN (SELECT _batch, _line, {listed(everything)}, hash({listed(everything)}) AS _hash,
            {turn.format("_batch, _line")} FROM {old}) AS o
        ON n._hash = o._hash AND n._turn = o._turn AND {same(everything, "n", "o")}
        """,
    )
    pairs = _pairs(bench, met, new, old, strict, everything, loose or {})
    left = bench.count(f"SELECT count(*) FROM {pairs}")
    while left:
        bench.con.execute(
            f"""
            INSERT INTO {met} SELECT _line, old_batch, old_line, false FROM (
                SELECT *, row_number() OVER (PARTITION BY _line ORDER BY {_BEST}) AS a,
                    row_number() OVER (PARTITION BY old_batch, old_line ORDER BY {_BEST}) AS b
                FROM {pairs} AS p WHERE NOT EXISTS (FROM {met} AS m WHERE m._line = p._line)
                    AND NOT EXISTS (FROM {met} AS m WHERE m.old_batch = p.old_batch AND m.old_line = p.old_line))
            WHERE a = 1 AND b = 1
            """
        )
        left = bench.count(
            f"SELECT count(*) FROM {pairs} AS p WHERE NOT EXISTS (FROM {met} AS m WHERE m._line = p._line) "
            f"AND NOT EXISTS (FROM {met} AS m WHERE m.old_batch = p.old_batch AND m.old_line = p.old_line)"
        )
    return met


_BEST = "score DESC, abs(nk - ok), nk, ok, _line, old_batch, old_line"  # the same order from either side


def _pairs(
    bench: Bench,
    met: str,
    new: str,
    old: str,
    strict: Sequence[str],
    everything: Sequence[str],
    loose: Mapping[str, str | None],
) -> str:
    """Of the rows that have met none: the pairs that may meet, and in how many columns each is equal."""
    agree = " AND ".join(
        f"({same([name], 'n', 'o')} OR (list_contains(o._lacks, {literal(name)}) "
        f"AND {same([stand_in] if stand_in else [], 'n', 'o')}))"
        for name, stand_in in loose.items()
    )
    score = " + ".join(f"(n.{quoted(c)} IS NOT DISTINCT FROM o.{quoted(c)})::INT" for c in everything)
    turn = f"row_number() OVER (PARTITION BY {listed(strict)} ORDER BY {{}})"
    return bench.table(
        "pairs",
        f"""
        SELECT n._line, o._batch AS old_batch, o._line AS old_line, n._turn AS nk, o._turn AS ok, {score} AS score
        FROM (SELECT *, hash({listed(strict)}) AS _hash, {turn.format("_line")} AS _turn FROM {new}
            WHERE _line NOT IN (SELECT _line FROM {met})) AS n
        JOIN (SELECT *, hash({listed(strict)}) AS _hash, {turn.format("_batch, _line")} AS _turn FROM {old}
            WHERE (_batch, _line) NOT IN (SELECT (old_batch, old_line) FROM {met})) AS o
        ON n._hash = o._hash AND {same(strict, "n", "o")} AND abs(n._turn - o._turn) <= {REACH} AND {agree or "true"}
        """,
    )
