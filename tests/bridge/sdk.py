"""A model of what the worker SDK knows: from four calls, and from the events after them.

It does what the SDK does and breaks where the SDK breaks, which in Node ends the agent's program.
Events that come before it is ready are lost on it; here that is a fault of the server.
"""

import asyncio
import random
from typing import Any

from tests.bridge.application import Application
from tests.bridge.socket import Socket

ENDED = frozenset({"completed", "rejected", "timeout", "canceled", "rescinded"})
PAGE = {"PageSize": 1000}


class Sdk:
    """One session of the SDK, over one socket."""

    def __init__(self, application: Application, socket: Socket) -> None:
        self.application = application
        self.socket = socket
        self.heard = 0
        self.reads = 0
        self.is_ready = False
        self.version = 0
        self.worker: dict[str, Any] = {}
        self.activities: set[str] = set()
        self.channels: dict[str, Any] = {}
        self.reservations: dict[str, Any] = {}
        self.ended: set[str] = set()
        self.created: list[str] = []
        """The reservations that came by an event."""

    async def start(self, chance: random.Random, meanwhile: Any) -> None:
        """Make the calls, three of them in any order; ``meanwhile`` happens at every point."""
        await self.socket.until_told("init")
        await meanwhile()
        self.worker = await self.application.call("GET", "~")
        self.version = self.worker["version"]
        await meanwhile()
        reads = [self._read_activities, self._read_channels, self._read_reservations]
        chance.shuffle(reads)
        if chance.random() < 0.5:
            for read in reads:
                await read()
                await meanwhile()
        else:
            await asyncio.gather(*(read() for read in reads), meanwhile())

    def _note_read(self) -> None:
        """The SDK listens as soon as it has read all three."""
        self.reads += 1
        if self.reads == 3:
            assert ["init"] == self.socket.event_types, "it was told before it could hear"
            self.is_ready = True
            self.heard = 1

    async def _read_activities(self) -> None:
        page = await self.application.call("GET", "Activities", **PAGE)
        self.activities = {one["sid"] for one in page["contents"]}
        self._note_read()

    async def _read_channels(self) -> None:
        page = await self.application.call("GET", "~/WorkerChannels", **PAGE)
        self.channels = {one["sid"]: one for one in page["contents"]}
        self._note_read()

    async def _read_reservations(self) -> None:
        page = await self.application.call("GET", "~/Reservations", Active="true", **PAGE)
        self.reservations = {one["sid"]: one for one in page["contents"]}
        self._note_read()

    def hear_all(self) -> None:
        """Take in what has come by now."""
        if self.is_ready:
            told = self.socket.told
            for frame in told[self.heard :]:
                self._hear(frame["event_type"], frame["payload"])
            self.heard = len(told)

    def _hear(self, event_type: str, payload: Any) -> None:
        match event_type.split("."):
            case ["worker", "activity", "update"] | ["worker", "attributes", "update"]:
                assert payload["activity_sid"] in self.activities
                self.worker, self.version = payload, payload["version"]
            case ["worker", *_]:
                assert payload["sid"] in self.channels, "an unknown channel breaks the SDK"
                self.channels[payload["sid"]] = payload
                self.version += 1
            case ["reservation", "created"]:
                assert payload["sid"] not in self.reservations, "it was told twice"
                self.reservations[payload["sid"]] = payload
                self.created.append(payload["sid"])
                self.version += 1
            case ["reservation", verb]:
                known = payload["sid"] in self.reservations
                assert known or verb not in ("accepted", "wrapup"), "it breaks the SDK"
                assert known, f"{event_type} of what it was never told of"
                assert payload["sid"] not in self.ended, f"{event_type} after its end"
                self.reservations[payload["sid"]] = payload
                if payload["reservation_status"] in ENDED:
                    self.ended.add(payload["sid"])
            case ["task", verb] if not verb.startswith("transfer"):
                for held in self.reservations.values():
                    if held["task"]["sid"] == payload["sid"]:
                        held["task"] = payload

    @property
    def open_reservations(self) -> dict[str, Any]:
        return {
            sid: held["reservation_status"]
            for sid, held in self.reservations.items()
            if sid not in self.ended
        }

    async def check(self) -> None:
        """Whether it knows what there is. Nothing may happen meanwhile."""
        call = self.application.call
        present = await call("GET", "~")
        assert present["version"] == self.version
        assert {**present, "version": 0} == {**self.worker, "version": 0} | {
            # The SDK does not look at these when it is told of something else.
            name: present[name]
            for name in ("date_updated",)
        }
        channels = (await call("GET", "~/WorkerChannels", **PAGE))["contents"]
        for name in ("configured_capacity", "available"):
            assert {one["sid"]: one[name] for one in channels} == {
                sid: one[name] for sid, one in self.channels.items()
            }
        listed = (await call("GET", "~/Reservations", **PAGE))["contents"]
        assert {one["sid"]: one["reservation_status"] for one in listed} == self.open_reservations
        for one in listed:
            known = self.reservations[one["sid"]]
            for name in ("assignment_status", "attributes", "priority"):
                if name == "assignment_status" and known["task"][name] == "reserved":
                    continue  # an acceptance says so of the reservation, not of the task
                assert one["task"][name] == known["task"][name], name
