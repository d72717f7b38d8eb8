"""Which language sentences come out in: Chinese unless asked otherwise.

Message ids are English; `tuanqing/locale/<language>/LC_MESSAGES/*.po` holds the translations, one file per
floor of the house, read as they are. English needs no catalogue.
"""

import json
import os
import re
from contextvars import ContextVar
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "locale"
LANGUAGES = {"zh": "中文", "en": "English"}
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The code of the language in force: what this thread chose, else $TUANQING_LANG, else `zh`."""
    code = _chosen.get() or os.environ.get("TUANQING_LANG", "zh")
    return code if code in LANGUAGES else "zh"


def speak(code: str) -> None:
    """Choose the language of this thread (a page run, a command)."""
    _chosen.set(code)


_ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\s*)+)^msgstr ((?:"[^\n]*"\s*)+)', re.MULTILINE)
_LINE = re.compile(r'"(.*)"')


def read(text: str) -> dict[str, str]:
    """What the text of a .po file translates. Plurals, contexts and fuzzy entries are not ours; a test says so."""
    entries = {_unquoted(message): _unquoted(translation) for message, translation in _ENTRY.findall(text)}
    return {message: translation for message, translation in entries.items() if message and translation}


def _unquoted(lines: str) -> str:
    whole = "".join(_LINE.findall(lines))
    return json.loads(f'"{whole}"') if "\\" in whole else whole  # the escapes in use are JSON's


@cache
def _catalogue(code: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    if code == "zh":
        for file in sorted((FOLDER / "zh_CN" / "LC_MESSAGES").glob("*.po")):
            merged |= read(file.read_text("utf-8"))
    return merged


def everywhere(message: str) -> set[str]:
    """`message` in every language we speak: what a file we once wrote may say."""
    return {message, *(_catalogue(code).get(message, message) for code in LANGUAGES)}


def _(message: str) -> str:
    """`message` in the language in force; the English text itself where there is no translation."""
    return _catalogue(language()).get(message, message)
