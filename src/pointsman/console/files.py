"""The files of the built console, as they are answered.

They are read once and looked up by name, so no request can name any other file.
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable

import msgspec

INDEX = "index.html"
ASSETS = "assets/"
"""Below here names have a hash of what is inside: a file never changes."""
COMPRESSED = ".gz"

KINDS = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
"""By the ending of a name. Not the machine's own table, which differs from one to the next."""


class File(msgspec.Struct, frozen=True):
    """One file, plain and, where the build has made that, compressed."""

    content: bytes
    compressed: bytes | None
    kind: str
    is_hashed: bool
    digest: str

    def etag(self, *, is_compressed: bool) -> str:
        """Names the content in this form; the other form is another representation."""
        return f'"{self.digest}-gz"' if is_compressed else f'"{self.digest}"'


def read(directory: Traversable) -> Mapping[str, File]:
    """What was built in ``directory``, by its path from there; nothing before that is done."""
    if not (directory / INDEX).is_file():
        return {}
    contents = dict(_walk(directory, ""))
    return {
        name: File(
            content,
            contents.get(name + COMPRESSED),
            KINDS.get(name.rpartition(".")[2], "application/octet-stream"),
            name.startswith(ASSETS),
            hashlib.sha256(content).hexdigest()[:32],
        )
        for name, content in contents.items()
        if not name.endswith(COMPRESSED)
    }


def _walk(directory: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in directory.iterdir():
        if entry.name.startswith("."):
            # Such as the mark by which make knows when it built; that is for nobody else.
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry.read_bytes()
