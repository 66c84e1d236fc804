"""``…/Webhooks``: what was sent to the outside and what came of it, the newest first."""

import msgspec

from pointsman.api import shapes
from pointsman.api.answers import Answered, Created, Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListWebhooks
from pointsman.api.resources.events import NEWEST_FIRST
from pointsman.core.views import WebhookView


class Redriving(msgspec.Struct, frozen=True, kw_only=True):
    """What is being sent again."""

    workspace_sid: str
    has_begun: bool
    """False when it was going on already."""


async def list_page(call: Call, query: ListWebhooks) -> Listing[shapes.Webhook]:
    where = given(
        kind=query.kind,
        outcome=query.outcome,
        event_type=query.event_type,
        event_sid=query.event_sid,
        reservation_sid=query.reservation_sid,
        task_sid=query.task_sid,
    )
    return await call.list_page(WebhookView, shapes.Webhook, where, NEWEST_FIRST)


async def fetch(call: Call) -> Ok[shapes.Webhook]:
    return call.ok(await call.find(WebhookView, sid=call.path["sid"]))


async def replay(call: Call) -> Created[shapes.Webhook]:
    """Send the same again, now; no instruction in the answer is followed."""
    former = await call.find(WebhookView, sid=call.path["sid"])
    sent = await call.services.redelivery.replay(call.account.sid, former.record)
    return call.created(WebhookView(record=sent))


async def redrive(call: Call) -> Answered[Redriving]:
    """Send all events that were laid aside, in order, until one is not taken."""
    await call.check_owner()
    has_begun = call.services.redelivery.redrive(call.account.sid, call.workspace_sid)
    return Answered(Redriving(workspace_sid=call.workspace_sid, has_begun=has_begun))
