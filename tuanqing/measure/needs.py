"""Which files give which figures: what is there already, and what the next one would bring."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tuanqing.define.contract import Contract
from tuanqing.define.query import Indicator, Library
from tuanqing.measure import lineage
from tuanqing.store.warehouse.snapshot import Snapshot


@dataclass(frozen=True)
class Need:
    """A dataset, whether it has been given, and the indicators that stand once it is.

    `brings`: those that then lack nothing; `part_of`: those that need another dataset, which is not there, too.
    """

    contract: Contract
    given: bool
    brings: tuple[Indicator, ...]
    part_of: tuple[Indicator, ...]


def given(snapshot: Snapshot) -> frozenset[str]:
    """The datasets of which a batch stands."""
    rows = snapshot.execute("SELECT DISTINCT dataset FROM store.batch WHERE state = 'published'").fetchall()
    return frozenset(name for (name,) in rows)


def needs(library: Library, contracts: Mapping[str, Contract], there: Collection[str]) -> list[Need]:
    """Every dataset in the order of need: the register of areas, then what brings most figures by itself."""
    reads = {
        indicator.name: set(lineage.datasets(indicator, contracts, library))
        for indicator in library.indicators.values()
    }
    found = []
    for contract in contracts.values():
        mine = [
            indicator for indicator in library.indicators.values() if contract.name in reads[indicator.name]
        ]
        brings = [each for each in mine if reads[each.name] <= {*there, contract.name}]
        part_of = [each for each in mine if each not in brings]
        found.append(Need(contract, contract.name in there, tuple(brings), tuple(part_of)))
    return sorted(
        found, key=lambda need: (not need.contract.is_register, -len(need.brings), need.contract.order)
    )
