#!/usr/bin/env python3
"""Makes a virtual environment with pinned packages, once, however many processes ask at the same time.

Usage:  install.py DIRECTORY REQUIREMENT...
Ends with 0 when DIRECTORY holds a Python with exactly these requirements; prints pip's words and ends with 1 otherwise.
"""
import os, subprocess, sys, venv

directory, requirements = os.path.abspath(sys.argv[1]), sys.argv[2:]
marker, wanted = os.path.join(directory, "installed.txt"), "\n".join([sys.version, *requirements])


def is_installed():
    try:
        with open(marker, encoding="utf-8") as file:
            return file.read() == wanted
    except OSError:
        return False


if is_installed():
    sys.exit(0)
os.makedirs(os.path.dirname(directory), exist_ok=True)
with open(directory + ".lock", "w") as lock:
    try:
        import fcntl
        fcntl.flock(lock, fcntl.LOCK_EX)    # released when the process ends, however it ends
    except ImportError:
        pass                                # no such lock on Windows: the tests there run one after the other
    if not is_installed():
        venv.EnvBuilder(clear=True, with_pip=True).create(directory)
        python = os.path.join(directory, "Scripts" if os.name == "nt" else "bin", "python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *requirements]
        code = subprocess.call(pip, stdout=sys.stderr)
        if code:
            sys.exit(1)
        with open(marker, "w", encoding="utf-8") as file:
            file.write(wanted)
