"""Reads for pages: shared between sessions, keyed by the published version, so no cache is ever cleared."""

import threading
from collections.abc import Callable, Hashable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tuanqing.define import contract as contracts_of
from tuanqing.define import query as queries_of
from tuanqing.define.contract import Contract
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, language
from tuanqing.define.look import PLAIN, Look
from tuanqing.define.period import Period
from tuanqing.define.query import Library, Query
from tuanqing.measure import rebuild
from tuanqing.store.access import accounts
from tuanqing.store.warehouse.snapshot import Snapshot
from tuanqing.store.warehouse.versions import Warehouse
from tuanqing.ui.frame import who

T = TypeVar("T")
_VERSION = "_version"  # session state: the version every read of this run sees
_ENTERED = "_entered"  # session state: the frame has let this session in
_LOOK = "_look"  # session state: how this run looks at it
_frozen = threading.Event()


def enter() -> None:
    """Let the pages of this session read: said by the frame, once it knows who it is."""
    st.session_state[_ENTERED] = True


def warehouse() -> Warehouse:
    """The warehouse this server shows, as the visitor of this run sees it; outside of a run nobody sees anything once there
    are accounts. Raises Refused for a page that runs without the frame, or whose visitor may see
    nothing any more: `streamlit run pages/…` draws no figure."""
    from tuanqing.store.warehouse.versions import default_folder

    if get_script_run_ctx() is not None:
        if _ENTERED not in st.session_state:
            raise Refused(_("This page is part of a whole. Start the whole: tuanqing serve."))
        return Warehouse(default_folder(), rebuild, scope=who.visitor().scope)
    return Warehouse(default_folder(), rebuild, scope=() if accounts.exist(default_folder()) else None)


def version() -> str:
    """The published version all reads of this run see. Raises Refused when nothing has been published."""
    return st.session_state.get(_VERSION) or warehouse().version


def pin_version() -> None:
    """Choose the version of this run: the one published now."""
    house = warehouse()
    st.session_state[_VERSION] = None if house.is_empty else house.version


def look() -> Look:
    """How all reads of this run look at the figures."""
    return st.session_state.get(_LOOK, PLAIN)


def pin_look(at: Look) -> None:
    """Choose how this run looks at the figures."""
    st.session_state[_LOOK] = at


def looks(snapshot: Snapshot) -> tuple[Look, ...]:
    """The other looks that differ in a version."""
    return snapshot.looks


@st.cache_resource(show_spinner=False)
def library() -> Library:
    """The queries, read once per server."""
    return queries_of.load_all()


@st.cache_resource(show_spinner=False)
def contracts() -> dict[str, Contract]:
    """The contracts, read once per server."""
    return contracts_of.load_all()


def cached(func: Callable[..., T], *args: Any) -> T:
    """func(snapshot, *args) at this run's version; computed once and shared by all sessions: never change it."""
    return _held(_whole_key(func, args), func, args)


def drawn(func: Callable[..., T], *args: Any) -> T:
    """func(*args), a finished figure or text built from cached reads: computed once per version and language."""
    return _shaped(_whole_key(func, args), func, args)


def _whole_key(func: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Hashable, ...]:
    house = warehouse()
    return (
        str(house.folder),
        version(),
        look(),
        house.scope,
        language(),
        f"{func.__module__}.{getattr(func, '__qualname__', repr(func))}",
        *map(_key, args),
    )


@st.cache_resource(show_spinner=False, max_entries=4096)
def _held(key: tuple[Any, ...], _func: Callable[..., T], _args: tuple[Any, ...]) -> T:
    folder, at, how, scope, *_rest = key
    with closing(_seen(folder, at, how, scope).cursor()) as cursor:
        return _func(cursor, *_args)


@st.cache_resource(show_spinner=False, max_entries=1024)
def _shaped(key: tuple[Any, ...], _func: Callable[..., T], _args: tuple[Any, ...]) -> T:
    del key  # what the cache tells results apart by
    return _func(*_args)


@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(folder: str, at: str, how: Look) -> Snapshot:
    return Warehouse(Path(folder), rebuild).read(at, how)


@st.cache_resource(show_spinner=False, max_entries=256)
def _seen(folder: str, at: str, how: Look, scope: tuple[str, ...] | None) -> Snapshot:
    """A version as a reader with a scope sees it: what is read of the whole is read once for all of them."""
    return _opened(folder, at, how).cursor().seen_by(scope)


def _key(argument: Any) -> Hashable:
    """What tells one argument from another: a definition by its name, plain values by themselves."""
    if isinstance(argument, Query | Contract):
        return f"{type(argument).__name__} {argument.name}"
    if isinstance(argument, Library):
        return "library"
    if isinstance(argument, Period):
        return str(argument)
    if hasattr(argument, "key"):  # a view
        return argument.key
    if isinstance(argument, list | tuple):
        return tuple(_key(item) for item in argument)
    if isinstance(argument, dict):
        return tuple((key, _key(value)) for key, value in argument.items())
    if argument is None or isinstance(argument, str | int | float | bool | date | datetime):
        return repr(argument)
    raise TypeError(
        f"{type(argument).__name__} cannot key a cached read; pass names, periods or definitions."
    )


def freeze_once() -> None:
    """After the first full run, take what is alive out of the collector's sight: each later run is 70 ms shorter."""
    if not _frozen.is_set():
        _frozen.set()
        import atexit
        import gc

        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)  # DuckDB prints what is not given back at the end
