"""Signing in, signing out, one's own account: plain pages of the server itself, without Streamlit and without a script.

Each form carries a word that a page of another site cannot know: before sign-in the one in a cookie of its own, after
it one made from the sign-in. Signing in always makes a new token, whatever cookie came with the request, and every
refusal of a name or a password is the same sentence after the same time.
"""

import hmac
import secrets
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import LANGUAGES, _, language, speak
from tuanqing.measure import places
from tuanqing.show import sign_in_page as page
from tuanqing.store.access import accounts, log, sessions, throttle
from tuanqing.store.access.accounts import Account
from tuanqing.store.warehouse.versions import Warehouse, default_folder
from tuanqing.ui.frame import guest, routes
from tuanqing.ui.frame.guest import Guest

_MOST = 8192  # bytes of a form
_FORM = "form"  # cookie and field: the word of a form before sign-in
_trying = anyio.CapacityLimiter(2)  # a try takes 32 MB and a fifth of a second


async def _sign_in(request: Request) -> Response:
    visitor: Guest = request.scope["guest"]
    if visitor.how in (guest.OPEN, guest.DEMO, guest.PROXY):
        return RedirectResponse("/", 303)
    if request.method != "POST":
        _speak(request.query_params.get("lang"))
        said = _("You have signed out.") if "out" in request.query_params else visitor.ended
        return _asking(visitor, request.query_params.get("next", ""), said)
    form = await _read(request)
    _speak(form.get("lang"))
    word = request.cookies.get(_named(_FORM, visitor), "")
    if (
        not _is_own(request)
        or not word
        or not hmac.compare_digest(word.encode(), form.get(_FORM, "").encode())
    ):
        return _asking(visitor, form.get("next", ""), _("This form was too old. Try once more."), 403)
    name, password = accounts.spelled(form.get("name", "")), form.get("password", "")
    said = language()
    try:
        account = await anyio.to_thread.run_sync(_let_in, name, password, visitor.peer, said, limiter=_trying)
        token = sessions.begin(default_folder(), account)
    except Refused as refusal:
        return _asking(visitor, form.get("next", ""), str(refusal), 403)
    if visitor.session:
        sessions.end(default_folder(), visitor.session.id)
    log.append(default_folder(), "sign in", account.name, account.role, visitor.peer)
    answer = RedirectResponse(_inside(form.get("next", "")), 303)
    _give(answer, visitor, visitor.cookie, token)
    return answer


def _let_in(name: str, password: str, peer: str, lang: str) -> Account:
    """The account whose name and password these are. Raises Refused, in the log with the reason."""
    speak(lang)
    folder = default_folder()
    if minutes := throttle.attempt(folder, name, peer):
        raise Refused(_("Too many tries. Wait {minutes} minutes.").format(minutes=minutes))
    account = accounts.all_of(folder).get(name)
    why, sentence = "", _("The name or the password is wrong.")
    if not accounts.fits(account, password) or account is None:
        why = "wrong password" if account else "no such account"
        if throttle.is_locked(folder, name, peer):
            why += ", locked"
    elif account.disabled:
        why, sentence = "shut account", _("This account is shut. Ask the administrator.")
    elif not guest.has_area(account):
        why, sentence = "no area", _("This account has no area. Ask the administrator.")
    elif not _is_there(account):
        why = "area not in the register"
        sentence = _("The area of this account is no longer in the register. Ask the administrator.")
    if why:
        who = account.name if account else ""  # what was typed may be a password
        log.append(folder, "refused", who, "", peer, why=why)
        raise Refused(sentence)
    assert account is not None
    throttle.passed(folder, name, peer)
    return account


def _is_there(account: Account) -> bool:
    """Whether one of its areas is in the register; before there is one, all are."""
    house = Warehouse(default_folder())
    if house.is_empty or not account.areas:
        return True
    try:
        with house.read() as snapshot:
            known = places.known(snapshot, account.areas)
    except Refused:  # of an earlier program: it is brought up to date when the first page is drawn
        return True
    return bool(known)


async def _sign_out(request: Request) -> Response:
    visitor: Guest = request.scope["guest"]
    form = await _read(request)
    if visitor.session is None or not _is_sealed(request, form, visitor):
        return RedirectResponse("/", 303)
    sessions.end(default_folder(), visitor.session.id)
    account = visitor.session.account
    log.append(default_folder(), "sign out", account.name, account.role, visitor.peer)
    answer = RedirectResponse(f"{routes.SIGN_IN}?out=1", 303)
    answer.delete_cookie(visitor.cookie, secure=visitor.secure, httponly=True, samesite="lax")
    return answer


async def _account(request: Request) -> Response:
    visitor: Guest = request.scope["guest"]
    if visitor.account is None:
        return RedirectResponse("/", 303)
    _speak(request.query_params.get("lang"))
    if request.method != "POST" or visitor.session is None:
        return _own(visitor)
    form = await _read(request)
    _speak(form.get("lang"))
    if not _is_sealed(request, form, visitor):
        return _own(visitor, _("This form was too old. Try once more."), 403)
    if form.get("new") != form.get("again"):
        return _own(visitor, _("The new password was not written the same twice."), 403)
    old, new, said = form.get("old", ""), form.get("new", ""), language()
    try:
        changed = await anyio.to_thread.run_sync(
            _change, visitor.account, old, new, visitor.peer, said, limiter=_trying
        )
        token = sessions.begin(default_folder(), changed)
    except Refused as refusal:
        return _own(visitor, str(refusal), 403)
    answer = RedirectResponse("/", 303)
    _give(answer, visitor, visitor.cookie, token)
    return answer


def _change(account: Account, old: str, new: str, peer: str, lang: str) -> Account:
    """Another password for who knows the old one; the account as it is then. Raises Refused."""
    speak(lang)
    folder = default_folder()
    if minutes := throttle.attempt(folder, account.name, peer):
        raise Refused(_("Too many tries. Wait {minutes} minutes.").format(minutes=minutes))
    if not accounts.fits(account, old):
        log.append(folder, "refused", account.name, account.role, peer, why="wrong old password")
        raise Refused(_("The old password is wrong."))
    throttle.passed(folder, account.name, peer)
    accounts.set_password(folder, account.name, new)
    log.append(folder, "password", account.name, account.role, peer, account=account.name)
    return accounts.all_of(folder)[account.name]


def _asking(visitor: Guest, wanted: str, said: str, status: int = 200) -> Response:
    """The page to sign in on, with a fresh word for its form."""
    word = secrets.token_urlsafe(16)
    fields = {_FORM: word, "next": _inside(wanted), "lang": language()}
    answer = HTMLResponse(page.sign_in(routes.SIGN_IN, fields, said), status)
    _give(answer, visitor, _named(_FORM, visitor), word)
    return answer


def _own(visitor: Guest, said: str = "", status: int = 200) -> Response:
    """The page about one's own account."""
    account, session = visitor.account, visitor.session
    assert account is not None
    fields = {_FORM: session.seal, "lang": language()} if session else None
    least = access().sign_in.shortest_password
    html = page.account(
        account.name,
        account.rights.title,
        _areas(account),
        least,
        fields,
        said,
        routes.ACCOUNT,
        routes.SIGN_OUT,
    )
    return HTMLResponse(html, status)


def _areas(account: Account) -> list[str]:
    """The areas of an account by name, as far as there is a register that knows them."""
    house = Warehouse(default_folder())
    names: dict[str, str] = {}
    with suppress(Refused):  # of an earlier program: it is brought up to date when the first page is drawn
        if account.areas and not house.is_empty:
            with house.read() as snapshot:
                names = places.known(snapshot, account.areas)
    return [f"{names[code]} {code}" if code in names else code for code in account.areas]


def _is_sealed(request: Request, form: dict[str, str], visitor: Guest) -> bool:
    seal = visitor.session.seal if visitor.session else secrets.token_hex(16)
    return _is_own(request) and hmac.compare_digest(seal.encode(), form.get(_FORM, "").encode())


def _is_own(request: Request) -> bool:
    """Whether the browser says that a page of this server sent the form, as far as it says anything."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _inside(wanted: str) -> str:
    """Where to go after sign-in: a path of this server, else its first page."""
    parts = urlsplit(wanted)
    is_path = (
        wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.netloc or parts.scheme)
    )
    return wanted if is_path and wanted.isprintable() and "\\" not in wanted else "/"


def _named(name: str, visitor: Guest) -> str:
    return f"{visitor.cookie}-{name}"


def _give(answer: Response, visitor: Guest, name: str, value: str) -> None:
    """A cookie for this host alone, read by no script, gone with the browser.

    Lax, not strict: a link to a page in a message or a document leads there, and not to a second sign-in.
    """
    answer.set_cookie(name, value, secure=visitor.secure, httponly=True, samesite="lax")


async def _read(request: Request) -> dict[str, str]:
    """The fields of a small form; none of one that is larger or no form."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[-1] for name, values in fields.items()}


def _speak(asked: str | None) -> None:
    speak(asked if asked in LANGUAGES else "zh")


ROUTES = [
    Route(routes.SIGN_IN, _sign_in, methods=["GET", "POST"]),
    Route(routes.SIGN_OUT, _sign_out, methods=["POST"]),
    Route(routes.ACCOUNT, _account, methods=["GET", "POST"]),
]
