"""How people behave: how long things take them, and what they do. In seconds of real people."""

from collections.abc import Mapping
from typing import Literal

from pointsman.demo.chance import Chance
from pointsman.demo.plan import AVAILABLE, BREAK, LUNCH, OFFLINE, UNAVAILABLE, WRAP_UP

Reply = Literal["accept", "reject", "reject and leave", "ignore"]

REPLIES: Mapping[Reply, float] = {
    "accept": 0.91,
    "reject": 0.035,
    "reject and leave": 0.015,
    "ignore": 0.04,
}

_Times = Mapping[str, tuple[float, float]]
"""A median and a spread for each channel or activity."""

_ANSWER: _Times = {"voice": (3.5, 0.4), "chat": (6.0, 0.4), "sms": (7.0, 0.4), "email": (8.0, 0.4)}
_TALK: _Times = {
    "voice": (40.0, 0.6),
    "chat": (60.0, 0.6),
    "sms": (35.0, 0.6),
    "email": (50.0, 0.6),
}
_WRAP: _Times = {"voice": (8.0, 0.5), "chat": (5.0, 0.5), "sms": (3.0, 0.5), "email": (3.0, 0.5)}
_PATIENCE: _Times = {
    "voice": (70.0, 0.8),
    "chat": (120.0, 0.8),
    "sms": (300.0, 0.6),
    "email": (600.0, 0.6),
}
_ABSENCE: _Times = {
    BREAK: (120.0, 0.3),
    LUNCH: (300.0, 0.2),
    WRAP_UP: (25.0, 0.5),
    UNAVAILABLE: (40.0, 0.5),
    OFFLINE: (60.0, 0.5),
}
_OTHER = (30.0, 0.5)
"""For channels and activities that somebody else has added."""

HASTY = 0.02
"""How many think better of it as soon as they have come."""
STAY_S = 900.0
"""How long somebody works until she goes away for a while, on average."""


def reply(chance: Chance) -> Reply:
    """What a worker does with an offer."""
    return chance.weighed(REPLIES)


def answer_s(chance: Chance, channel: str) -> float:
    return chance.around(*_ANSWER.get(channel, _OTHER))


def talk_s(chance: Chance, channel: str) -> float:
    return chance.around(*_TALK.get(channel, _OTHER))


def wrap_s(chance: Chance, channel: str) -> float:
    return chance.around(*_WRAP.get(channel, _OTHER))


def patience_s(chance: Chance, channel: str) -> float:
    """How long a customer waits before she hangs up."""
    if chance.happens(HASTY):
        return chance.around(2.0, 0.5)
    return chance.around(*_PATIENCE.get(channel, _OTHER))


def stay_s(chance: Chance, activity: str) -> float:
    """How long a worker stays in an activity."""
    if activity == AVAILABLE:
        return chance.gap_s(1 / STAY_S)
    return chance.around(*_ABSENCE.get(activity, _OTHER))


def settle_in_s(chance: Chance) -> float:
    """How long somebody needs who should be here and is not, or the other way round."""
    return chance.around(4.0, 0.7)


def next_activity(chance: Chance, activity: str, *, is_on_duty: bool) -> str:
    """What a worker does when she has been in an activity long enough."""
    if not is_on_duty:
        return OFFLINE
    if activity != AVAILABLE:
        return AVAILABLE
    return chance.weighed({BREAK: 0.6, LUNCH: 0.15, WRAP_UP: 0.25})
