"""Reading a request's body: so much, and so slowly, and no more."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from pointsman.core import errors

WITHIN_S = 30.0
"""How long a body may take to arrive."""


async def read(request: Request, limit: int) -> bytes:
    """The body, of at most ``limit`` bytes."""
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise errors.TooLarge(f"The body is larger than {limit} bytes")
    except TimeoutError:
        raise errors.TooSlow(f"The body took longer than {WITHIN_S:g} seconds") from None
    except ClientDisconnect:
        raise errors.Invalid("The request ended before its body did") from None
    return bytes(body)
