"""The clock that moves when told."""

from pointsman.runtime.clock import START, ManualClock


def test_time_stands_still() -> None:
    """It is what it was until somebody moves it, either way."""
    clock = ManualClock()
    assert [START, START] == [clock.now(), clock.now()]
    clock.advance(1.5)
    assert START + 1_500 == clock.now()
    clock.advance(-2)
    assert START - 500 == clock.now()
    assert 7 == ManualClock(now=7).now()


def test_stamps_repeat_with_their_seed() -> None:
    """Two clocks of one seed give the same stamps, those of another give others; none repeats."""
    first, same, other = ManualClock(seed=1), ManualClock(seed=1), ManualClock(seed=2)
    stamps = [first.stamp() for _ in range(100)]
    assert stamps == [same.stamp() for _ in range(100)]
    seeds = {stamp.seed for stamp in stamps}
    assert 100 == len(seeds)
    assert not seeds & {other.stamp().seed for _ in range(100)}
    assert {START} == {stamp.now for stamp in stamps}
    first.advance(1)
    assert START + 1_000 == first.stamp().now


def test_calls_come_in_the_order_of_their_instants() -> None:
    """What falls due on the way is called, earliest first, and in the order of asking if equal."""
    clock, called = ManualClock(), []
    for name, instant in (("c", 3), ("a", 1), ("b1", 2), ("b2", 2), ("d", 4)):
        clock.call_at(START + instant, lambda name=name: called.append(name))
    clock.advance(0.003)
    assert ["a", "b1", "b2", "c"] == called
    clock.advance(0.001)
    assert ["a", "b1", "b2", "c", "d"] == called


def test_what_is_past_is_due_with_the_next_move() -> None:
    """An instant that has been is called at once when time is asked to move, even by nothing."""
    clock, called = ManualClock(), []
    clock.call_at(START - 1, lambda: called.append(1))
    assert [] == called
    clock.advance(0)
    assert [1] == called
    clock.advance(1)
    assert [1] == called


def test_a_canceled_call_does_not_come() -> None:
    """A timer can be taken back, before and by another call."""
    clock, called = ManualClock(), []
    clock.call_at(START + 1, lambda: called.append("a")).cancel()
    late = clock.call_at(START + 3, lambda: called.append("c"))
    clock.call_at(START + 2, late.cancel)
    clock.advance(1)
    assert [] == called


def test_a_call_may_ask_for_another() -> None:
    """What a call asks for within the move is called within the move."""
    clock, called = ManualClock(), []

    def again() -> None:
        called.append(clock.now())
        if len(called) < 3:
            clock.call_at(clock.now(), again)

    clock.call_at(START + 1, again)
    clock.advance(0.001)
    assert [START + 1] * 3 == called


def test_equal_instants_after_one_has_fired() -> None:
    """Timers of the same instant keep their order however many have fired before."""
    clock, called = ManualClock(), []
    clock.call_at(START + 1, lambda: called.append("a"))
    clock.call_at(START + 5, lambda: called.append("b"))
    clock.advance(0.001)
    clock.call_at(START + 5, lambda: called.append("c"))
    clock.advance(0.004)
    assert ["a", "b", "c"] == called


def test_a_step_goes_to_the_next_call() -> None:
    """One step makes the calls of one instant, and tells how many; the last goes to the end."""
    clock, called = ManualClock(), []
    for instant in (1, 3, 3, 7):
        clock.call_at(START + instant, lambda: called.append(clock.now() - START))
    clock.call_at(START + 2, lambda: called.append("canceled")).cancel()
    steps = []
    while clock.now() < START + 5:
        steps.append((clock.step(START + 5), clock.now() - START))
    assert [(1, 1), (2, 3), (0, 5)] == steps
    assert [1, 3, 3] == called


def test_reset_goes_back_to_the_start() -> None:
    """Time and stamps begin anew; a call that somebody waits for is not forgotten."""
    clock, called = ManualClock(now=START + 5, seed="s"), []
    first = clock.stamp()
    clock.advance(60)
    clock.call_at(START + 7, lambda: called.append(clock.now()))
    clock.reset()
    assert first == clock.stamp()
    assert START + 5 == clock.now()
    clock.advance(60)
    assert 1 == len(called)
