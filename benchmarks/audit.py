"""What the authenticity audit finds of faults put into made-up counties, by kind, and what it says of clean ones.

    uv run python benchmarks/audit.py [counties] [first number]          (default: 20 counties from number 100)

Each county is drawn at random with 21 to 26 townships and three years of ledgers (`tests/measure/audit`): once with every
kind of fault in it, once without any. A fault is found when its check speaks of its place and, where rows are false, doubts
these rows. Of clean counties it prints how many findings there are, and how many of the pairs of check and township have one.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.measure.audit import proof
from tests.measure.audit.world import World
from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of


def main(counties: int = 20, first: int = 100) -> None:
    contracts, checks = contracts_of.load_all(), proof.library(queries_of.load_all())
    seeded, missed, flagged, doubted = Counter[str](), Counter[str](), Counter[str](), 0
    findings = pairs = rows = 0
    for number in range(first, first + counties):
        faulty = proof.audit(number, contracts, checks, faulty=True)
        seeded.update(each.kind for each in faulty.seeded)
        missed.update(each.kind for each in faulty.missed)
        clean = proof.audit(number, contracts, checks, faulty=False)
        flagged.update({(check, area): check for check, area, *_rest in clean.other}.values())
        findings += len(clean.other)
        doubted += clean.doubted.total()
        rows += clean.figures
        pairs += len(World(number).townships) * len(checks.queries)
    print(f"{counties} counties, {len(seeded)} kinds of fault, {len(checks.queries)} checks\n")
    for kind, count in seeded.items():
        print(f"{(count - missed[kind]) / count:7.1%}  {count - missed[kind]:4} of {count:4}  {kind}")
    print(f"{1 - missed.total() / seeded.total():7.1%}  all faults\n")
    print(
        f"clean: {findings} findings in {counties} counties; {flagged.total()} of {pairs:,} pairs of check and township",
        end=" ",
    )
    print(f"({flagged.total() / pairs:.3%}); {doubted} of {rows:,} rows doubted")
    for check, count in flagged.most_common():
        print(f"{count:8}  {check}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
