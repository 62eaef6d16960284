"""Grams of one thing in one place, with how many of them were counted already."""

import dataclasses

BATTERY_MATERIALS = {"cells", "modules", "battery_scrap", "electrode_scrap"}


@dataclasses.dataclass
class Grams:
    """`spent` of the mass counted as utilised (or was added new), `seen` as received."""

    mass: int = 0
    spent: int = 0
    seen: int = 0

    def set_mass(self, mass):
        """A new weighing: what was counted stays counted, as far as the mass goes."""
        self.mass = mass
        self.spent = min(self.spent, mass)
        self.seen = min(self.seen, mass)

    def add(self, more):
        self.mass += more.mass
        self.spent += more.spent
        self.seen += more.seen

    def take(self, mass):
        """A part takes its share, rounded down; the last part takes the rest."""
        whole = max(self.mass, 1)
        part = Grams(mass, self.spent * mass // whole, self.seen * mass // whole)
        self.mass -= part.mass
        self.spent -= part.spent
        self.seen -= part.seen
        return part


@dataclasses.dataclass
class Unit:
    origin: str
    place: tuple
    grams: Grams


class Lot:
    """Its grams by place: ("stock", operator), ("transit", from, to, slip), ("missing", operator),
    ("second_life",)."""

    def __init__(self, material, origin):
        self.material = material
        self.origin = origin if material in BATTERY_MATERIALS else None
        self.places = {}

    def is_battery(self):
        return self.material in BATTERY_MATERIALS

    def at(self, place):
        return self.places.setdefault(place, Grams())

    def put(self, place, grams):
        self.at(place).add(grams)


def share_out(total, masses):
    """`total` over `masses` by mass, rounded down; the heaviest (first of them) takes the rest."""
    whole = sum(masses)
    if whole == 0:
        return [0 for _ in masses]
    shares = [total * mass // whole for mass in masses]
    shares[masses.index(max(masses))] += total - sum(shares)
    return [min(share, mass) for share, mass in zip(shares, masses)]
