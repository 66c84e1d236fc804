"""``…/Alerts``: what somebody should look at, the newest first."""

from msgspec import UNSET

from pointsman.api import shapes
from pointsman.api.answers import Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListAlerts
from pointsman.api.resources.events import NEWEST_FIRST
from pointsman.core.views import AlertView
from pointsman.runtime.ports import Between


async def list_page(call: Call, query: ListAlerts) -> Listing[shapes.Alert]:
    where = given(code=query.code, level=query.level)
    start, end = query.start_date, query.end_date
    if start is not UNSET or end is not UNSET:
        # Bounds are whole seconds and inclusive; alerts have milliseconds.
        where["date_created"] = Between(
            None if start is UNSET else start, None if end is UNSET else end // 1000 * 1000 + 999
        )
    return await call.list_page(AlertView, shapes.Alert, where, NEWEST_FIRST)


async def fetch(call: Call) -> Ok[shapes.Alert]:
    return call.ok(await call.find(AlertView, sid=call.path["sid"]))
