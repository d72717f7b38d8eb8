"""Invented people and the dice that choose them: the same on every machine and in every Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    *["子涵", "雨桐", "浩然", "欣怡", "思远", "梦琪", "志强", "建华", "小燕", "文博", "佳慧", "俊杰", "晓东"],
    *["明哲", "诗雅", "宇航", "静怡", "海涛", "丽娜", "国栋", "春燕", "天佑", "若曦", "鹏飞", "雪梅", "振宇"],
    *["婷", "磊", "洋", "敏", "强", "静", "超", "丹", "鑫", "颖", "凯", "莉"],
]


def words(text: str) -> list[str]:
    """The words of `text`."""
    return text.split()


class Dice:
    """Choices from one seed. Only `random()` is promised to stay the same, so everything is built on it."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        """A whole number from 0 to `end` - 1."""
        return int(self._random.random() * end)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: float) -> bool:
        """True in `share` of all throws."""
        return self._random.random() < share

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `items`, in any order."""
        pool = list(items)
        for place in range(count):
            other = place + self.below(len(pool) - place)
            pool[place], pool[other] = pool[other], pool[place]
        return pool[:count]

    def spread(self, total: int, parts: int, low: int = 1, high: int | None = None) -> list[int]:
        """`parts` whole numbers between `low` and `high` that add up to `total`."""
        high = total if high is None else high
        assert low * parts <= total <= high * parts, (total, parts, low, high)
        weights = [0.4 + self._random.random() for _ in range(parts)]
        shares = [min(high, max(low, int(total * weight / sum(weights)))) for weight in weights]
        step, place = (1 if sum(shares) < total else -1), 0
        while sum(shares) != total:
            if low <= shares[place % parts] + step <= high:
                shares[place % parts] += step
            place += 1
        return shares

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))


def name(dice: Dice) -> str:
    """An invented name."""
    return dice.pick(SURNAMES) + dice.pick(GIVEN)


def identity(born: date, serial: int) -> str:
    """An ID number with the never-assigned area code 999999 and a valid check character."""
    body = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


def phone(dice: Dice, *, starred: bool = False) -> str:
    """A filler number, nobody's: 199 0000 and four digits."""
    return f"199****{dice.below(10000):04d}" if starred else f"1990000{dice.below(10000):04d}"


@dataclass(frozen=True)
class Person:
    """One invented volunteer."""

    name: str
    identity: str
    phone: str


def people(dice: Dice, count: int, *, youngest: date, oldest: date) -> list[Person]:
    """`count` people born between `oldest` and `youngest`, no ID number twice."""
    found: dict[str, Person] = {}
    while len(found) < count:
        person = Person(name(dice), identity(dice.day(oldest, youngest), dice.below(1000)), phone(dice))
        found.setdefault(person.identity, person)
    return list(found.values())


def say(day: date, style: str) -> str:
    """`day` as an export prints it."""
    return {
        "iso": f"{day:%Y-%m-%d}",
        "time": f"{day:%Y-%m-%d} 09:30:00",
        "slash": f"{day.year}/{day.month}/{day.day}",
        "dot": f"{day.year}.{day.month:02d}.{day.day:02d}",
        "cn": f"{day.year}年{day.month}月{day.day}日",
        "compact": f"{day:%Y%m%d}",
    }[style]
