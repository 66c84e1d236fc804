"""How long tasks will wait: the model, its correction, and how right both were."""

import pytest

from pointsman.core.estimating import LEAST_MS, Calibration, Estimate, Estimator

NOTHING = Estimate(p50_ms=None, p90_ms=None, basis="none")


def serve_steadily(estimator: Estimator, count: int, every_ms: int = 60_000) -> int:
    """Five wait all the time, and one is taken every minute. Returns the present."""
    for number in range(5):
        estimator.enter(f"T{number}", 0, 0)
    now = 0
    for number in range(count):
        now += every_ms
        estimator.offer(f"T{number}", now)
        estimator.answer(f"T{number}", now + 2_000)
        estimator.enter(f"T{number + 5}", 0, now + 2_000)
    return now + 2_000


def test_nothing_is_known_at_first():
    """Without an answer there is nothing to go by."""
    estimator = Estimator()
    estimator.enter("T1", 0, 0)
    assert NOTHING == estimator.estimate(1, 5_000)
    assert Calibration(answered=0, within_p50=0, within_p90=0) == estimator.calibration
    assert estimator.promised("T1") is None


def test_a_place_further_back_waits_longer():
    """About a minute a place, and nine of ten is more than half; a queue that stops is seen."""
    estimator = Estimator()
    now = serve_steadily(estimator, 40)
    first, fifth = (estimator.estimate(position, now) for position in (1, 5))
    assert "model" == first.basis
    assert first.p50_ms < first.p90_ms
    assert 30_000 < first.p50_ms < 70_000
    assert 3.5 < fifth.p50_ms / first.p50_ms < 7
    later = estimator.estimate(1, now + 600_000)
    assert later.p50_ms > first.p50_ms


def test_regular_service_is_learnt():
    """Everybody waits five minutes: half a year of clockwork, and the promise is close to it."""
    estimator = Estimator()
    now = serve_steadily(estimator, 600)
    fifth = estimator.estimate(5, now)
    assert 290_000 < fifth.p90_ms < 330_000
    calibration = estimator.calibration
    assert calibration.within_p90 / calibration.answered > 0.85


def test_a_task_offered_at_once():
    """It waits only until the worker accepts."""
    estimator = Estimator()
    for number in range(50):
        at = number * 100_000
        estimator.enter(f"T{number}", 0, at)
        estimator.offer(f"T{number}", at)
        estimator.answer(f"T{number}", at + 4_000)
    estimator.enter("T", 0, 9_000_000)
    assert estimator.promised("T") is None
    estimator.offer("T", 9_000_001)
    promised = estimator.promised("T")
    assert "offered" == promised.basis
    assert 2_000 < promised.p90_ms < 8_000
    assert promised == estimator.estimate(0, 9_000_002)


def test_no_promise_is_nothing():
    """Machines accept in no time; still there is a least."""
    estimator = Estimator()
    for number in range(200):
        estimator.enter(f"T{number}", 0, number)
        estimator.offer(f"T{number}", number)
        estimator.answer(f"T{number}", number)
    assert 0 < estimator.estimate(0, 200).p90_ms <= LEAST_MS
    assert 199 == estimator.calibration.answered == estimator.calibration.within_p90


def test_priority_goes_first():
    """A more urgent task is promised what the first place is."""
    estimator = Estimator()
    now = serve_steadily(estimator, 40)
    urgent, last = estimator.estimate(1, now), estimator.estimate(7, now)
    estimator.enter("urgent", 5, now)
    estimator.enter("last", 0, now)
    assert urgent == estimator.promised("urgent")
    assert last == estimator.promised("last")


def test_an_offer_that_comes_to_nothing():
    """The task waits again, and only its acceptance counts."""
    estimator = Estimator()
    now = serve_steadily(estimator, 10)
    before = estimator.calibration.answered
    estimator.offer("T10", now)
    estimator.offer("T10", now)
    estimator.withdraw("T10", now + 1_000)
    estimator.withdraw("T10", now + 2_000)
    estimator.withdraw("T10", now + 3_000)
    assert before == estimator.calibration.answered
    estimator.offer("T10", now + 4_000)
    estimator.answer("T10", now + 5_000)
    assert before + 1 == estimator.calibration.answered


@pytest.mark.parametrize("happens", ["offer", "withdraw", "answer", "leave"])
def test_what_is_not_here_changes_nothing(happens):
    """A task from before the estimator is passed over."""
    estimator = Estimator()
    getattr(estimator, happens)("T", 5)
    assert NOTHING == estimator.estimate(0, 6)
    assert 0 == estimator.calibration.answered


def test_a_leaver_is_not_judged():
    """Who gives up is no answer."""
    estimator = Estimator()
    now = serve_steadily(estimator, 40)
    before = estimator.calibration
    estimator.leave("T42", now)
    estimator.answer("T42", now + 5)
    assert before == estimator.calibration
    assert estimator.promised("T42") is None
