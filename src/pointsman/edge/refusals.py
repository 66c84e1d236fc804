"""A refusal on the wire: TaskRouter's error body. The one place that writes it."""

import msgspec
from starlette.responses import Response

from pointsman.core import errors

MORE_INFO = "https://www.twilio.com/docs/errors/"


class MethodNotAllowed(errors.Refusal):
    """The path exists, the method does not."""

    status = 405
    code = 20004


class Broken(errors.Refusal):
    """The server failed. Always a bug."""

    status = 500
    code = 20500


def describe(refusal: errors.Refusal, path: str) -> dict[str, str | int]:
    """The body that refuses a request for ``path``."""
    message = str(refusal)
    if isinstance(refusal, errors.NotFound):
        message = f"The requested resource {path.removeprefix('/v1')} was not found"
    return {
        "code": refusal.code,
        "message": message,
        "more_info": f"{MORE_INFO}{refusal.code}",
        "status": refusal.status,
    }


def render(refusal: errors.Refusal, path: str, *, challenges: bool = True) -> Response:
    """The answer that refuses a request for ``path``.

    A browser that is challenged asks its user for a name and a password.
    """
    body = describe(refusal, path)
    headers = {}
    if isinstance(refusal, errors.Unauthorized):
        body["detail"] = "Your AccountSid or AuthToken was incorrect."
        if challenges:
            headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    if isinstance(refusal, errors.Unavailable):
        headers["Retry-After"] = "1"
    return Response(
        msgspec.json.encode(body), refusal.status, headers, media_type="application/json"
    )
