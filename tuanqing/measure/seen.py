"""What a reader with a scope sees of the figures: those of his areas, and the totals of what lies above them.

The totals of the areas beside his are nobody's but theirs: with the county's total and all but one sibling the last one
could be told, and what an area has is its rows once the area is small. So the county's aggregate is what there is to
compare with, and the areas beside are in no list, ranking or breakdown.
"""

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import suppression
from tuanqing.store.warehouse.snapshot import Snapshot


def cube(snapshot: Snapshot, table: str = "cube") -> str:
    """SQL for the cells of the cube (or of another table of its columns) that the reader sees; to stand after FROM."""
    if snapshot.scope is None:
        return table
    told = suppression.clause(snapshot, table)
    return f"(SELECT * FROM {snapshot.near(table)} WHERE {snapshot.inside('area_code')} OR {told})"


def sees(snapshot: Snapshot, area: str) -> bool:
    """Whether all there is of an area is the reader's."""
    return snapshot.sees(area)


def refuse_part(snapshot: Snapshot, area: str | None) -> None:
    """Raises Refused where the reader does not see all there is of an area: what is worked out from all of its rows, or
    puts its parts in an order, would say something else of a part of them. None: of everything there is."""
    if not snapshot.sees(area):
        raise Refused(
            _(
                "This is worked out from all the rows of an area, and you see a part of them. Choose your own area."
            )
        )
