"""Who works in the demonstration, and who asks."""

from collections import Counter

from pointsman.demo import people, plan
from pointsman.demo.chance import Chance
from pointsman.demo.day import FEWEST_WORKERS, MOST_WORKERS


def test_workers_are_found_again() -> None:
    """A number is always the same worker, and no two have the same name."""
    agents = [people.agent(number) for number in range(MOST_WORKERS)]
    assert agents == [people.agent(number) for number in range(MOST_WORKERS)]
    assert MOST_WORKERS == len({agent.name for agent in agents})


def test_the_fewest_workers_can_do_everything() -> None:
    """However few there are: each topic, each language and each channel has somebody."""
    agents = [people.agent(number) for number in range(FEWEST_WORKERS)]
    assert set(people.TOPICS) == {skill for a in agents for skill in a.attributes["skills"]}
    assert set(people.LANGUAGES) == {tongue for a in agents for tongue in a.attributes["languages"]}
    served = {channel for a in agents for channel, capacity in a.capacities.items() if capacity}
    assert set(plan.TASK_CHANNELS) == served
    assert any(agent.attributes["level"] >= 4 for agent in agents)


def test_customers_come_as_often_as_is_said() -> None:
    """Each channel and topic about as often as its weight."""
    chance = Chance(1)
    contacts = [people.contact(chance) for _ in range(5_000)]
    for weights, counts in (
        (people.CHANNELS, Counter(contact.channel for contact in contacts)),
        (people.TOPICS, Counter(contact.attributes["topic"] for contact in contacts)),
    ):
        for option, weight in weights.items():
            assert abs(counts[option] / len(contacts) - weight) < 0.03


def test_one_seed_one_crowd() -> None:
    """The same customers come with the same seed, others with another."""
    ones, same, others = (
        [people.contact(chance) for _ in range(20)] for chance in map(Chance, ("a", "a", "b"))
    )
    assert ones == same
    assert ones != others
