"""What follows from settings."""

import inspect

import pytest

from pointsman import serving
from pointsman.config import Config, Misconfigured

DEFAULTS = {
    name: value.default for name, value in inspect.signature(serving.serve).parameters.items()
}


def config(**given) -> Config:
    seconds = ("task_retention", "assigned_limit", "event_retry_limit", "disconnect_grace")
    fields = {f"{name}_s" if name in seconds else name: value for name, value in DEFAULTS.items()}
    return Config(**fields | given)


@pytest.mark.parametrize(
    ("host", "is_reached"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("router.test", False),
    ],
)
def test_private_addresses(host: str, is_reached: bool) -> None:
    """Callbacks go to private addresses when only this machine can ask for them, or as is said."""
    assert is_reached == config(host=host).reaches_private_addresses
    for said in (True, False):
        given = config(host=host, allow_private_addresses=said)
        assert said == given.reaches_private_addresses


@pytest.mark.parametrize("url", ["phones.test", "ftp://phones.test/", "http://", "http://a b/"])
def test_a_voice_url_is_an_address(url: str) -> None:
    """What is none is told before the server starts."""
    with pytest.raises(Misconfigured, match="--voice-url"):
        config(voice_url=url)
    assert config(voice_url="https://phones.test/voice#rc=2").voice_url is not None


@pytest.mark.parametrize("url", ["collector:4318", "grpc://collector:4317", "http://"])
def test_an_otlp_endpoint_is_an_address(url: str) -> None:
    """What is none is told before the server starts."""
    with pytest.raises(Misconfigured, match="--otlp-endpoint"):
        config(otlp_endpoint=url)
    assert config(otlp_endpoint="http://127.0.0.1:4318").otlp_endpoint is not None
