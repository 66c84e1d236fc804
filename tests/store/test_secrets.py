"""The box that seals the accounts' tokens."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from pointsman.store.secrets import KEY_FILE, SecretBox, SecretKeyWrong

KEY = base64.b64encode(bytes(range(224, 256))).decode()


def test_what_is_sealed_can_be_unsealed(tmp_path):
    """Sealing hides a text, unsealing gives it back."""
    box = SecretBox.open(tmp_path, None)
    sealed = box.seal("grüße")
    assert "gr" not in sealed
    assert "grüße" == box.unseal(sealed)


def test_the_same_text_is_never_sealed_the_same(tmp_path):
    """Equal tokens cannot be recognised by their seals."""
    box = SecretBox.open(tmp_path, None)
    assert box.seal("token") != box.seal("token")


def test_the_key_file_is_made_once_and_for_the_owner_only(tmp_path):
    """The first start makes a key only its owner can read; later starts use it."""
    data_dir = tmp_path / "data"
    sealed = SecretBox.open(data_dir, None).seal("token")
    path = data_dir / KEY_FILE
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(data_dir.iterdir())
    assert "token" == SecretBox.open(data_dir, None).unseal(sealed)


def test_starting_together_makes_one_key(tmp_path):
    """However many processes start at once, they end up with the same key."""
    with ThreadPoolExecutor(8) as threads:
        boxes = list(threads.map(lambda _: SecretBox.open(tmp_path, None), range(32)))
    assert {"token"} == {boxes[0].unseal(box.seal("token")) for box in boxes}
    assert [tmp_path / KEY_FILE] == list(tmp_path.iterdir())


def test_a_key_that_is_handed_in_needs_no_file(tmp_path):
    """With a key from the configuration nothing is written."""
    sealed = SecretBox.open(tmp_path, KEY).seal("token")
    assert [] == list(tmp_path.iterdir())
    assert "token" == SecretBox.open(tmp_path, f"{KEY}\n").unseal(sealed)


def test_another_key_does_not_unseal(tmp_path):
    """With the wrong key the text says which key is missing."""
    sealed = SecretBox.open(tmp_path, None).seal("token")
    with pytest.raises(SecretKeyWrong, match="POINTSMAN_SECRET_KEY"):
        SecretBox.open(tmp_path, KEY).unseal(sealed)


@pytest.mark.parametrize("key", ["", "password", KEY[:-4], "ключ"])
def test_what_is_no_key_is_refused(tmp_path, key):
    """A key that is none is refused at once, without being repeated."""
    with pytest.raises(SecretKeyWrong, match="32 random bytes") as refusal:
        SecretBox.open(tmp_path, key)
    assert not key or key not in str(refusal.value)


def test_a_damaged_key_file_is_refused(tmp_path):
    """A key file that holds no key is not replaced: the secrets may still be recovered."""
    path = tmp_path / KEY_FILE
    path.write_text("gone\n")
    with pytest.raises(SecretKeyWrong):
        SecretBox.open(tmp_path, None)
    assert "gone\n" == path.read_text()


def test_the_box_shows_nothing(tmp_path):
    """Neither the key nor its place is in the representation."""
    assert "SecretBox()" == repr(SecretBox.open(tmp_path, KEY))
