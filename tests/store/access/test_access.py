"""Accounts, sign-ins, tries and the log, as files."""

import json
import stat
import threading
import time

import pytest

from tests import accounts as people
from tuanqing.define import access as table
from tuanqing.define.errors import Malformed, Refused
from tuanqing.define.house import ACCESS
from tuanqing.store.access import accounts, log, sessions, throttle
from tuanqing.store.access.actor import Actor, act_as, note


@pytest.fixture
def cheap(monkeypatch):
    monkeypatch.setattr(accounts, "COST", {"n": 2**4, "r": 1, "p": 1})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    people.make(tmp_path, "410001", monkeypatch)
    return tmp_path


def test_the_table_that_ships_gives_nobody_more_than_it_says():
    roles = table.access().roles
    assert set(roles) == {"secretary", "leader", "analyst", "township_secretary", "school_counsellor", "administrator", "auditor"}  # fmt: skip
    assert not roles["leader"].may & {"rows", "import", "withdraw", "correct", "accounts", "log", "export"}
    assert {name for name, role in roles.items() if "rows" in role.may} == {
        "secretary",
        "analyst",
        "township_secretary",
    }
    assert {name for name, role in roles.items() if role.without_area} == {"administrator", "auditor"}
    assert {name for name, role in roles.items() if "log" in role.may} == {"administrator", "auditor"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"see", "report"]', '"see", "reprot"]', "reprot"),
        ("tries = 5", "tries = 0", "tries"),
        ("tries = 5", "attempts = 5", "attempts"),
        ("without_area = true", 'without_area = "yes"', "without_area"),
    ],
)
def test_a_malformed_table_is_refused(old, new, complaint, tmp_path):
    file = tmp_path / "access.toml"
    file.write_text(ACCESS.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(Malformed, match=complaint):
        table.load(file)


def test_a_password_is_kept_as_a_salted_digest_alone(tmp_path):
    tmp_path /= "new"
    made = accounts.add(tmp_path, "a", "administrator", [], people.PASSWORD)
    file = tmp_path / accounts.FILE
    assert people.PASSWORD not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(step.stat().st_mode) for step in (file.parent, tmp_path)} == {0o700}
    other = accounts.add(tmp_path, "b", "administrator", [], people.PASSWORD)
    assert made.secret != other.secret
    assert accounts.fits(made, people.PASSWORD)
    for wrong in ("", people.PASSWORD + " ", people.PASSWORD.lower(), "x" * 100_000):
        assert not accounts.fits(made, wrong)
    assert not accounts.fits(None, people.PASSWORD)
    assert made.secret.startswith("scrypt$32768$8$3$")


@pytest.mark.usefixtures("cheap")
def test_what_an_account_has_to_be(tmp_path):
    with pytest.raises(Refused, match="管理员"):
        accounts.add(tmp_path, "a", "analyst", ["410001"], people.PASSWORD)
    with pytest.raises(Refused, match="管理员"):
        accounts.add(tmp_path, "a", "administrator", [], None)
    assert not accounts.exist(tmp_path)
    accounts.add(tmp_path, "admin", "administrator", [], people.PASSWORD)
    for name, role, areas, password in (
        ("admin", "leader", ["1410"], people.PASSWORD),
        ("ａｄｍｉｎ", "leader", ["1410"], people.PASSWORD),  # the same name in wide letters
        ("", "leader", ["1410"], people.PASSWORD),
        ("a b", "leader", ["1410"], people.PASSWORD),
        ("a\n", "nobody", ["1410"], people.PASSWORD),
        ("x", "nobody", ["1410"], people.PASSWORD),
        ("x", "leader", [], people.PASSWORD),
        ("x", "leader", ["../1"], people.PASSWORD),
        ("x", "leader", ["1410"], "short"),
        ("x", "leader", ["1410"], "aaaaaaaaaaaa"),
        ("x", "leader", ["1410"], "1234567890"),
        ("leader1", "leader", ["1410"], "leader1leader1"),
    ):
        with pytest.raises(Refused):
            accounts.add(tmp_path, name, role, areas, password)
    two = accounts.add(tmp_path, "王芳", "analyst", ["410001", "410002", "410001"], None)
    assert two.areas == ("410001", "410002")
    assert not accounts.fits(two, "")
    for change in (
        lambda: accounts.set_disabled(tmp_path, "admin", True),
        lambda: accounts.set_password(tmp_path, "who", people.PASSWORD),
    ):
        with pytest.raises(Refused):
            change()


def test_accounts_made_at_once_are_all_kept(folder):
    made = [
        threading.Thread(target=accounts.add, args=(folder, f"p{n}", "leader", ["410001"], people.PASSWORD))
        for n in range(12)
    ]
    for thread in made:
        thread.start()
    for thread in made:
        thread.join()
    assert len(accounts.all_of(folder)) == 7 + 12


def test_a_sign_in_ends_with_time_and_with_its_account(folder, monkeypatch):
    account, begun = accounts.all_of(folder)["analyst"], time.time()
    id_ = sessions.id_of(sessions.begin(folder, account))
    limits = table.access().sign_in

    def at(seconds: float, *, click: bool = False) -> str:
        monkeypatch.setattr(sessions.time, "time", lambda: begun + seconds)
        try:
            return sessions.held(folder, id_, click=click).account.name
        except sessions.Ended as ended:
            return ended.why

    assert at(60 * limits.idle_minutes - 5) == "analyst"
    for hour in range(1, limits.longest_hours):
        assert at(hour * 3590, click=True) == "analyst"
    assert at(limits.longest_hours * 3600 - 1800, click=True) == "analyst"
    assert at(-3600) == "clock set back"
    assert at(limits.longest_hours * 3600 + 5, click=True) == "expired"
    assert at(0) == "unknown", "an expired one is gone, whatever the clock says then"
    monkeypatch.undo()
    monkeypatch.setattr(accounts, "COST", {"n": 2**4, "r": 1, "p": 1})
    for end in (
        lambda: accounts.set_password(folder, "analyst", "Zehn Pferde 10"),
        lambda: accounts.set_disabled(folder, "analyst", True),
    ):
        id_ = sessions.id_of(sessions.begin(folder, accounts.all_of(folder)["analyst"]))
        end()
        with pytest.raises(sessions.Ended):
            sessions.held(folder, id_)


def test_nobody_signs_in_while_the_clock_is_behind_the_log(folder, monkeypatch):
    account, now = accounts.all_of(folder)["analyst"], time.time()
    note(folder, "import")
    monkeypatch.setattr(sessions.time, "time", lambda: now - 3600)
    with pytest.raises(Refused, match="时钟"):
        sessions.begin(folder, account)
    head = folder / log.FOLDER / log.HEAD
    told = json.loads(head.read_text("utf-8"))
    head.write_text(json.dumps({**told, "at": "2099-01-01T00:00:00+00:00"}), "utf-8")
    monkeypatch.undo()
    note(folder, "refused")
    with pytest.raises(Refused, match="时钟"):
        sessions.begin(folder, account)
    note(folder, "clock")
    assert sessions.begin(folder, account)


def test_many_tries_at_once_are_counted_before_they_are_looked_at(folder):
    waits: list[int] = []
    tries = [
        threading.Thread(target=lambda: waits.append(throttle.attempt(folder, "x", "1.1.1.1")))
        for _ in range(20)
    ]
    for thread in tries:
        thread.start()
    for thread in tries:
        thread.join()
    assert waits.count(0) == table.access().sign_in.tries
    before = (folder / throttle.FILE).read_bytes()
    assert throttle.attempt(folder, "x", "1.1.1.1") == table.access().sign_in.locked_minutes
    assert (folder / throttle.FILE).read_bytes() == before, "who goes on trying waits no longer for it"
    throttle.passed(folder, "x", "1.1.1.1")
    assert not throttle.is_locked(folder, "x", "1.1.1.1")
    assert "1.1.1.1" not in (folder / throttle.FILE).read_text("utf-8")


@pytest.fixture
def written(tmp_path):
    act_as(Actor("王芳", "analyst", "10.0.0.1"))
    for number in range(5):
        note(tmp_path, "import", batch=number)
    act_as(None)
    return tmp_path


def test_the_log_tells_who_did_what_and_is_whole(written):
    found = list(log.entries(written))
    assert [(e.number, e.who, e.role, e.peer, e.act, e.what) for e in found][4] == (
        5, "王芳", "analyst", "10.0.0.1", "import", {"batch": 4},
    )  # fmt: skip
    verdict = log.verify(written, found[2].hash)
    assert (verdict.entries, verdict.hash, verdict.faults) == (5, found[-1].hash, [])
    (file,) = (written / log.FOLDER).glob("*.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def change(lines: list[str]) -> list[str]:
    return [line.replace('"batch": 2', '"batch": 9') for line in lines]


def reseal(lines: list[str]) -> list[str]:
    """One line changed with a hash that fits it: the next no longer follows."""
    entry = log.Entry(**{**json.loads(lines[2]), "what": {"batch": 9}, "hash": ""})
    lines[2] = json.dumps({**vars(entry), "hash": entry.sealed()}, ensure_ascii=False)
    return lines


@pytest.mark.parametrize(
    "harm",
    [
        change,
        reseal,
        lambda lines: lines[:2] + lines[3:],
        lambda lines: lines[:4],
        lambda lines: lines[:0],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines, lines[4]],
        lambda lines: [*lines[:2], "{}", *lines[2:]],
    ],
)
def test_a_log_that_was_touched_is_told(harm, written):
    (file,) = (written / log.FOLDER).glob("*.jsonl")
    lines = file.read_text("utf-8").splitlines()
    file.write_text("".join(line + "\n" for line in harm(lines)), "utf-8")
    assert log.verify(written).faults
    note(written, "import", batch=7)  # it goes on, and the gap stays to be seen
    assert log.verify(written).faults


def test_a_log_made_anew_is_told_by_the_hash_noted_down(written, tmp_path_factory):
    noted = log.verify(written).hash
    other = tmp_path_factory.mktemp("other")
    for number in range(6):
        note(other, "import", batch=number + 1)
    assert not log.verify(other).faults
    assert log.verify(other, noted).faults


def test_a_line_cut_off_by_a_crash_is_no_entry_and_no_fault(written):
    (file,) = (written / log.FOLDER).glob("*.jsonl")
    with file.open("ab") as stream:
        stream.write(b'{"number": 6, "at"')
    assert log.verify(written).faults == []
    note(written, "import")
    assert [entry.number for entry in log.entries(written)] == [1, 2, 3, 4, 5, 6]
    assert log.verify(written).faults == []
