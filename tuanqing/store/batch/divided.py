"""The divisions that ship, brought in through the front door like anybody's file."""

from collections.abc import Mapping

from tuanqing.define.contract import REGISTER, Contract
from tuanqing.define.language import _
from tuanqing.store.batch.importing import Rebuild, import_files
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse import divisions
from tuanqing.store.warehouse.divisions import Division
from tuanqing.store.warehouse.scratch import scratch
from tuanqing.store.warehouse.versions import Warehouse


def import_divisions(
    warehouse: Warehouse,
    own: Division,
    contracts: Mapping[str, Contract],
    rebuild: Rebuild,
    *,
    villages: bool = True,
    yes: bool = False,
) -> Outcome:
    """Publish a county or prefecture and what lies in it as the area register; what became of it."""
    _who, day = divisions.source()
    with scratch() as folder:
        name = _("{place} divisions {day}.csv").format(place=own.name, day=f"{day:%Y%m%d}")
        file = folder / name
        file.write_bytes(divisions.sheet(divisions.below(own.code, villages=villages), contracts[REGISTER]))
        wish = ImportWish(dataset=REGISTER, area=own.code, as_of=day, yes=yes)
        (outcome,) = import_files(warehouse, [file], contracts, rebuild, wish)
    return outcome
