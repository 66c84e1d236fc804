"""What of an address may be shown and kept."""

import pytest

from pointsman.core.webhooks import HIDDEN, without_password


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://app.test/x?a=b#rc=2", "https://app.test/x?a=b#rc=2"),
        ("https://user@app.test/", "https://user@app.test/"),
        (
            "https://user:word@app.test:8443/x?a=b#rc=2",
            f"https://user:{HIDDEN}@app.test:8443/x?a=b#rc=2",
        ),
        ("https://user:w@rd:w@app.test/", f"https://user:{HIDDEN}@app.test/"),
        ("https://user:@app.test/", f"https://user:{HIDDEN}@app.test/"),
        ("https://user:word@[::1", HIDDEN),
    ],
)
def test_passwords_are_hidden(url: str, expected: str) -> None:
    """A password is not, whatever else is; hiding twice is hiding once."""
    assert expected == without_password(url)
    assert expected == without_password(expected)
