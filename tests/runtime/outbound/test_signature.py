"""Signatures are those that Twilio's own library makes and accepts."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator
from yarl import URL

from pointsman.runtime.outbound.signature import Form, normalize, pairs, sign

TOKEN = "12345678901234567890123456789012"
VALIDATOR = RequestValidator(TOKEN)


@pytest.mark.parametrize(
    ("url", "parameters", "expected"),
    [
        (
            "https://example.test/assign?x=1",
            {
                "AccountSid": "AC0123456789abcdef0123456789abcdef",
                "Empty": "",
                "TaskAttributes": '{"type":"a b"}',
                "TaskSid": "WT0123456789abcdef0123456789abcdef",
                "Timestamp": "1700000000",
            },
            "dviO8RMGsxsKN3bfSKdfnij6d4w=",
        ),
        ("https://example.test/get?a=1&b=2", {}, "Fwpxq8vuo/9mM3uZJZuMej4yD+w="),
        ("https://example.test/u", {"n": "žluť 世界"}, "W8+Uu6abasOkB1SmTuSOcTdU1xc="),
        (
            "https://example.test/u",
            {"a": "x", "b": ["2", "1", "2"]},
            "JkrVrzX0JfcE01k02ZYb7G1bStg=",
        ),
    ],
)
def test_known_signatures(url: str, parameters: Form, expected: str) -> None:
    """The reference's vectors that a form POST can have."""
    assert expected == sign(TOKEN, url, parameters)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://app.test", "http://app.test/"),
        ("http://app.test?a=b", "http://app.test/?a=b"),
        ("HTTP://APP.test/Path", "http://app.test/Path"),
        ("http://app.test:80/x", "http://app.test/x"),
        ("https://app.test:443/x", "https://app.test/x"),
        ("https://app.test:80/x", "https://app.test:80/x"),
        ("http://app.test:8080/x?y=z", "http://app.test:8080/x?y=z"),
        ("https://app.test/x#rc=3&rp=all", "https://app.test/x"),
        ("https://app.test/é?ž=世", "https://app.test/%C3%A9?%C5%BE=%E4%B8%96"),
        ("https://app.test/a%20b?c=d%26e", "https://app.test/a%20b?c=d%26e"),
        ("https://app.test/it's?it's", "https://app.test/it's?it%27s"),
        ("https://žluť.test/", "https://xn--lu-yta1h.test/"),
        ("https://user:word@app.test/", "https://user:word@app.test/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://[::1]:80", "http://[::1]/"),
    ],
)
def test_normalized_addresses(url: str, expected: str) -> None:
    """With a path, without a default port or fragment, in ASCII; once is enough."""
    assert expected == normalize(url)
    assert expected == normalize(expected)


URLS = [
    "http://app.test",
    "http://app.test:80/assign",
    "https://app.test:443/assign?a=b&c=d",
    "http://app.test:8080/assign?x=1",
    "https://app.test:8443",
    "https://app.test/é?ž=世#rc=1",
    "https://user:word@app.test/x",
    "https://žluť.test/",
]


@pytest.mark.parametrize("url", URLS)
def test_twilios_library_accepts_it(url: str) -> None:
    """A receiver that rebuilds the address from what was requested finds the signature right."""
    address = normalize(url)
    parameters = {
        "TaskAttributes": '{"name":"žluť 世界"}',
        "Empty": "",
        "b": "2",
        "a": "x",
        "A": "1",
    }
    signed = sign(TOKEN, address, parameters)
    assert VALIDATOR.validate(address, parameters, signed)
    assert not VALIDATOR.validate(address, parameters | {"a": "y"}, signed)
    assert not VALIDATOR.validate(address + "x", parameters, signed)
    assert not RequestValidator("another").validate(address, parameters, signed)


@pytest.mark.parametrize("url", URLS)
def test_what_is_signed_is_what_is_requested(url: str) -> None:
    """The HTTP client does not change the address again."""
    assert normalize(url) == str(URL(normalize(url)))


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=6))
def test_any_parameters(parameters: dict[str, str]) -> None:
    """Whatever the application stored in attributes, its signature is Twilio's."""
    url = "https://app.test/assign"
    assert VALIDATOR.compute_signature(url, parameters) == sign(TOKEN, url, parameters)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8),
        st.text(max_size=8) | st.lists(st.text(max_size=4), min_size=1, max_size=4),
        max_size=4,
    )
)
def test_any_repetition(parameters: Form) -> None:
    """Repeated parameters are signed as the library reads them from a form."""
    url = "https://app.test/assign"
    received = MultiDict(pairs(parameters))
    assert VALIDATOR.validate(url, received, sign(TOKEN, url, parameters))


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_path(path: str) -> None:
    """However odd the path, it is normal once it is normalized, and keeps its host."""
    try:
        address = normalize(f"https://app.test/{path}")
    except ValueError:
        return
    assert address == normalize(address)
    assert address.isascii()
    assert "app.test" == urlsplit(address).hostname
