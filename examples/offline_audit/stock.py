"""Grams of one thing in one place, with how many of them were counted already."""

import dataclasses

BATTERY_MATERIALS = {"cells", "modules", "battery_scrap", "electrode_scrap"}


@dataclasses.dataclass
class Grams:
    """`spent` grams of it counted as utilised (or were added new), `seen` as received. Both outlive
    a scale: they may be more than `mass`."""

    mass: int = 0
    spent: int = 0
    seen: int = 0

    def set_mass(self, mass):
        """A new weighing makes no fresh gram: what was counted stays counted, what is found more is
        counted too. Nothing is left of nothing."""
        self.spent = max(self.spent, mass - self.unspent())
        self.seen = max(self.seen, mass - self.unseen())
        self.mass = mass
        if mass == 0:
            self.spent = self.seen = 0

    def unspent(self):
        return max(0, self.mass - self.spent)

    def unseen(self):
        return max(0, self.mass - self.seen)

    def add(self, more):
        self.mass += more.mass
        self.spent += more.spent
        self.seen += more.seen

    def take(self, mass):
        """A part takes its share, rounded down, at most its mass; the last part takes the rest."""
        if mass == self.mass:
            part = Grams(mass, self.spent, self.seen)
        else:
            part = Grams(mass, min(self.spent * mass // self.mass, mass),
                         min(self.seen * mass // self.mass, mass))
        self.mass -= part.mass
        self.spent -= part.spent
        self.seen -= part.seen
        return part


@dataclasses.dataclass
class Unit:
    origin: str
    place: tuple
    grams: Grams
    guessed: bool = False

    def set_mass(self, mass, is_weighed, ends_guess=True):
        """The first scale under a mass that was only estimated tells what was there; any other
        finds no fresh gram."""
        if self.guessed and is_weighed and ends_guess:
            self.grams.mass = mass
        else:
            self.grams.set_mass(mass)
        self.guessed = self.guessed and not is_weighed


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
    return shares


def pass_on(counted, found, masses, batteries):
    """Of the `counted` grams of (mass, counted) inputs, by output: those within its mass, and those
    beyond, which only battery mass takes over. `found` is what the step's scale found more."""
    within = sum(min(pair) for pair in counted)
    total = within + max(sum(grams for _, grams in counted) - within, found)
    within += found
    kept = [min(share, mass) for share, mass in zip(share_out(within, masses), masses)]
    return kept, share_out(total - sum(kept), batteries)
