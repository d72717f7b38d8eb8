"""Which language sentences come out in: Chinese unless asked otherwise.

Message ids are English; `tuanqing/locale/<language>/LC_MESSAGES/*.po` holds the translations, one file per
floor of the house, compiled to .mo by `make locale`. English needs no catalogue.
"""

import gettext
import os
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


@cache
def _catalogue(code: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    if code == "zh":
        for file in sorted((FOLDER / "zh_CN" / "LC_MESSAGES").glob("*.mo")):
            with file.open("rb") as compiled:
                merged |= gettext.GNUTranslations(compiled)._catalog  # ty: ignore[missing-attribute]
    return merged


def everywhere(message: str) -> set[str]:
    """`message` in every language we speak: what a file we once wrote may say."""
    return {message, *(_catalogue(code).get(message, message) for code in LANGUAGES)}


def _(message: str) -> str:
    """`message` in the language in force; the English text itself where there is no translation."""
    return _catalogue(language()).get(message, message)
