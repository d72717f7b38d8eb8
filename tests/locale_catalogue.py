"""What is missing from the Chinese catalogue, and what in it nobody asks for any more.

A sentence is missing when some `_("…")` in the code, or a page's title, has no translation in any .po file.
"""

import ast
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tuanqing.define.house import PAGES, ROOT
from tuanqing.define.language import FOLDER, read
from tuanqing.ui.frame.discovery import SECTIONS

OTHER_FIELDS = {"H{number} {year}"}  # Chinese says 上半年 and 下半年, with a field of its own


def catalogues() -> dict[Path, Catalog]:
    """Every .po file, read."""
    found = {}
    for file in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as stream:
            found[file] = read_po(stream, abort_invalid=True)
    return found


def sentences() -> Iterator[tuple[str, str]]:
    """(sentence, where) for everything the code asks the catalogue for."""
    for section in SECTIONS:
        yield section, "tuanqing/ui/frame/discovery.py"
    for file in [ROOT / "app.py", *sorted((ROOT / "tuanqing").rglob("*.py")), *sorted(PAGES.rglob("*.py"))]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            where = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.Call(
                    func=ast.Name(id="_") | ast.Attribute(attr="_"), args=[ast.Constant(value=str(text))]
                ):
                    yield text, where
                case ast.Assign(targets=[ast.Name(id="PAGE")], value=ast.Dict(keys=keys, values=values)):
                    for key, value in zip(keys, values, strict=True):
                        if isinstance(key, ast.Constant) and key.value == "title":
                            yield ast.literal_eval(value), where


def fields(text: str) -> set[str]:
    """The {names} in a sentence."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def complaints() -> list[str]:
    """What is wrong with the catalogues; nothing when they are in order."""
    found, said, known = [], [], {}
    for file, catalogue in catalogues().items():
        name = file.name
        if read(file.read_text("utf-8")) != {m.id: m.string for m in catalogue if m.id and m.string}:
            found.append(f"{name}: holds what we cannot read; Babel reads it otherwise")
        for message in catalogue:
            if not message.id:
                continue
            if message.fuzzy or not isinstance(message.string, str) or not isinstance(message.id, str):
                found.append(f"{name}: not plainly translated: {message.id!r}")
            elif not message.string:
                found.append(f"{name}: not translated: {message.id!r}")
            elif fields(message.id) != fields(message.string) and message.id not in OTHER_FIELDS:
                found.append(f"{name}: other {{names}} than in {message.id!r}")
            elif known.setdefault(message.id, message.string) != message.string:
                found.append(f"{name}: another file says otherwise: {message.id!r}")
    asked = list(sentences())
    found += [f"nobody says {text!r} any more" for text in known.keys() - {text for text, _where in asked}]
    for text, where in asked:
        if text not in known and text not in said:
            said.append(text)
            found.append(f"{where}: no translation of {text!r}")
    return found


if __name__ == "__main__":
    wrong = complaints()
    print("\n".join(wrong) or "The catalogue is in order.")
    sys.exit(bool(wrong))
