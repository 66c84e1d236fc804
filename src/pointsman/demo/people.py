"""Who works in the demonstration, and who asks for help. Nobody here exists."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pointsman.demo.chance import Chance

FIRST_NAMES = """
Ada Amir Beatriz Caleb Chiara Dalia Dmitri Elif Emeka Fatima Felix Freya Goran Hana Hugo Imani Ines
Ivo Jonas Kavya Kofi Lena Leo Lucia Mads Maren Mateo Mira Nadia Nils Noor Oscar Paloma Petra Quentin
Rafael Rosa Samir Sofia Tomas Uma Viktor Wanda Xenia Yara Yusuf Zoe
""".split()

LAST_NAMES = """
Abara Almeida Bakker Bergström Castillo Conti Dvorak Eklund Ferreira Fontaine Gallo Haddad Ibarra
Jansen Kaplan Kowalski Lindqvist Marchetti Mensah Moreau Navarro Novak Okafor Osei Petrov Quiroga
Rahman Rossi Sandoval Silva Tanaka Umar Vance Weiss Yilmaz Zamora Zielinski
""".split()

LOCATIONS = ("Lisbon", "Rotterdam", "Krakow", "Accra", "Bogota", "home office")

TOPICS: Mapping[str, float] = {"support": 0.4, "sales": 0.25, "billing": 0.25, "returns": 0.1}
LANGUAGES: Mapping[str, float] = {"en": 0.85, "es": 0.15}
TIERS: Mapping[str, float] = {"standard": 0.72, "gold": 0.2, "vip": 0.08}
CHANNELS: Mapping[str, float] = {"voice": 0.45, "chat": 0.3, "sms": 0.15, "email": 0.1}

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "support": ("The router blinks red", "The app signs me out", "No sound since the update"),
    "sales": ("A quote for twenty seats", "Upgrading the plan", "Is there a trial?"),
    "billing": ("Charged twice in March", "A new card", "The invoice lacks our tax number"),
    "returns": ("The parcel came damaged", "Wrong size", "Where is my refund?"),
}

_Duty = tuple[tuple[str, int], ...]

DUTIES: Mapping[_Duty, float] = {
    (("voice", 1), ("chat", 0), ("sms", 0), ("email", 0)): 0.55,
    (("voice", 1), ("chat", 1), ("sms", 2), ("email", 1)): 0.25,
    (("voice", 0), ("chat", 3), ("sms", 4), ("email", 2)): 0.2,
}
"""How many tasks of a channel somebody has at once; telephones, a bit of everything, or writing."""


class Agent(msgspec.Struct, frozen=True):
    """Somebody who works here."""

    name: str
    attributes: dict[str, Any]
    capacities: dict[str, int]


class Contact(msgspec.Struct, frozen=True):
    """Somebody who asks for something."""

    channel: str
    priority: int
    attributes: dict[str, Any]


def agent(index: int) -> Agent:
    """The worker of that number: the same in every run, so that she is found again."""
    chance = Chance(f"agent {index}")
    turn = index // len(FIRST_NAMES)
    first = FIRST_NAMES[index % len(FIRST_NAMES)]
    # In each turn every first name gets another last name.
    last = LAST_NAMES[(index * 7 + turn) % len(LAST_NAMES)]
    skills = [topic for topic in TOPICS if chance.happens(0.25)]
    main = chance.weighed(TOPICS)
    duty: _Duty = chance.weighed(DUTIES)
    return Agent(
        name=f"{first} {last}",
        attributes={
            "skills": [main, *(topic for topic in skills if topic != main)],
            "languages": ["en", "es"] if chance.happens(0.35) else ["en"],
            "level": chance.weighed({1: 0.15, 2: 0.25, 3: 0.3, 4: 0.2, 5: 0.1}),
            "location": chance.one_of(LOCATIONS),
        },
        capacities=dict(duty),
    )


def contact(chance: Chance) -> Contact:
    """The next customer."""
    channel, topic, tier = (chance.weighed(each) for each in (CHANNELS, TOPICS, TIERS))
    name = f"{chance.one_of(FIRST_NAMES)} {chance.one_of(LAST_NAMES)}"
    return Contact(
        channel=channel,
        priority=5 if tier == "gold" else 0,
        attributes={
            "topic": topic,
            "subject": chance.one_of(SUBJECTS[topic]),
            "language": chance.weighed(LANGUAGES),
            "channel": channel,
            "customer": {"name": name, "tier": tier},
        },
    )
