"""Work that takes a while, in a thread of its own: the page shows how far it is, and can be left or told to stop."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Any

import streamlit as st

from tuanqing.define.language import _
from tuanqing.store.batch.importing import Progress

_TICK = 0.2  # seconds between two looks at how far it is


class Stopped(Exception):
    """Ends a piece of work that its visitor has told to stop; what it had begun is thrown away."""


class Work:
    """What a visitor waits for, begun in the language of this page. `do` is given a function (what, share) to tell how
    far it is; it may raise."""

    def __init__(self, do: Callable[[Progress], Any]) -> None:
        self._told, self._stop = (_("Starting…"), 0.0), threading.Event()
        room = ThreadPoolExecutor(1)
        self._ended: Future[Any] = room.submit(copy_context().run, do, self._tell)
        room.shutdown(wait=False)

    def _tell(self, what: str, share: float) -> None:
        if self._stop.is_set():
            raise Stopped
        self._told = what, min(share, 1.0)

    def stop(self) -> None:
        """End it at the next word it says."""
        self._stop.set()

    def watch(self, key: str) -> None:
        """Show how far it is until it has ended, with a button that stops it."""
        with st.container(horizontal=True, vertical_alignment="center", key=f"work {key}"):
            bar = st.progress(0.0)
            st.button(
                _("Stop"),
                on_click=self.stop,
                disabled=self._stop.is_set(),
                key=f"stop {key}",
                icon=":material/close:",
            )
        running = True
        while running:
            what, share = self._told
            bar.progress(share, _("Stopping…") if self._stop.is_set() else what)
            running = bool(wait([self._ended], _TICK).not_done)

    def outcome(self) -> Any:
        """What came of it, once it has ended. Raises what ended it early."""
        return self._ended.result()
