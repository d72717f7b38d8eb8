"""Word files of the office kept as templates in the warehouse folder, by their names."""

from pathlib import Path

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.define.template import LOCAL

SUFFIX = ".docx"


def names(folder: Path) -> list[str]:
    """The kept files, in the order of their names."""
    return sorted(file.name for file in (folder / LOCAL).glob(f"*{SUFFIX}") if not file.name.startswith("~$"))


def content(folder: Path, name: str) -> bytes:
    """One of them. Raises Refused when none is called so."""
    if name not in names(folder):
        raise Refused(_("No Word template is called {name}.").format(name=name))
    return (folder / LOCAL / name).read_bytes()


def keep(folder: Path, name: str, held: bytes) -> None:
    """Keep a file under its name; one of that name is replaced whole. Raises Refused for a name that leads elsewhere."""
    own = Path(name.replace("\\", "/")).name
    if own != name or not own.lower().endswith(SUFFIX) or own.startswith((".", "~$")):
        raise Refused(
            _("{name} is no name for a Word template; call it like 工作报告.docx.").format(name=name)
        )
    place = folder / LOCAL
    place.mkdir(parents=True, exist_ok=True)
    disk.write(place / own, held)


def drop(folder: Path, name: str) -> None:
    """Keep a file no longer. Raises Refused when none is called so."""
    content(folder, name)
    (folder / LOCAL / name).unlink()
