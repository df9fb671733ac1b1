"""The Pythons of this machine.

python_of("3.12")     "/usr/bin/python3.12", or None where there is none
"""

import os
import shutil
import subprocess
from pathlib import Path


def python_of(minor: str) -> str | None:
    """A Python of the minor version `minor`, on the path or among those of pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = [str(each) for each in root.glob(f"versions/{minor}.*/bin/python")]
    found = [shutil.which(f"python{minor}"), *kept]
    return next((each for each in found if each and _version_of(each) == minor), None)


def _version_of(python: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
