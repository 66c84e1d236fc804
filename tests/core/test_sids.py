"""Identifiers have the shape TaskRouter's have, and come from the stamp alone."""

import pytest

from pointsman.core import sids


@pytest.mark.parametrize(
    ("text", "prefix", "expected"),
    [
        ("WK" + "0" * 32, "", True),
        ("WK" + "0" * 32, "WK", True),
        ("WK" + "aF" * 16, "WK", True),
        ("WK" + "0" * 32, "WT", False),
        ("WK" + "0" * 31, "WK", False),
        ("WK" + "0" * 33, "WK", False),
        ("WK" + "g" * 32, "WK", False),
        ("wk" + "0" * 32, "", False),
        ("WK" + "0" * 32 + "\n", "WK", False),
        (" WK" + "0" * 32, "WK", False),
        ("", "", False),
    ],
)
def test_shape(text: str, prefix: str, expected: bool) -> None:
    """Two capitals and 32 hexadecimal digits, and nothing around them."""
    assert expected is sids.is_sid(text, prefix)


def test_minted_sids_have_the_shape() -> None:
    """What is minted is a SID of its kind, in lower case."""
    sid = sids.mint(sids.TASK, b"seed", 7)
    assert sids.is_sid(sid, "WT")
    assert sid[2:] == sid[2:].lower()


def test_minting_repeats_itself() -> None:
    """The same kind, seed and position give the same SID in every process and every release."""
    assert "WT00102c01b3ad133e8e11160ae83b359b" == sids.mint(sids.TASK, b"seed", 7)


def test_minted_sids_differ() -> None:
    """Another kind, seed or position gives another SID, not only another prefix."""
    minted = [
        sids.mint("WT", b"seed", 7),
        sids.mint("WR", b"seed", 7),
        sids.mint("WT", b"Seed", 7),
        sids.mint("WT", b"seed", 8),
    ]
    assert len(minted) == len({sid[2:] for sid in minted})
