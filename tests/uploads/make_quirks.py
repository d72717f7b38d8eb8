"""Writes tests/uploads/quirks/* and quirks.toml: one small export per quirk, as counties really send them.

Everybody in them is invented, the identity numbers use the area 999999, which is assigned to nobody. Run it
again and the files come out byte for byte the same. What the reader must give is written by hand beside
each file (quirk_containers, quirk_cells, quirk_contents), never taken from a run of the reader.
"""

from tests.uploads import quirk_cells, quirk_containers, quirk_contents
from tests.uploads.quirk_files import FOLDER, specs, write_toml


def main() -> None:
    """Empty the folder and write everything again."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for part in (
        quirk_containers.containers,
        quirk_containers.layout,
        quirk_cells.cells,
        quirk_contents.contents,
    ):
        part()
    write_toml()
    print(len(specs), "files,", sum((FOLDER / name).stat().st_size for name in specs) // 1024, "KB")


if __name__ == "__main__":
    main()
