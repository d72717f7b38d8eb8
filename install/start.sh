#!/bin/sh
# Starts 团情一张图 without internet. The first time it installs from wheels/ beside this file, into .venv/ beside it.
#   ./start.sh            one's own warehouse            ./start.sh --demo        the samples
# TUANQING_HOME says where the warehouse lies; without it, ~/.tuanqing.
set -u
cd "$(dirname "$0")" || exit 1
python=
for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' @PYTHONS@; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "这台电脑上没有 Python @PYTHONS@。请先安装其中一个，再运行本脚本。" >&2
    exit 1
fi
if [ ! -f .venv/installed-@VERSION@ ]; then
    echo "第一次启动：正在安装，约一分钟……"
    if ! "$python" -m venv .venv ||
        ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels \
            "tuanqing==@VERSION@"; then
        echo "安装没有完成。请检查本文件夹是否可写、磁盘是否已满、wheels 文件夹是否完整，然后再运行一次。" >&2
        exit 1
    fi
    touch .venv/installed-@VERSION@
fi
[ $# -gt 0 ] || set -- --open
exec .venv/bin/tuanqing serve "$@"
