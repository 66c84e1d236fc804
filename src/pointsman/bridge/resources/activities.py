"""``Workspaces/{WS}/Activities``"""

from pointsman.bridge import pages, shapes
from pointsman.bridge.call import Call, Payload, Shown
from pointsman.core.views import ActivityView


async def list_page(call: Call) -> Payload:
    rows, following = await call.list_page(ActivityView, {})
    call.shown = Shown(
        what="activities", sids=[row.record.sid for row in rows], is_last=following is None
    )
    return pages.envelope([shapes.activity(call.scene, row) for row in rows], following)
