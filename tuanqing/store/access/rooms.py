"""Where in a warehouse's folder all this lies: each step of the way for its owner alone."""

from pathlib import Path

from tuanqing.define import disk

FOLDER = "access"


def room(folder: Path, *names: str) -> Path:
    """The folder of the accounts, or one inside it, made where it is not there yet; so is the warehouse's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    step = disk.own_folder(folder / FOLDER)
    for name in names:
        step = disk.own_folder(step / name)
    return step
