"""The edge of a server that knows people: what is asked for without and with each role's cookie, over one real process.

REACH is the table a reader checks: every route the application has, and who may ask for it. A route that is not in it
fails the crawl, and so does an answer that is not what the table says.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import accounts as people
from tests.ui.frame.test_server import free_port
from tuanqing.define.access import access
from tuanqing.define.house import ROOT
from tuanqing.store.access import accounts, log, sessions
from tuanqing.ui.frame.discovery import discover

ROLES = tuple(access().roles)
ALL = set(ROLES)
UPLOADERS = {"secretary", "leader", "analyst", "township_secretary", "school_counsellor"}  # files or forms
AGENT = {method: set() for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")}
REACH = {  # route → method → the roles that may ask; "anybody" without signing in, too
    "/sign-in": {"GET": "anybody", "POST": "anybody"},
    "/sign-out": {"POST": ALL},
    "/account": {"GET": ALL, "POST": ALL},
    "/_stcore/health": {"GET": ALL, "OPTIONS": set()},
    "/_stcore/metrics": {"GET": {"administrator"}, "OPTIONS": set()},
    "/_stcore/host-config": {"GET": ALL},
    "/media/{file_id:path}": {"GET": ALL, "OPTIONS": set()},
    "/_stcore/upload_file/{session_id}/{file_id}": {"PUT": UPLOADERS, "DELETE": UPLOADERS, "OPTIONS": set()},
    "/component/{path:path}": {"GET": ALL, "OPTIONS": set()},
    "/_stcore/bidi-components/{path:path}": {"GET": ALL, "OPTIONS": set()},
    "/_stcore/stream": {"WEBSOCKET": ALL},
    "/auth/login": {"GET": set()},
    "/auth/logout": {"GET": set()},
    "/oauth2callback": {"GET": set()},
    "/_stcore/agent/interact": AGENT,
    "/_stcore/agent/openapi.json": AGENT,
    "/_stcore/agent/mcp": AGENT,
    "": {"GET": ALL},  # the page, its scripts and styles
}
ROUTES = """
import json
from tuanqing.ui.frame.door import application
found = application._build_starlette_app().routes
print(json.dumps([[r.path, sorted(getattr(r, "methods", None) or ["GET" if r.path == "" else "WEBSOCKET"])] for r in found]))
"""
AWAY = "您的角色不能使用此功能"


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def cookies(self) -> dict[str, str]:
        pairs = (value.split(";")[0].partition("=") for value in self.all("set-cookie"))
        return {name: value for name, _sign, value in pairs}


@dataclass
class Server:
    folder: Path
    port: int

    def ask(self, method: str, path: str, cookie: str = "", body: str = "", **headers: str) -> Answer:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            told["Cookie"] = cookie
        if method == "WEBSOCKET":
            method = "GET"
            told |= {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
            told["Sec-WebSocket-Key"] = "MDEyMzQ1Njc4OWFiY2RlZg=="
        if method == "POST":
            told.setdefault("Content-Type", "application/x-www-form-urlencoded")
        wire.request(method, path, body or None, told)
        reply = wire.getresponse()
        text = "" if reply.status == 101 else reply.read().decode("utf-8", "replace")
        wire.close()
        return Answer(reply.status, reply.getheaders(), text)

    def sign_in(self, name: str, password: str = people.PASSWORD, cookie: str = "", **changed: str) -> Answer:
        page = self.ask("GET", "/sign-in")
        (word,) = re.findall(r'name="form" value="([^"]+)"', page.text)
        held = f"tuanqing-form={page.cookies()['tuanqing-form']}"
        fields = {"form": word, "name": name, "password": password, **changed}
        return self.ask("POST", "/sign-in", f"{held}; {cookie}" if cookie else held, urlencode(fields))

    def cookie(self, name: str, password: str = people.PASSWORD) -> str:
        answer = self.sign_in(name, password)
        assert answer.status == 303, answer.text
        return f"tuanqing={answer.cookies()['tuanqing']}"

    def last(self) -> log.Entry:
        return list(log.entries(self.folder))[-1]


@pytest.fixture(scope="module")
def server(county, tmp_path_factory) -> Generator[Server]:
    """A warehouse with an account of each role, served on the loopback behind a proxy that is believed at 127.0.0.9."""
    folder = tmp_path_factory.mktemp("edge") / "warehouse"
    shutil.copytree(county, folder)
    people.make(folder, "410001")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "COST", {"n": 2**4, "r": 1, "p": 1})
        accounts.add(folder, "王芳", "analyst", ["410001"], people.PASSWORD)
        accounts.add(folder, "gone", "analyst", ["999999"], people.PASSWORD)
    port = free_port()
    words = ["serve", "--warehouse", str(folder), "--port", str(port)]
    words += ["--proxy", "127.0.0.9", "--user-header", "X-Remote-User", "--name", "board.example"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tuanqing", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    found = Server(folder, port)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                found.ask("GET", "/sign-in")
                break
            except OSError:
                time.sleep(0.2)
        yield found
    finally:
        process.terminate()
        _out, err = process.communicate(timeout=30)
    assert b"Traceback" not in err, err.decode()


@pytest.fixture(scope="module")
def cookies(server) -> dict[str, str]:
    return {role: server.cookie(role) for role in ROLES}


@pytest.fixture(autouse=True)
def no_wait(server):
    """Each test begins without wrong passwords behind it."""
    (server.folder / "access" / "tries.json").unlink(missing_ok=True)


def filled(route: str) -> str:
    return re.sub(r"\{[^}]*\}", "x", route) or "/coverage"


def test_the_table_names_every_route_there_is():
    done = subprocess.run(
        [sys.executable, "-c", ROUTES], capture_output=True, text=True, cwd=ROOT, check=True
    )
    found: dict[str, set[str]] = {}
    for path, methods in json.loads(done.stdout.splitlines()[-1]):
        found.setdefault(path, set()).update(set(methods) - {"HEAD"})

    assert {path: set(methods) for path, methods in REACH.items()} == found


@pytest.mark.parametrize("route", REACH)
def test_each_route_answers_whom_the_table_names_and_nobody_else(route, server, cookies):
    for method, who in REACH[route].items():
        for role in (None, *ROLES):
            if route == "/sign-out" and role:
                continue  # of a test of its own: it would end the sign-in
            answer = server.ask(method, filled(route), cookies.get(role or "", ""))
            where = (method, route, role, answer.status, answer.text[:80])
            allowed = who == "anybody" or role in who
            if allowed:
                assert answer.status not in (401, 500), where
                assert AWAY not in answer.text, where
                assert answer.status != 403 or "XSRF" in answer.text or method == "POST", where
            elif role is None:
                assert answer.status in (401, 403), where
            else:
                assert answer.status == 403, where


@pytest.mark.parametrize("page", ["", *(found.name for found in discover()), "nowhere", "static/x.js"])
def test_no_page_and_no_part_of_one_is_given_before_sign_in(page, server):
    answer = server.ask("GET", f"/{page}?area=410001&x=1", Accept="text/html")
    assert (answer.status, answer.text) == (303, "")
    assert answer.all("location") == [f"/sign-in?next=/{page}%3Farea%3D410001%26x%3D1"]
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"):
        assert server.ask(method, f"/{page}").status in (401, 403)


@pytest.mark.parametrize(
    "path",
    ["//_stcore/metrics", "/_stcore/metrics/", "/x/../_stcore/metrics", "/_stcore/metrics%0A", "/%5fstcore/metrics",
     "/sign-in/../", "/sign-in%00", "/sign-in/x", "/static/../../../../etc/passwd", "/media/..%2f..%2fkey", "/app/static/key"],
)  # fmt: skip
def test_no_spelling_of_a_path_leads_round_the_table(path, server, cookies):
    assert server.ask("GET", path).status in (400, 401, 403, 404)
    answer = server.ask("GET", path, cookies["leader"])
    assert "python_gc" not in answer.text
    assert "root:" not in answer.text
    assert answer.status != 500


def test_every_answer_says_what_the_browser_may_do(server, cookies):
    asked = [("GET", "/sign-in", ""), ("GET", "/", ""), ("GET", "/_stcore/health", ""), ("GET", "/coverage", "leader"),
             ("GET", "/_stcore/health", "leader"), ("POST", "/sign-in", ""), ("GET", "/_stcore/metrics", "leader")]  # fmt: skip
    for method, path, role in asked:
        answer = server.ask(method, path, cookies.get(role, ""), Accept="text/html")
        for name, word in {"content-security-policy": "frame-ancestors 'none'", "x-content-type-options": "nosniff",
                           "x-frame-options": "DENY", "referrer-policy": "same-origin", "cache-control": "no-store",
                           "permissions-policy": "camera=()", "cross-origin-resource-policy": "same-origin"}.items():  # fmt: skip
            assert [word in value for value in answer.all(name)] == [True], (path, name)


def test_signing_in_gives_a_new_cookie_that_no_script_reads(server):
    begun = server.sign_in("analyst", next="/coverage?area=410001")
    assert (begun.status, begun.all("location")) == (303, ["/coverage?area=410001"])
    (said,) = [value for value in begun.all("set-cookie") if value.startswith("tuanqing=")]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(said.split("; "))
    entry = server.last()
    assert (entry.act, entry.who, entry.role, entry.peer) == ("sign in", "analyst", "analyst", "127.0.0.1")
    told = (server.folder / "access").rglob("*")
    token = begun.cookies()["tuanqing"]
    assert not [file for file in told if file.is_file() and token in file.read_text("utf-8", "replace")]


def test_a_cookie_set_beforehand_is_nobodys_afterwards(server):
    """Session fixation: the token is always a new one, and an earlier sign-in of that browser ends."""
    planted = "A" * 43
    begun = server.sign_in("analyst", cookie=f"tuanqing={planted}")
    assert begun.cookies()["tuanqing"] != planted
    assert server.ask("GET", "/account", f"tuanqing={planted}").status == 401
    first = f"tuanqing={begun.cookies()['tuanqing']}"
    assert server.sign_in("analyst", cookie=first).status == 303
    assert server.ask("GET", "/account", first).status == 401


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "\t//e", ""]
)
def test_after_sign_in_one_stays_on_this_server(wanted, server):
    assert server.sign_in("analyst", next=wanted).all("location") == ["/"]


def test_a_form_of_another_site_signs_nobody_in_or_out(server, cookies):
    page = server.ask("GET", "/sign-in")
    held = f"tuanqing-form={page.cookies()['tuanqing-form']}"
    fields = urlencode({"name": "analyst", "password": people.PASSWORD, "form": "guessed"})
    for cookie in ("", held, "tuanqing-form="):
        answer = server.ask("POST", "/sign-in", cookie, fields)
        assert answer.status == 403
        assert "tuanqing" not in answer.cookies()
    for missing in ("form=", ""):  # no word beside no cookie is no match
        nothing = f"{urlencode({'name': 'analyst', 'password': people.PASSWORD})}&{missing}"
        assert server.ask("POST", "/sign-in", "", nothing).status == 403
    strange = {"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Host": "evil.example"}
    (word,) = re.findall(r'name="form" value="([^"]+)"', page.text)
    good = urlencode({"name": "analyst", "password": people.PASSWORD, "form": word})
    for headers in strange:
        assert server.ask("POST", "/sign-in", held, good, **headers).status == 403, headers
        assert server.ask("POST", "/sign-out", cookies["leader"], "form=guessed", **headers).status in (
            303,
            403,
        )
    assert server.ask("POST", "/sign-out", cookies["leader"], "form=guessed").status == 303
    assert server.ask("POST", "/account", cookies["leader"], "form=guessed&old=x&new=y&again=y").status == 403
    assert server.ask("GET", "/account", cookies["leader"]).status == 200, "nobody was signed out"
    assert server.ask("POST", "/sign-in", held, "x" * 10_000).status == 403


def test_signing_out_ends_it_on_the_server(server):
    cookie = server.cookie("auditor")
    (seal,) = set(re.findall(r'name="form" value="([^"]+)"', server.ask("GET", "/account", cookie).text))
    out = server.ask("POST", "/sign-out", cookie, urlencode({"form": seal}))
    assert (out.status, out.all("location")) == (303, ["/sign-in?out=1"])
    assert server.last().act == "sign out"
    assert server.ask("GET", "/_stcore/health", cookie).status == 401, "a replayed cookie"
    assert {"why": "unknown"} in [entry.what for entry in log.entries(server.folder)]


def test_wrong_passwords_are_the_same_sentence_and_then_a_wait(server):
    tries = access().sign_in.tries
    said = {server.sign_in(name, "wrong wrong 1").text for name in ("secretary", "nobody at all")}
    said = {re.sub(r'value="[^"]*"', "", text) for text in said}
    assert len(said) == 1
    for _again in range(tries - 1):
        answer = server.sign_in("secretary", "wrong wrong 1")
    assert server.last().what == {"why": "wrong password, locked"}
    answer = server.sign_in("secretary")
    assert answer.status == 403, "the right password waits, too"
    assert "15分钟" in answer.text
    assert server.sign_in("leader").status == 303, "others do not"
    assert people.PASSWORD not in json.dumps(
        [vars(e) for e in log.entries(server.folder)], ensure_ascii=False
    )
    assert "nobody at all" not in json.dumps(
        [vars(e) for e in log.entries(server.folder)], ensure_ascii=False
    )


def test_one_address_that_tries_many_names_waits(server):
    for number in range(access().sign_in.tries_from_one_address):
        server.sign_in(f"name{number}", "wrong wrong 1")
    assert "分钟后再试" in server.sign_in("leader").text


def test_a_changed_password_ends_every_other_sign_in(server):
    one, other = server.cookie("王芳"), server.cookie("王芳")
    (seal,) = set(re.findall(r'name="form" value="([^"]+)"', server.ask("GET", "/account", one).text))

    def change(**fields: str) -> Answer:
        told = {
            "form": seal,
            "old": people.PASSWORD,
            "new": "Zehn Pferde 10",
            "again": "Zehn Pferde 10",
            **fields,
        }
        return server.ask("POST", "/account", one, urlencode(told))

    for wrong in ({"old": "x"}, {"again": "x"}, {"new": "short", "again": "short"}, {"form": "x"}):
        assert change(**wrong).status == 403, wrong
    done = change()
    assert done.status == 303
    assert server.ask("GET", "/account", f"tuanqing={done.cookies()['tuanqing']}").status == 200
    assert [server.ask("GET", "/account", cookie).status for cookie in (one, other)] == [401, 401]
    assert "不对" in server.sign_in("王芳").text
    assert server.sign_in("王芳", "Zehn Pferde 10").status == 303


def test_an_account_that_is_shut_or_has_no_area_any_more_is_let_in_by_no_password(server):
    cookie = server.cookie("township_secretary")
    accounts.set_disabled(server.folder, "township_secretary", True)
    assert server.ask("GET", "/account", cookie).status == 401
    assert "停用" in server.sign_in("township_secretary").text
    accounts.set_disabled(server.folder, "township_secretary", False)
    assert server.ask("GET", "/account", cookie).status == 401, "it begins anew"
    assert "不在区划名录" in server.sign_in("gone").text
    assert server.last().what == {"why": "area not in the register"}


def test_forged_and_old_cookies_are_nobodys(server):
    cookie = server.cookie("leader")
    file = server.folder / sessions.FOLDER / sessions.id_of(cookie.partition("=")[2])
    for forged in ("x", "../accounts.json", "A" * 5000, "测", "", cookie.partition("=")[2][:-1]):
        forged = f"tuanqing={forged}".encode().decode("latin-1")
        assert server.ask("GET", "/account", forged).status == 401, forged
    assert server.ask("GET", "/account", f"{cookie}; tuanqing=x").status == 401, "two of one name"
    now = time.time()
    os.utime(file, (now + 3600, now + 3600))
    assert server.ask("GET", "/account", cookie).status == 401, "the clock was set back"
    assert server.last().what == {"why": "clock set back"}
    os.utime(file, (now, now))
    assert server.ask("GET", "/account", cookie).status == 200
    os.utime(file, (now - 3700, now - 3700))
    assert server.ask("GET", "/account", cookie).status == 401, "idle"
    os.utime(file.parent, (now, now))
    assert not file.exists()


def test_a_proxy_is_believed_from_its_own_address_alone(server):
    before = len(list(log.entries(server.folder)))
    assert server.ask("GET", "/account", X_Remote_User="administrator").status == 403
    told = list(log.entries(server.folder))[before:]
    assert [entry.what for entry in told] == [{"why": "proxy header from a stranger"}]
    wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=("127.0.0.9", 0))

    def through(**headers: str) -> tuple[int, str, str]:
        told = {"Host": "board.example", **{name.replace("_", "-"): value for name, value in headers.items()}}
        wire.request("GET", "/account", headers=told)
        reply = wire.getresponse()
        return reply.status, reply.read().decode(), str(reply.headers)

    status, text, headers = through(
        X_Remote_User="leader", X_Forwarded_Proto="https", X_Forwarded_For="10.1.1.1"
    )
    assert status == 200
    assert "leader" in text
    assert "strict-transport-security" in headers.lower()
    assert through(X_Remote_User="%E7%8E%8B%E8%8A%B3")[0] == 200, "a name in Chinese, as proxies write it"
    assert through(X_Remote_User="nobody")[0] == 403
    assert through()[0] == 401


def test_over_tls_the_cookie_is_for_tls_alone(server):
    """As a believed proxy says it: the name of the cookie is one that plain HTTP cannot set."""
    wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=("127.0.0.9", 0))
    wire.request("GET", "/sign-in", headers={"X-Forwarded-Proto": "https"})
    reply = wire.getresponse()
    (said,) = reply.headers.get_all("set-cookie")
    assert said.startswith("__Host-tuanqing-form=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(said.split("; "))


def test_nobody_writes_the_doors_word_to_the_pages_himself(server):
    for told in ("open - -", "x session y z", "demo"):
        assert server.ask("GET", "/account", x_tuanqing_guest=told).status == 401
        assert server.ask("WEBSOCKET", "/_stcore/stream", x_tuanqing_guest=told).status == 403


def test_another_name_is_not_ours(server, cookies):
    for host, status in {
        "board.example": 200,
        "127.0.0.1": 200,
        "192.168.1.5": 200,
        "evil.example": 403,
        "": 403,
    }.items():
        assert server.ask("GET", "/account", cookies["leader"], Host=host).status == status, host
