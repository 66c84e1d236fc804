"""The agent herself: what she and others change of her, and how her application counts."""

import json

import pytest
from tests.worker_sdk.agent import Refused, pick


def test_ready(centre, log_in) -> None:
    """An application that is ready has read who she is, the activities and her channels."""
    alice = log_in(centre, centre.alice)
    shown = alice.itself()
    assert (centre.alice, "Alice") == pick(shown, "sid", "name")
    assert {"languages": ["en", "es"]} == shown["attributes"]
    assert ("Available", True) == pick(shown["activity"], "name", "available")
    activities = {one["name"]: sid for sid, one in alice.activities.items()}
    assert centre.activities == activities
    unique_names = {channel.unique_name for channel in centre.workspace.task_channels.list()}
    assert unique_names == set(alice.channels)


def test_she_changes_her_activity(centre, log_in) -> None:
    """To one that takes no work, with what was offered to her, and back."""
    alice = log_in(centre, centre.alice)
    centre.create_task()
    offered = alice.hear("reservationCreated")
    away = alice.activity(centre.activities["Unavailable"])
    away.setAsCurrent({"rejectPendingReservations": True})
    assert "rejected" == alice.hear("reservation.rejected", sid=offered["sid"])["status"]
    moved = alice.hear("activityUpdated")
    assert ("Unavailable", False) == (moved["activity"]["name"], moved["available"])
    assert "Unavailable" == centre.activity_of(centre.alice)
    alice.activity(centre.activities["Available"]).setAsCurrent()
    assert "Available" == alice.hear("activityUpdated")["activity"]["name"]


def test_she_connects_to_an_activity(centre, log_in) -> None:
    """The activity that her application wishes to begin with."""
    centre.move(centre.alice, "Offline")
    alice = log_in(centre, centre.alice, connectActivitySid=centre.activities["Available"])
    assert "Available" == alice.hear("activityUpdated")["activity"]["name"]
    assert "Available" == centre.activity_of(centre.alice)


def test_others_change_her(centre, log_in) -> None:
    """Activity, attributes, capacity and availability: she is told of each."""
    alice = log_in(centre, centre.alice)
    centre.move(centre.alice, "Offline")
    assert "Offline" == alice.hear("activityUpdated")["activity"]["name"]
    worker = centre.workspace.workers(centre.alice)
    worker.update(attributes=json.dumps({"languages": ["eo"]}))
    attributes = {"languages": ["eo"]}
    alice.hear("attributesUpdated", attributes=attributes)
    worker.worker_channels("chat").update(capacity=3)
    changed = alice.hear("channel.capacityUpdated")
    assert ("chat", 3) == pick(changed, "taskChannelUniqueName", "capacity")
    worker.worker_channels("chat").update(available=False)
    changed = alice.hear("channel.availabilityUpdated")
    assert ("chat", False) == pick(changed, "taskChannelUniqueName", "available")


def test_she_changes_her_attributes(centre, log_in) -> None:
    """What she sets is what the server has, and her other applications are told of."""
    first, second = log_in(centre, centre.alice), log_in(centre, centre.alice)
    attributes = {"languages": ["en"], "desk": {"floor": 3}}
    assert attributes == first.itself.setAttributes(attributes)["attributes"]
    second.hear("attributesUpdated", attributes=attributes)
    assert attributes == json.loads(centre.workspace.workers(centre.alice).fetch().attributes)


def test_an_activity_that_is_new(centre, log_in) -> None:
    """It would break an application that does not know it, which is let read everything again."""
    alice = log_in(centre, centre.alice)
    created = centre.workspace.activities.create("At lunch", available=False)
    centre.workspace.workers(centre.alice).update(activity_sid=created.sid)
    alice.hear("disconnected")
    again = alice.hear("ready")
    assert "At lunch" == again["activity"]["name"]
    centre.move(centre.alice, "Available")
    assert "Available" == alice.hear("activityUpdated")["activity"]["name"]


def test_a_channel_that_is_new(centre, log_in) -> None:
    """The same for a kind of work that came up after the application started."""
    alice = log_in(centre, centre.alice)
    centre.workspace.task_channels.create(friendly_name="Post", unique_name="post")
    centre.workspace.workers(centre.alice).worker_channels("post").update(capacity=2)
    alice.hear("ready")
    assert 2 == alice.channels["post"]["capacity"]
    centre.workspace.workers(centre.alice).worker_channels("post").update(capacity=4)
    assert 4 == alice.hear("channel.capacityUpdated")["capacity"]


# 0.8.5 does not check versions yet.
CHECKS_VERSIONS = pytest.mark.parametrize("sdk", ["taskrouter-2"], ids=["2.1.1"])


@CHECKS_VERSIONS
@pytest.mark.parametrize("multi_tasking", [True, False], ids=["multi", "single"])
def test_the_application_keeps_count_of_versions(open_call_centre, log_in, multi_tasking) -> None:
    """Whatever happens to her and her tasks, what she does next is not taken for stale."""
    centre = open_call_centre(multi_tasking=multi_tasking)
    alice = log_in(centre, centre.alice, enableVersionCheck=True)
    worker = centre.workspace.workers(centre.alice)
    ready = centre.activities["Available" if multi_tasking else "Idle"]
    for number in range(2):
        centre.create_task()
        offered = alice.hear("reservationCreated")
        alice.reservation(offered).accept()
        alice.hear("reservation.accepted")
        alice.task(offered).setAttributes({"selected_language": "es", "number": number})
        alice.itself.setAttributes({"languages": ["en", "es"], "number": number})
        worker.worker_channels("default").update(capacity=number + 2)
        alice.hear("channel.capacityUpdated")
        worker.worker_channels("default").update(available=False)
        alice.hear("channel.availabilityUpdated")
        worker.worker_channels("default").update(available=True)
        alice.hear("channel.availabilityUpdated")
        alice.reservation(offered).wrap()
        alice.hear("reservation.wrapup")
        alice.reservation(offered).complete()
        alice.hear("reservation.completed")
        alice.activity(centre.activities["Offline"]).setAsCurrent()
        alice.hear("activityUpdated", name="Alice")
        alice.itself.setAttributes({"languages": ["en", "es"], "number": -number})
        alice.activity(ready).setAsCurrent()
    assert alice.itself()["version"] == alice.itself.fetchLatestVersion()["version"]


@CHECKS_VERSIONS
def test_what_is_stale_is_refused(centre, log_in) -> None:
    """What her application has not heard of is not overwritten before she has looked at it."""
    alice = log_in(centre, centre.alice, enableVersionCheck=True)
    # TaskRouter has no event for a new name.
    centre.workspace.workers(centre.alice).update(friendly_name="Alicia")
    with pytest.raises(Refused, match="status code 412") as refused:
        alice.itself.setAttributes({"languages": ["eo"]})
    assert "REQUEST_INVALID" == refused.value.name
    assert "Alicia" == alice.itself.fetchLatestVersion()["name"]
    alice.itself.setAttributes({"languages": ["eo"]})
