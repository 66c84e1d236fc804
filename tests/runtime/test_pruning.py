"""Old events go, young ones stay."""

from pointsman.core import commands, sids
from pointsman.core.rules import Rules
from pointsman.core.views import EventView
from pointsman.runtime import pruning
from pointsman.runtime.loop import Loop
from pointsman.runtime.ports import Outlets, Page
from pointsman.store import writes


async def test_events_go_when_their_time_is_over(store, clock, monkeypatch) -> None:
    """What is older goes, however much it is; what is not older stays."""
    monkeypatch.setattr(writes, "REMOVED_AT_ONCE", 3)
    workspace_sid = sids.mint(sids.WORKSPACE, b"pruning", 0)
    loop = Loop(workspace_sid, store, clock, Rules(), Outlets())
    await loop.load()
    account = {"account_sid": "AC" + "1" * 32, "friendly_name": "W"}
    loop.submit(commands.CreateWorkspace(sid=workspace_sid, **account))
    loop.stop()
    await loop.run()
    born = clock.now()
    events = await store.list_page(EventView, workspace_sid, {}, Page(size=100))
    assert 9 == len(events)
    later = events[5].record.event_date
    assert 5 == await pruning.prune(store, later, born)
    left = await store.list_page(EventView, workspace_sid, {}, Page(size=100))
    assert events[5:] == left
    assert 0 == await pruning.prune(store, born, born)
