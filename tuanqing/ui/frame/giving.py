"""Files that leave the page: each is handed out by this one button, which asks the role, and the sign-in once more at the
click, and writes into the log what was taken."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tuanqing.store.access import log
from tuanqing.store.warehouse.versions import default_folder
from tuanqing.ui.frame import who

BLANK = ""  # what a file needs that carries no data: a template, the dictionary


def give(
    label: str,
    content: bytes | str | Callable[[], bytes | str],
    file_name: str,
    *,
    key: str,
    needs: str = "export",
    place: DeltaGenerator | None = None,
    **options: Any,
) -> None:
    """A button for a file, made when it is clicked; no button where the role lacks what it `needs`. `options` are the
    button's own. A click after the sign-in has ended is Refused."""
    seen = who.visitor()
    if needs and needs not in seen.may:
        return

    def made() -> bytes | str:
        who.hold(seen, needs)
        found = content if isinstance(content, bytes | str) else content()
        if needs and seen.name:
            log.append(default_folder(), "export", seen.name, seen.role, seen.peer, file=file_name)
        return found

    button = place.download_button if place else st.download_button
    button(label, made, file_name=file_name, key=key, on_click="ignore", **options)
