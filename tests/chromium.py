"""Finds a Chromium for the browser tests, or installs Debian's where it may; says in one line what it did.

Exit 0 always: without a browser the browser tests are skipped, and on CI a skipped one fails the run
(tests/browser/conftest.py).
"""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")


def find() -> str | None:
    """The path of a browser on this machine: $TUANQING_CHROMIUM, else one on the PATH."""
    return os.environ.get("TUANQING_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    """Find or install, and say so."""
    may_install = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if may_install and (not find() or not _has_chinese_font()):
        print("installing Debian's chromium and a Chinese font for the browser tests", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"], check=False, **quiet
        )
    browser = find()
    print(
        f"browser tests use {os.path.basename(browser)}"
        if browser
        else "no Chromium: tests/browser cannot run"
    )


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


if __name__ == "__main__":
    main()
