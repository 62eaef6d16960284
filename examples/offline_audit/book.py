"""The state that the figures are counted from: units, lots, roles, and the sums so far."""

import collections
import datetime

from encoding import EPOCH, read_event_time

HEADLINE_ORIGIN = "vehicle"
UTC_OFFSET_S = 8 * 3600
RECEIVING_ROLES = {"recycler", "repurposer"}


def local_year(at):
    return (EPOCH + datetime.timedelta(seconds=read_event_time(at) + UTC_OFFSET_S)).year


class Book:
    """What every event type shares."""

    def __init__(self, year):
        self._year = year
        self._counts_now = False
        self._sums = collections.Counter()
        self._units = {}
        self._lots = {}
        self._first_code = {}
        self._whole_of = {}
        self._roles = {}
        self._received_first = {}

    def _count(self, figure, origin, grams):
        if self._counts_now and origin == HEADLINE_ORIGIN:
            self._sums[figure] += grams

    def _unit(self, code):
        return self._units.get(self._first_code.get(code, code))

    @staticmethod
    def _is_weighed(event):
        return event["mass_basis"] == "weighed"

    def _name(self, item):
        """One name for a thing, whichever of its codes the event uses."""
        return item["lot"] if "lot" in item else self._first_code.get(item["unit"], item["unit"])

    def _comes_in(self, operator, origin, grams):
        """Battery mass reaches a stock, or is used: for the first time by one who treats?"""
        if self._treats(operator):
            unseen = grams.unseen()
            self._count("received", origin, unseen)
            grams.seen += unseen

    def _treats(self, operator):
        return bool(RECEIVING_ROLES & self._roles.get(operator, set()))

    def _arrive(self, operator, lot, grams):
        if lot.is_battery():
            self._comes_in(operator, lot.origin, grams)
        lot.put(("stock", operator), grams)

    def _leaves(self, operator, item):
        """Takes an item out of an operator's stock: (origin, grams, thing), origin None when it
        is no battery mass."""
        if "unit" in item:
            unit = self._unit(item["unit"])
            return unit.origin, unit.grams, unit
        lot = self._lots[item["lot"]]
        grams = lot.at(("stock", operator)).take(item["mass_g"])
        return (lot.origin if lot.is_battery() else None), grams, lot
