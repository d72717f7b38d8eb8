"""The upload desk of one visitor: the files put on it, what was said about them, the preview, the work, the receipt."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from tuanqing.define import disk
from tuanqing.define.errors import Refused
from tuanqing.define.language import _, language
from tuanqing.measure import rebuild
from tuanqing.measure.changes import Change, changes
from tuanqing.store.batch.importing import Progress, import_files, measuring
from tuanqing.store.batch.wishes import ImportWish, Outcome
from tuanqing.store.warehouse.scratch import Scratch, sweep
from tuanqing.ui.frame import cached, who
from tuanqing.ui.frame.work import Stopped, Work

_DESK = "_desk"


@dataclass
class Said:
    """What the visitor has said about one sheet; None where our own reading stands."""

    dataset: str | None = None
    area: str | None = None
    as_of: date | None = None
    partial: bool | None = None
    encoding: str | None = None
    separator: str | None = None
    covers: tuple[str, ...] = ()  # the areas it speaks for
    months: tuple[date, date] | None = None
    months_fault: str = ""  # why the months typed last were not taken
    columns: dict[str, str | None] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)  # column → what every row has there
    county: str | None = None  # whose areas can be chosen: a refused sheet does not say
    wanted: bool = True
    yes: bool = False

    def wish(self, *, yes: bool = False) -> ImportWish:
        """As the importer takes it."""
        return ImportWish(
            dataset=self.dataset,
            area=self.area,
            as_of=self.as_of,
            encoding=self.encoding,
            separator=self.separator,
            covers=self.covers,
            months=self.months,
            columns=self.columns,
            given=self.given,
            partial=self.partial,
            yes=yes,
        )


@dataclass
class Published:
    """What came of it: receipts, the version, and what the dashboard says now that it did not say before."""

    outcomes: list[Outcome]
    version: str
    changes: list[Change]


@dataclass
class UploadSession:
    """Files lie in a folder only this user may read, until they are published or removed, or the session ends."""

    scratch: Scratch
    names: dict[Path, str] = field(default_factory=dict)
    said: dict[tuple[Path, str], Said] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    seen: Any = None  # what the preview was made from
    work: Work | None = None  # publishing, while it lasts
    told: str = ""  # why the last publishing came to nothing
    published: Published | None = None
    basis: str = ""  # on which ground people under 14 are kept
    round: int = 0  # a new uploader for each round

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self.scratch.folder

    def about(self, outcome: Outcome) -> Said:
        """What was said about the sheet of `outcome`."""
        assert outcome.path is not None
        return self.said.setdefault((outcome.path, outcome.receipt.sheet), Said())

    def take(self, uploads: Sequence[Any]) -> None:
        """Hold exactly the files that lie in the uploader."""
        kept: dict[Path, str] = {}
        for upload in uploads:
            name = self._own_name(Path(upload.name.replace("\\", "/")).name, list(kept.values()))
            path = self.folder / upload.file_id / name  # sentences about a file name it as its owner does
            if not path.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                with disk.create(path) as stream:
                    stream.write(upload.getbuffer())
            kept[path] = name
        for gone in set(self.names) - set(kept):
            shutil.rmtree(gone.parent, ignore_errors=True)
        self.names = kept

    @staticmethod
    def _own_name(name: str, others: Sequence[str]) -> str:
        stem, suffix, number = Path(name).stem, Path(name).suffix, 2
        while name in others:
            name, number = f"{stem} ({number}){suffix}", number + 1
        return name

    def preview(self, say: Callable[[str], object]) -> list[Outcome]:
        """The dry run of what lies here, made anew when something changed."""
        house = cached.warehouse()
        at = None if house.is_empty else house.version
        now = (at, language(), list(self.names.items()), repr(sorted(self._answers(), key=repr)))
        if self.names and now != self.seen:
            self.outcomes = import_files(
                house,
                list(self.names),
                cached.contracts(),
                lambda _con: None,
                dry_run=True,
                names=self.names,
                wishes={key: said.wish() for key, said in self.said.items()},
                say=say,
            )
            self.seen = now
        return self.outcomes if self.names else []

    def _answers(self) -> list[tuple]:
        return [
            (str(path), sheet, said.wish())
            for (path, sheet), said in self.said.items()
            if said.wish() != ImportWish()
        ]

    def publish(self) -> None:
        """Begin to publish the sheets that are wanted."""
        who.demand("import")
        house, contracts, library = cached.warehouse(), cached.contracts(), cached.library()
        before = None if house.is_empty else house.version
        names, basis = dict(self.names), self.basis
        wishes = {key: said.wish(yes=said.yes) if said.wanted else None for key, said in self.said.items()}

        def do(progress: Progress) -> Published:
            outcomes = import_files(
                house,
                list(names),
                contracts,
                partial(rebuild, progress=measuring(progress)),
                names=names,
                wishes=wishes,
                basis=basis,
                progress=progress,
                say=lambda sentence: progress(sentence, 0.0),
            )
            found: list[Change] = []
            if any(outcome.receipt.batch is not None for outcome in outcomes):
                with closing(house.read()) as after:
                    if before is None:
                        found = changes(None, after, library)
                    else:
                        with closing(house.read(before)) as old:
                            found = changes(old, after, library)
            return Published(outcomes, "" if house.is_empty else house.version, found)

        self.told = ""
        self.work = Work(do)

    def finish(self) -> None:
        """Take what the work has come to; what went well leaves the desk."""
        work, self.work = self.work, None
        assert work is not None
        try:
            self.published = work.outcome()
        except Stopped:
            self.told = _("Stopped: nothing was published.")
        except Refused as refusal:
            self.told = str(refusal)
        else:
            self.clear()

    def clear(self) -> None:
        """Take everything off the desk."""
        for path in self.names:
            shutil.rmtree(path.parent, ignore_errors=True)
        self.names, self.said, self.outcomes, self.seen = {}, {}, [], None
        self.round += 1


def desk() -> UploadSession:
    """This visitor's desk."""
    held = st.session_state.get(_DESK)
    if held is None or not held.folder.exists():
        sweep()
        held = UploadSession(Scratch())
        st.session_state[_DESK] = held
        _till_the_session_ends(held.folder.name, held.scratch)
    return held


def _clear_away(scratch: Scratch) -> None:
    scratch.close()


@st.cache_resource(scope="session", show_spinner=False, on_release=_clear_away)
def _till_the_session_ends(name: str, _scratch: Scratch) -> Scratch:
    """Streamlit says that a session is over only to what is cached for it."""
    del name  # what tells one from another
    return _scratch
