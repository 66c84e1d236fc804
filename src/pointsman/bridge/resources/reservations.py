"""``Workspaces/{WS}/Workers/{WK}/Reservations``, and the one that is supervised."""

from pointsman.bridge import pages, shapes
from pointsman.bridge.call import Call, Payload, Shown
from pointsman.core import commands, questions
from pointsman.core.notices import HeldReservation
from pointsman.runtime.ports import BY_POSITION


async def list_page(call: Call) -> Payload:
    """The worker's open reservations, with their tasks: ``Active`` is all that the SDK asks for."""
    asked = pages.parse(call.parameters)
    held: questions.Held = await call.ask(questions.ListHeld(worker_sid=call.path["worker_sid"]))
    left = _after(asked, held)
    shown = left[: asked.page_size]
    following = None
    if len(left) > len(shown):
        following = pages.token_of(shown[-1].reservation.record, BY_POSITION)
    call.shown = Shown(
        what="reservations",
        sids=[one.reservation.record.sid for one in shown],
        is_last=following is None,
        position=held.position,
    )
    return pages.envelope([shapes.held_reservation(call.scene, one) for one in shown], following)


def _after(asked: pages.Asked, held: questions.Held) -> list[HeldReservation]:
    if not asked.after_sid:
        return held.reservations
    sid, place = pages.parse_token("AfterSid", asked.after_sid)
    records = [one.reservation.record for one in held.reservations]
    after = place[0] if place else next((r.position for r in records if r.sid == sid), 0)
    return [one for one in held.reservations if one.reservation.record.position > after]


async def fetch(call: Call) -> Payload:
    question = questions.FindHeld(worker_sid=call.path["worker_sid"], sid=call.path["sid"])
    held: HeldReservation = await call.ask(question)
    return shapes.held_reservation(call.scene, held)


async def update(call: Call) -> Payload:
    """Answer an offer, or move an accepted one on, under its worker or under its task."""
    if (chosen := call.parameters.get("DequeueStatusCallbackEvents")) is not None:
        # The SDK has another name for it than the REST API.
        call.parameters = {**call.parameters, "DequeueStatusCallbackEvent": chosen}
    command = call.read(
        commands.UpdateReservation,
        sid=call.path["sid"],
        worker_sid=call.path.get("worker_sid"),
        task_sid=call.path.get("task_sid"),
        if_match=call.if_match,
    )
    return shapes.reservation(call.scene, await call.submit(command))
