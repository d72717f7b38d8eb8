"""`tuanqing user`: who may sign in to the page."""

import argparse
import getpass
import sys
from dataclasses import replace

from tuanqing.command.output import print_json, print_rows, warehouse_too
from tuanqing.define.access import access
from tuanqing.define.errors import Refused
from tuanqing.define.language import _
from tuanqing.store.access import accounts, throttle
from tuanqing.store.access.actor import Actor, act_as, note
from tuanqing.store.warehouse.versions import Warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    shared = [warehouse_too()]
    what = parser.add_subparsers(required=True, metavar=_("WHAT"), dest="what")
    add = what.add_parser("add", parents=shared, help=_("make an account; the first is an administrator's"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=list(access().roles))
    add.add_argument(
        "--area",
        action="append",
        default=[],
        metavar="CODE",
        help=_("where the role holds; may be said more than once"),
    )
    secret = add.add_mutually_exclusive_group()
    secret.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )
    secret.add_argument("--no-password", action="store_true", help=_("signs in through a proxy alone"))
    listed = what.add_parser("list", parents=shared, help=_("list the accounts"))
    listed.add_argument("--json", action="store_true")
    passwd = what.add_parser(
        "passwd", parents=shared, help=_("give an account another password; its sign-ins end")
    )
    passwd.add_argument("name", metavar="NAME")
    passwd.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )
    for word, help_ in (
        ("disable", _("shut an account; its sign-ins end")),
        ("enable", _("open a shut account again")),
    ):
        what.add_parser(word, parents=shared, help=help_).add_argument("name", metavar="NAME")


def user(options: argparse.Namespace, warehouse: Warehouse) -> int:
    """Make, list or change accounts; 0. Raises Refused, saying what to do instead."""
    folder = warehouse.folder
    if options.what == "list":
        return _list(options, warehouse)
    if options.what == "add":
        _known(warehouse, options.area)
        secret = None if options.no_password else _password(options)
        made = accounts.add(folder, options.name, options.role, options.area, secret)
        note(folder, "account", account=made.name, change="made", role=made.role, areas=list(made.areas))
        print(_("{name} may sign in now.").format(name=made.name))
        return 0
    name = accounts.spelled(options.name)
    if options.what == "passwd":
        if name not in accounts.all_of(folder):
            raise Refused(_("There is no account {name}.").format(name=name))
        accounts.set_password(folder, name, _password(options))
        throttle.forget(folder, name)
    else:
        accounts.set_disabled(folder, name, options.what == "disable")
    note(folder, "account", account=name, change=options.what)
    print(_("Done; whoever was signed in as {name} is not any more.").format(name=name))
    return 0


def act_for(warehouse: Warehouse, name: str, needs: str) -> Warehouse:
    """From here on act for an account; the warehouse as it sees it. Raises Refused where it is none, is shut, or its role lacks what is needed."""
    account = accounts.all_of(warehouse.folder).get(accounts.spelled(name))
    if account is None or account.disabled:
        raise Refused(_("There is no account {name}, or it is shut.").format(name=name))
    if needs not in account.rights.may:
        raise Refused(_("This is not for the role of {name}.").format(name=name))
    act_as(Actor(account.name, account.role, "", account.areas))
    return replace(warehouse, scope=account.scope)


def _list(options: argparse.Namespace, warehouse: Warehouse) -> int:
    there = list(accounts.all_of(warehouse.folder).values())
    rows = [
        {
            "name": each.name,
            "role": each.role,
            "areas": list(each.areas),
            "state": "disabled" if each.disabled else "open",
            "password": bool(each.secret),
            "made": each.made,
        }
        for each in there
    ]
    if options.json:
        print_json(rows)
    else:
        print_rows(
            [{**row, "areas": " ".join(each.areas)} for row, each in zip(rows, there, strict=True)], "table"
        )
    return 0


def _known(warehouse: Warehouse, areas: list[str]) -> None:
    """Raises Refused for an area that is in no register; before there is a register, any code will do."""
    if warehouse.is_empty or not areas:
        return
    from tuanqing.measure import places

    with warehouse.read() as snapshot:
        missing = sorted({*areas} - {*places.known(snapshot, areas)})
    if missing:
        raise Refused(_("Area {code} is not in the register.").format(code=", ".join(missing)))


def _password(options: argparse.Namespace) -> str:
    """As typed twice without being shown, or one line of standard input."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused(
            _("There is no terminal to type a password on: --password-stdin reads it from standard input.")
        )
    first = getpass.getpass(_("Password: "))
    if getpass.getpass(_("Once more: ")) != first:
        raise Refused(_("The new password was not written the same twice."))
    return first
