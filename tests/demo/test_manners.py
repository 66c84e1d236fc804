"""How people behave in the demonstration."""

from collections import Counter
from statistics import median

from pointsman.demo import manners, plan
from pointsman.demo.chance import Chance

CHANCE = Chance("manners")


def test_offers_get_every_reply() -> None:
    """Most are accepted; each of the others happens."""
    replies = Counter(manners.reply(CHANCE) for _ in range(2_000))
    assert set(manners.REPLIES) == set(replies)
    assert 0.85 < replies["accept"] / replies.total() < 0.96


def test_most_answer_before_the_offer_ends() -> None:
    """Otherwise hardly anybody would be connected."""
    for drawn in plan.WORKFLOWS:
        for channel in drawn.channels:
            answers = [manners.answer_s(CHANCE, channel) for _ in range(1_000)]
            late = sum(answer > drawn.reservation_timeout_s for answer in answers)
            assert late < 30


def test_a_conversation_takes_a_while() -> None:
    """Tens of seconds to minutes, and less than that to wrap it up; and what we do not know too."""
    for channel in (*plan.TASK_CHANNELS, "video"):
        talk_s = median(manners.talk_s(CHANCE, channel) for _ in range(500))
        assert 20 < talk_s < 120
    assert median(manners.wrap_s(CHANCE, "voice") for _ in range(500)) < 20


def test_some_hang_up_at_once() -> None:
    """Most wait longer than a minute for an answer to an e-mail, a few not even seconds."""
    waits = [manners.patience_s(CHANCE, "email") for _ in range(2_000)]
    assert median(waits) > 60
    assert 10 < sum(wait < 10 for wait in waits) < 100


def test_days_of_workers() -> None:
    """Who is away comes back, who works goes away some time, and all go home."""
    for activity in plan.ACTIVITIES:
        assert plan.OFFLINE == manners.next_activity(CHANCE, activity, is_on_duty=False)
        if activity != plan.AVAILABLE:
            assert plan.AVAILABLE == manners.next_activity(CHANCE, activity, is_on_duty=True)
    gone = {manners.next_activity(CHANCE, plan.AVAILABLE, is_on_duty=True) for _ in range(200)}
    assert {plan.BREAK, plan.LUNCH, plan.WRAP_UP} == gone
    stays = [manners.stay_s(CHANCE, plan.AVAILABLE) for _ in range(2_000)]
    assert abs(sum(stays) / len(stays) / manners.STAY_S - 1) < 0.2
