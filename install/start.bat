@echo off
rem Starts Tuanqing without internet. The first time it installs from wheels\ beside this file, into .venv\ beside it.
rem   start.bat            one's own warehouse            start.bat --demo        the samples
rem TUANQING_HOME says where the warehouse lies; without it, %LOCALAPPDATA%\tuanqing.
setlocal
cd /d "%~dp0"
set "PYTHON="
for %%V in (@PYTHONS@) do if not defined PYTHON (py -%%V -c "" >nul 2>nul && set "PYTHON=py -%%V")
for %%V in (@PYTHONS@) do if not defined PYTHON (python -c "import sys; sys.exit(sys.version[:len('%%V.')] != '%%V.')" >nul 2>nul && set "PYTHON=python")
if not defined PYTHON goto nopython
if exist ".venv\installed-@VERSION@" goto start
echo 第一次启动：正在安装，约一分钟……
%PYTHON% -m venv .venv
if errorlevel 1 goto failed
.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels tuanqing==@VERSION@
if errorlevel 1 goto failed
type nul > ".venv\installed-@VERSION@"
:start
if "%~1"=="" (
  .venv\Scripts\tuanqing.exe serve --open
) else (
  .venv\Scripts\tuanqing.exe serve %*
)
if errorlevel 1 pause
exit /b
:nopython
echo 这台电脑上没有 Python @PYTHONS@。请先安装其中一个（64 位，安装时勾选 py launcher），再运行本脚本。
pause
exit /b 1
:failed
echo 安装没有完成。请检查本文件夹是否可写、磁盘是否已满、wheels 文件夹是否完整，然后再运行一次。
pause
exit /b 1
