"""The page a new warehouse opens with: which county, then which files, each with what it brings."""

from functools import partial

import streamlit as st

from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.measure import needs, rebuild
from tuanqing.measure.needs import Need
from tuanqing.show import html
from tuanqing.store.batch import examples
from tuanqing.store.batch.divided import import_divisions
from tuanqing.store.batch.importing import measuring
from tuanqing.store.warehouse import divisions
from tuanqing.store.warehouse.divisions import Division
from tuanqing.ui.frame import cached, on_the_way, who
from tuanqing.ui.frame.giving import BLANK, give
from tuanqing.ui.frame.plain import plain
from tuanqing.ui.frame.view import visit
from tuanqing.ui.frame.work import Progress, Stopped, Work

_WORK = "_start"  # session state: the register on its way
SHOWN = 4  # figures named of a file; the rest are counted


def draw() -> None:
    """The whole page."""
    st.html(html.title(_("Begin"), [], _("From your files to your first figures"), ""))
    if cached.warehouse().is_empty:
        if not _is_coming():
            _which_county()
        return
    _which_files()


def _is_coming() -> bool:
    """Whether samples are on their way: nothing is asked then."""
    told = on_the_way.told()
    return bool(told and not told.failed)


@st.cache_resource(show_spinner=False)
def _counties() -> dict[str, Division]:
    return {each.code: each for each in divisions.counties()}


def _which_county() -> None:
    """Step one: the county, whose townships and villages are then known by name."""
    known = _counties()
    origin, day = divisions.source()
    with st.container(border=True, key="county"):
        st.html(html.heading(_("1. Which county is it?"), _("of two: which files you have")))
        code = st.selectbox(
            _("1. Which county is it?"),
            list(known),
            index=None,
            format_func=lambda code: f"{known[code].full} {code}",
            placeholder=_("Type a name or a code, for instance 封丘县"),
            label_visibility="collapsed",
            key="county chosen",
        )
        st.caption(
            _(
                "{count} counties with their townships and villages, {source}, as of {day}. What was made or changed "
                "since, schools and young people's numbers come with an area list of your own."
            ).format(count=len(known), source=plain(origin), day=plain(str(day)))
        )
        work: Work | None = st.session_state.get(_WORK)
        label = _("Take {name}").format(name=plain(known[code].name) if code else "…")
        if st.button(label, type="primary", disabled=code is None or work is not None, key="take") and code:
            who.demand("import")
            work = st.session_state[_WORK] = Work(partial(_take, known[code]))
        if work:
            work.watch("county")
            del st.session_state[_WORK]
            _end(work)
        if st.button(_("I have an area list of my own"), type="tertiary", key="own list"):
            visit("upload")


def _take(own: Division, progress: Progress) -> None:
    """Publish the register. Raises Refused with the receipt's sentence."""
    house, contracts = cached.warehouse(), cached.contracts()
    progress(own.name, 0.1)
    outcome = import_divisions(house, own, contracts, partial(rebuild, progress=measuring(progress)))
    if outcome.receipt.error:
        raise Refused(outcome.receipt.error)


def _end(work: Work) -> None:
    """Go on with step two, or say why not."""
    try:
        work.outcome()
    except Stopped:
        st.info(_("Stopped: nothing was published."))
    except Refused as refusal:
        st.error(plain(str(refusal)), title=_("Not published"))
    except OSError as fault:
        st.error(plain(fault.strerror or str(fault)), title=_("Not published"))
    else:
        st.rerun()


def _which_files() -> None:
    """Step two: the files in the order of need, with what is there and what each would bring."""
    there = cached.cached(needs.given)
    found = needs.needs(cached.library(), cached.contracts(), there)
    wanted = [need for need in found if not need.contract.is_register]
    told = sum(need.given for need in wanted)
    with st.container(border=True, key="files"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.html(
            html.heading(
                _("2. Which files do you have?"),
                _("{given} of {all} kinds are there; any of them in any order").format(
                    given=told, all=len(wanted)
                ),
            )
        )
        if right.button(_("Upload files"), type="primary", icon=":material/upload_file:", width="stretch"):
            visit("upload")
        for need in wanted:
            _file(need)


def _file(need: Need) -> None:
    """One kind of file: whether it is there, what it brings, its empty template."""
    mark, words, template, sample = st.columns([1, 19, 3, 3], vertical_alignment="center")
    mark.markdown(":green[:material/check_circle:]" if need.given else ":gray[:material/circle:]")
    words.markdown(f"**{plain(need.contract.title)}** · {plain(need.contract.source)}")
    words.caption(plain(_brings(need)))
    give(
        _("Template"),
        lambda: examples.with_example(need.contract, [indicator.title for indicator in need.brings]),
        f"{need.contract.title}.xlsx",
        key=f"start template {need.contract.name}",
        needs=BLANK,
        place=template,
        width="stretch",
        type="tertiary",
    )
    where = cached.cached(examples.places)
    give(
        _("Filled sample"),
        lambda: examples.filled(need.contract, where),
        f"{need.contract.title}_{_('sample')}.xlsx",
        key=f"start sample {need.contract.name}",
        needs=BLANK,
        place=sample,
        width="stretch",
        type="tertiary",
    )


def _brings(need: Need) -> str:
    titles = [indicator.title for indicator in need.brings]
    named = _("、").join(titles[:SHOWN])
    if len(titles) > SHOWN:
        said = _("brings {named} and {more} more figures").format(named=named, more=len(titles) - SHOWN)
    elif titles:
        said = _("brings {named}").format(named=named)
    else:
        said = _("brings no figure by itself")
    if need.part_of:
        said += _("; with other files {count} more").format(count=len(need.part_of))
    return said
