"""``…/Attributes`` and ``…/Expressions``: what helps somebody who writes an expression."""

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.core import vocabulary


async def list_attributes(call: Call) -> Answered[vocabulary.Vocabulary]:
    """Which attributes the workers have, and which values."""
    return await call.ask(vocabulary.ListAttributes())
