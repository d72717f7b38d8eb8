"""Gathers everything a machine without internet needs: `make wheelhouse`.

    python install/wheelhouse.py [--out FOLDER] [--for linux windows] [--python 3.11 3.12]

The folder then holds `wheels/` (this program, and of each of its dependencies the version in uv.lock, built for each
system and Python asked for), `start.sh` and `start.bat`. It is carried over as it is; a start script installs from it
the first time, and asks no network.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".uv" / ("Scripts" if sys.platform == "win32" else "bin") / "uv"
SYSTEMS = {  # what markers call a system, and which wheels run on it
    "linux": (
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
        ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64", "linux_x86_64"),
    ),
    "windows": (
        {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
        ("win_amd64",),
    ),
}
MACHINE = {"linux": "x86_64", "windows": "AMD64"}


def main(arguments: list[str] | None = None) -> None:
    """Make the folder anew."""
    parser = argparse.ArgumentParser(description="Gather everything a machine without internet needs.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "tuanqing-offline")
    parser.add_argument("--for", dest="systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--python", nargs="+", default=[f"{sys.version_info[0]}.{sys.version_info[1]}"])
    options = parser.parse_args(arguments)
    wheels = options.out / "wheels"
    shutil.rmtree(options.out, ignore_errors=True)
    wheels.mkdir(parents=True)
    subprocess.run([UV, "build", "--quiet", "--wheel", "--out-dir", wheels, ROOT], check=True)
    (wheels / ".gitignore").unlink(missing_ok=True)
    lines = locked()
    for system in options.systems:
        for python in options.python:
            print(f"{system}, Python {python}", flush=True)
            download(needed(lines, system, python), system, python, wheels)
    (own,) = wheels.glob("tuanqing-*.whl")
    start_scripts(options.out, own.name.split("-")[1], options.python)
    size = sum(file.stat().st_size for file in wheels.iterdir()) / 1e6
    print(f"{options.out}: {len(list(wheels.iterdir()))} wheels, {size:.0f} MB")


def locked() -> list[str]:
    """The dependencies of uv.lock, `name==version ; marker` each."""
    told = subprocess.run(
        [
            UV,
            "export",
            *[
                "--quiet",
                "--locked",
                "--no-dev",
                "--no-emit-project",
                "--no-hashes",
                "--no-header",
                "--no-annotate",
            ],
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return [line for line in told.splitlines() if line.strip()]


def needed(lines: Iterable[str], system: str, python: str) -> list[str]:
    """Of the locked dependencies, those a system and a Python need: `name==version` each.

    pip would judge the markers by the machine it runs on.
    """
    names, _platforms = SYSTEMS[system]
    environment = {
        **names,
        "platform_machine": MACHINE[system],
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    found = []
    for line in lines:
        wanted, _semicolon, marker = (part.strip() for part in line.partition(";"))
        if not marker or Marker(marker).evaluate(environment):
            found.append(wanted)
    return found


def download(wanted: list[str], system: str, python: str, wheels: Path) -> None:
    """Fetch the wheels through pip. Raises CalledProcessError where one is not to be had."""
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
        "--implementation",
        "cp",
    ]
    platforms = [word for name in SYSTEMS[system][1] for word in ("--platform", name)]
    target = ["--python-version", python, *platforms, "--dest", wheels]
    subprocess.run([UV.with_name("pip"), "download", *options, *target, *wanted], check=True)


def start_scripts(out: Path, version: str, pythons: list[str]) -> None:
    """Write both, with the version and the Pythons filled in: the one for Windows as its Chinese console reads it."""
    for name in ("start.sh", "start.bat"):
        text = (Path(__file__).with_name(name)).read_text("utf-8")
        filled = re.sub("@PYTHONS@", " ".join(pythons), text).replace("@VERSION@", version)
        if name.endswith(".bat"):
            # GB2312, in which no second byte means anything to the console, whatever its code page.
            (out / name).write_bytes(filled.replace("\n", "\r\n").encode("gb2312"))
        else:
            (out / name).write_bytes(filled.encode("utf-8"))
            (out / name).chmod(0o755)


if __name__ == "__main__":
    main()
