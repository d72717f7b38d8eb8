"""The program where it is installed: from a wheel, in a folder of its own, without a network."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from install import wheelhouse
from tuanqing.define import house
from tuanqing.define.disk import WINDOWS

HOMES = """封丘县青年之家名录,,,,
截至2023年12月31日,,,,
青年之家编号,青年之家名称,乡镇,级别,状态
H1,城关镇青年之家,城关镇,乡镇分部,运行
H2,黄陵镇青年之家,黄陵镇,乡镇分部,运行
H3,应举镇青年之家,应举镇,乡镇分部,运行
"""
LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_:
    fcntl.ioctl(any_, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
os.execvp(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.parametrize("lacks", ["data/contracts", "queries", "pages", "app.py"])
def test_an_installation_without_its_definitions_refuses_with_a_sentence(lacks, tmp_path):
    """A program that finds nothing to measure would say that there is nothing."""
    shutil.copytree(house.PACKAGE, tmp_path / "tuanqing", ignore=shutil.ignore_patterns("__pycache__"))
    inside = tmp_path / "tuanqing" / "_house"
    for name in ("data", "queries", "pages"):
        shutil.copytree(house.ROOT / name, inside / name, ignore=shutil.ignore_patterns("samples"))
    shutil.copy(house.APP, inside)
    run = [sys.executable, "-m", "tuanqing", "indicators", "--warehouse", "none"]
    asked = {
        "cwd": tmp_path,
        "env": {**os.environ, "PYTHONPATH": str(tmp_path)},
        "capture_output": True,
        "encoding": "utf-8",
    }
    whole = subprocess.run(run, **asked)
    assert whole.returncode == 0, whole.stderr
    (inside / lacks).unlink() if lacks.endswith(".py") else shutil.rmtree(inside / lacks)
    bare = subprocess.run(run, **asked)
    assert bare.returncode == 1
    assert bare.stdout == ""
    assert lacks in bare.stderr
    assert "--force-reinstall" in bare.stderr


def test_what_a_system_needs_is_judged_by_that_system():
    lines = ["colorama==0.4 ; sys_platform == 'win32'", "uvloop==1 ; sys_platform != 'win32'", "duckdb==2.0"]
    lines += ["old==1 ; python_full_version < '3.12'"]
    assert wheelhouse.needed(lines, "windows", "3.12") == ["colorama==0.4", "duckdb==2.0"]
    assert wheelhouse.needed(lines, "linux", "3.11") == ["uvloop==1", "duckdb==2.0", "old==1"]


def test_the_start_scripts_can_be_read_where_they_run(tmp_path):
    wheelhouse.start_scripts(tmp_path, "1.2.3", ["3.11", "3.12"])
    batch, shell = (tmp_path / "start.bat").read_bytes(), (tmp_path / "start.sh").read_bytes()
    assert batch.count(b"\n") == batch.count(b"\r\n")
    assert "正在安装" in batch.decode("cp936")
    assert batch.decode("gb2312")  # no second byte in it means anything to a console of another code page
    assert b"\r" not in shell
    for script in (batch, shell):
        assert b"tuanqing==1.2.3" in script
        assert b"3.11 3.12" in script
        assert b"@" not in script.replace(b"@echo off", b"").replace(b'"$@"', b"")
    if not WINDOWS:
        assert (tmp_path / "start.sh").stat().st_mode & 0o100


def _alone() -> list[str]:
    """What begins a command that can reach nothing but this machine; nothing where that is not allowed."""
    alone = ["unshare", "-rn", sys.executable, "-c", LOOPBACK]
    there = shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True).returncode == 0
    return alone if there else []


@pytest.mark.sweep
@pytest.mark.skipif(WINDOWS, reason="start.sh; the Windows job runs start.bat")
@pytest.mark.sweep
@pytest.mark.timeout(600)
def test_from_a_wheelhouse_to_the_first_rate_of_an_unseen_county(tmp_path, capsys):
    """A clean folder, Python, no network: the steps of a first hour, timed."""
    offline, steps, begin = tmp_path / "carried", {}, time.monotonic()

    def done(step: str) -> None:
        nonlocal begin
        steps[step], begin = time.monotonic() - begin, time.monotonic()

    wheelhouse.main(["--for", "linux", "--out", str(offline)])
    done("gathered, on a machine with internet")
    port = "8719"
    paths = [str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"]
    own = {"PATH": os.pathsep.join(paths), "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    own["TUANQING_HOME"] = str(tmp_path / "fengqiu")
    fetch = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}/_stcore/health').read())"
    script = f"""
        cd /; {offline}/start.sh --port {port} & server=$!
        until {sys.executable} -c "{fetch}" 2>/dev/null; do kill -0 $server || exit 1; sleep 0.3; done
        kill $server
    """
    started = subprocess.run([*_alone(), "sh", "-c", script], env=own, capture_output=True, encoding="utf-8")
    assert started.returncode == 0, started.stderr
    assert "ok" in started.stdout
    done("installed and served, without a network")

    def tuanqing(*words: str) -> str:
        run = [*_alone(), str(offline / ".venv" / "bin" / "tuanqing"), *words]
        said = subprocess.run(run, cwd=tmp_path, env=own, capture_output=True, encoding="utf-8")
        assert said.returncode == 0, said.stderr
        return said.stdout

    shutil.copy(house.PACKAGE.parent / "tests" / "uploads" / "cases" / "area.xlsx", tmp_path)
    (tmp_path / "青年之家.csv").write_text(HOMES, "gb18030")
    tuanqing("import", "area.xlsx", "青年之家.csv")
    done("two files imported")
    shown = tuanqing("show", "youth_home_township_coverage", "--area", "410727", "--format", "csv")
    done("the rate")
    assert "410727,封丘县,2023-12,3,19," in shown
    with capsys.disabled():
        print("".join(f"\n  {seconds:6.1f} s  {step}" for step, seconds in steps.items()))
