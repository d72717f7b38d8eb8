"""Write the sample exports of the five published places below data/samples/ (or another folder).

Everything comes from fixed seeds: two runs, on any machine, write the same bytes. What the accepted rows must
come to is read from data/samples/published.toml, which is kept by hand.
"""

import argparse
from pathlib import Path

from tests.samples import (
    huishui,
    huishui_work,
    jian,
    jian_work,
    jiangyin,
    jiangyin_work,
    wenling,
    wenling_work,
    zhecheng,
    zhecheng_work,
)

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
PLACES = (
    *(zhecheng, zhecheng_work, jian, jian_work, huishui, huishui_work),
    *(wenling, wenling_work, jiangyin, jiangyin_work),
)
HEAD = """\
# What lies below data/samples/, in import order. Written by tests/samples/make.py; do not edit.
#
#   accepted    rows that reach the warehouse; rejected: rows that must not, and why
#   duplicates  accepted rows written a second time
#   skipped     other lines of the sheet, by kind (a unit line and an upper header line count as title)
#   as_of       registries: the date of the list; area: the county or prefecture all its rows belong to
"""


def main() -> None:
    """Write every file and the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SAMPLES, help="the folder to write to")
    out = parser.parse_args().out
    entries = [HEAD]
    for place in PLACES:
        for export in place.exports():
            export.write(out)
            entries.append(export.entry())
    (out / "manifest.toml").write_text("\n".join(entries), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
