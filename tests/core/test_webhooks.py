"""What of an address may be shown and kept."""

import pytest

from pointsman.core.webhooks import HIDDEN, lacks_secrets, without_password, without_secrets


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


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SipAuthPassword", "word", HIDDEN),
        ("Url", "https://user:word@app.test/x", f"https://user:{HIDDEN}@app.test/x"),
        ("StatusCallbackUrl", "HTTP://user:word@app.test", f"http://user:{HIDDEN}@app.test"),
        ("WaitUrl", " http://user:word@[::1/", HIDDEN),
        ("HoldUrl", "https://app.test/", "https://app.test/"),
        ("To", "client:alice", "client:alice"),
        ("TaskAttributes", f'{{"a": "//b:{HIDDEN}@c"}}', f'{{"a": "//b:{HIDDEN}@c"}}'),
    ],
)
def test_parameters_keep_no_passwords(name: str, value: str, expected: str) -> None:
    """Neither passwords nor addresses with one; and it is known that one is missing."""
    kept = without_secrets({"Sid": "EV1", name: value})
    assert {"Sid": "EV1", name: expected} == kept
    assert (value != expected) is lacks_secrets(kept)
