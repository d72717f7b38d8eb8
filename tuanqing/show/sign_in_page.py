"""The pages one sees before any other: to sign in, and about one's own account. HTML without a script."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote, urlencode

from tuanqing.define.language import _, language
from tuanqing.show.palette import DARK, LIGHT

_STYLE = """
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--tq-wash);color:var(--tq-ink);
font:14px/1.6 'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif}
header{display:flex;justify-content:space-between;align-items:center;padding:14px 28px;background:var(--tq-page);
border-bottom:1px solid var(--tq-border)}
header svg{display:block}header a{color:var(--tq-label);text-decoration:none;font-size:13px}
main{flex:1;display:flex;align-items:center;justify-content:center;padding:24px 16px 12vh}
section{width:100%;max-width:380px;background:var(--tq-page);border:1px solid var(--tq-border);
border-top:3px solid var(--tq-red);border-radius:8px;padding:26px 30px 28px;box-shadow:0 6px 24px rgba(16,24,40,.06)}
a{color:var(--tq-blue);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:19px;font-weight:700;margin:0 0 2px}
p{margin:0 0 16px;color:var(--tq-label);font-size:13px}
p.said{color:var(--tq-red);background:var(--tq-red-wash);border-radius:6px;padding:7px 11px}
label{display:block;font-size:13px;margin:0 0 14px}
input{display:block;width:100%;height:38px;margin-top:4px;padding:0 11px;font:inherit;color:inherit;background:var(--tq-page);
border:1px solid var(--tq-border);border-radius:6px}
input:focus{outline:2px solid var(--tq-blue);outline-offset:-1px;border-color:var(--tq-blue)}
button{width:100%;height:40px;margin-top:6px;border:0;border-radius:6px;background:var(--tq-blue);color:#fff;font:inherit;
font-weight:600;cursor:pointer}
button.quiet{background:none;color:var(--tq-ink);border:1px solid var(--tq-border);font-weight:400}
button:focus-visible,a:focus-visible{outline:2px solid var(--tq-ink);outline-offset:2px}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 16px;margin:10px 0 18px;font-size:13px}
dt{color:var(--tq-label)}dd{margin:0}
h2{font-size:14px;margin:20px 0 10px;padding-top:16px;border-top:1px solid var(--tq-border)}
footer{padding:14px;text-align:center;color:var(--tq-label);font-size:12px}
"""


def sign_in(action: str, fields: Mapping[str, str], said: str) -> str:
    """The page to sign in on: where its form goes, what it carries unseen, and a sentence above it ("" for none)."""
    form = (
        f'<form method="post" action="{escape(action)}">{_hidden(fields)}'
        f"{_field(_('User name'), 'name', 'text', 'username', autofocus=True)}"
        f"{_field(_('Password'), 'password', 'password', 'current-password')}"
        f"<button>{escape(_('Sign in'))}</button></form>"
    )
    lead = f"<h1>{escape(_('Sign in'))}</h1><p>{escape(_('County-level youth-work metrics.'))}</p>"
    other = {"next": fields["next"]} if "next" in fields else {}
    return _page(_("Sign in"), f"{lead}{_said(said)}{form}", action, other)


def account(
    name: str,
    role: str,
    areas: Sequence[str],
    least: int,
    fields: Mapping[str, str] | None,
    said: str,
    action: str,
    leave: str,
) -> str:
    """One's own account; without `fields` (signed in through a proxy) no password to change and no way out here."""
    facts = [
        (_("User name"), name),
        (_("Role"), role),
        (_("Responsible for"), "、".join(areas) or _("the whole")),
    ]
    table = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in facts)
    parts = [f"<h1>{escape(_('My account'))}</h1><dl>{table}</dl>", _said(said)]
    if fields is not None:
        hint = _("{least} characters or more; the old sign-ins end.").format(least=least)
        parts += [
            f'<form method="post" action="{escape(leave)}">{_hidden(fields)}<button class="quiet">'
            f"{escape(_('Sign out'))}</button></form>",
            f"<h2>{escape(_('Another password'))}</h2><p>{escape(hint)}</p>",
            f'<form method="post" action="{escape(action)}">{_hidden(fields)}',
            f'<input name="username" autocomplete="username" value="{escape(name)}" hidden>',
            _field(_("Old password"), "old", "password", "current-password"),
            _field(_("New password"), "new", "password", "new-password"),
            _field(_("New password again"), "again", "password", "new-password"),
            f"<button>{escape(_('Save'))}</button></form>",
        ]
    else:
        parts.append(f"<p>{escape(_('You are signed in through the system in front of this one.'))}</p>")
    back = f'<p style="margin:18px 0 0"><a href="/">{escape(_("Back to the dashboard"))}</a></p>'
    return _page(_("My account"), "".join(parts) + back, action, {})


def _page(title: str, inside: str, here: str, params: Mapping[str, str]) -> str:
    other = "en" if language() == "zh" else "zh"
    link = f"{here}?{urlencode({**params, 'lang': other})}"
    return (
        f'<!doctype html><html lang="{"zh-CN" if language() == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:image/svg+xml,{_ICON}">'
        f"<title>{escape(title)} · {escape(_('Tuanqing'))}</title><style>:root{{{LIGHT.css()}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{DARK.css()}}}}}{_STYLE}</style></head><body><header>{_LOGO}"
        f'<strong style="flex:1;margin-left:10px;font-size:15px">{escape(_("Tuanqing"))}</strong>'
        f'<a href="{escape(link)}">{"English" if other == "en" else "中文"}</a></header><main><section>{inside}'
        f"</section></main><footer>{escape(_('What is done here is written into a log.'))}</footer></body></html>"
    )


_ICON = quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="4" fill="#B3261E"/></svg>'
)
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="22" height="22" viewBox="0 4 20 20" aria-hidden="true">'
    '<rect x="1" y="5" width="18" height="18" rx="4" fill="var(--tq-red)"/><path d="M5 17l3.5-4 3 2.5L16 9" '
    'fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>'
)


def _hidden(fields: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _field(label: str, name: str, kind: str, known_as: str, *, autofocus: bool = False) -> str:
    focus = " autofocus" if autofocus else ""
    return (
        f'<label>{escape(label)}<input name="{name}" type="{kind}" autocomplete="{known_as}" maxlength="200" '
        f"required{focus}></label>"
    )


def _said(sentence: str) -> str:
    return f'<p class="said" role="alert">{escape(sentence)}</p>' if sentence else ""
