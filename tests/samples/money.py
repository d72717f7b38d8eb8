"""Amounts of money as ledgers write them."""

from dataclasses import dataclass
from datetime import date

from tests.samples.people import Dice


@dataclass(frozen=True)
class Batch:
    """One batch of aid."""

    day: date
    people: int
    yuan: int


def aid_rows(dice: Dice, people: int, yuan: int, count: int, first: date, last: date) -> list[Batch]:
    """`count` batches between `first` and `last`, adding up to `people` and `yuan`."""
    heads = dice.spread(people, count, low=max(1, people // count // 3))
    money = dice.spread(yuan // 100, count, low=max(1, yuan // count // 300))
    days = sorted(dice.day(first, last) for _ in range(count))
    return [Batch(day, head, hundred * 100) for day, head, hundred in zip(days, heads, money, strict=True)]


def amount_said(yuan: int, dice: Dice, *, at_least: bool = False) -> str | int:
    """An amount as people write it; `at_least` adds 余."""
    if at_least:
        return f"{yuan / 10000:g}余万元"
    throw = dice.below(5)
    return f"{yuan / 10000:g}万元" if throw == 0 else f"{yuan:,}" if throw == 1 else yuan
