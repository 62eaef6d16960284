"""A year's headline grams, counted afresh from the events: slow, obvious, no shared code.

Only what began in a vehicle is in the headline. A year is that of the event's `at` at +08:00.
Assumes that the events kept the rules: run it on entries that the audit found clean.
"""

from book import Book, local_year
from stock import BATTERY_MATERIALS, Grams, Lot, Unit, pass_on

SECOND_LIFE = ("second_life",)


class Figures(Book):
    """Feed it every event in order, then ask for the result."""

    def __init__(self, year):
        super().__init__(year)
        self._by_type = {
            "enroll": self._enroll, "retire": self._retire, "bring_in": self._bring_in,
            "identify": self._identify, "weigh": self._weigh, "dispatch": self._dispatch,
            "receive": self._receive, "dismantle": self._dismantle,
            "repurpose": self._repurpose, "process": self._process, "deliver": self._deliver,
            "dispose": self._dispose, "report_missing": self._report_missing}

    def take(self, event):
        act = self._by_type.get(event["type"])
        if act:
            self._counts_now = local_year(event["at"]) == self._year
            act(event)

    def result(self):
        sums = self._sums
        return {"retired_g": sums["retired"], "utilised_g": sums["net"],
                "gross_g": sums["treated"] + sums["second_life"],
                "second_life_g": sums["second_life"], "treated_g": sums["treated"],
                "received_g": sums["received"]}

    # One function an event type.

    def _enroll(self, event):
        self._roles[event["subject"]] = set(event["roles"])

    def _retire(self, event):
        operator = event["operator"]
        if "lot" in event:
            lot = self._lots.setdefault(event["lot"], Lot(event["material"], event["origin"]))
            self._count("retired", lot.origin, event["mass_g"])
            self._arrive(operator, lot, Grams(event["mass_g"]))
            return
        unit = self._unit(event["unit"])
        if unit is None:
            unit = Unit(event["origin"], ("in_service",), Grams(event["mass_g"]),
                        not self._is_weighed(event))
            self._units[event["unit"]] = unit
        if unit.place == ("in_service",):
            self._count("retired", unit.origin, unit.grams.mass)
        unit.place = ("stock", operator)
        self._comes_in(operator, unit.origin, unit.grams)

    def _bring_in(self, event):
        for item in event["items"]:
            mass = item["mass_g"]
            counted = mass if event["counted"] else 0
            grams = Grams(mass, counted, counted)
            if "unit" in item:
                self._bring_in_unit(event, item, grams)
                continue
            lot = self._lots.setdefault(item["lot"], Lot(item["material"], item.get("origin")))
            if event["place"] == "stock":
                self._arrive(event["operator"], lot, grams)
            else:
                lot.put(SECOND_LIFE, grams)

    def _bring_in_unit(self, event, item, grams):
        unit = self._unit(item["unit"])
        if unit is None:
            unit = self._units[item["unit"]] = Unit(item["origin"], SECOND_LIFE, grams,
                                                    not self._is_weighed(event))
        if event["counted"]:
            unit.guessed = False
            unit.grams.spent += unit.grams.unspent()
            unit.grams.seen += unit.grams.unseen()
        if event["place"] == "stock":
            unit.place = ("stock", event["operator"])
            self._comes_in(event["operator"], unit.origin, unit.grams)
        else:
            unit.place = SECOND_LIFE

    def _identify(self, event):
        first = self._first_code.get(event["unit"], event["unit"])
        for member in ("code", "main"):
            if member in event:
                self._first_code.setdefault(event[member], first)
        for part in event.get("parts", []):
            self._whole_of[part] = first

    def _weigh(self, event):
        for item in event["items"]:
            if "unit" in item:
                self._unit(item["unit"]).set_mass(item["mass_g"], self._is_weighed(event),
                                                  event["reason"] == "estimated_before")
            else:
                lot = self._lots[item["lot"]]
                lot.at(("stock", event["operator"])).set_mass(item["mass_g"])

    def _dispatch(self, event):
        road = ("transit", event["operator"], event["to"], event["transfer"])
        for item in event["items"]:
            claimed = self._received_first.pop((road, self._name(item)), None)
            if "unit" in item:
                if claimed is None:
                    self._unit(item["unit"]).place = road
                continue
            lot = self._lots[item["lot"]]
            stock = lot.at(("stock", event["operator"]))
            if claimed is None:
                lot.put(road, stock.take(item["mass_g"]))
            else:
                stock.set_mass(stock.mass + claimed - item["mass_g"])

    def _receive(self, event):
        road = ("transit", event["from"], event["operator"], event["transfer"])
        for item in event["items"]:
            if "unit" in item:
                self._receive_unit(event, item, road)
            else:
                self._receive_lot(event, item, road)

    def _receive_unit(self, event, item, road):
        unit = self._unit(item["unit"])
        if unit.place != road:
            self._received_first[road, self._name(item)] = item["received_g"]
        is_refused_first = unit.place != road and not item["accepted_g"]
        unit.set_mass(item["received_g"], self._is_weighed(event) and not is_refused_first)
        if item["accepted_g"]:
            unit.place = ("stock", event["operator"])
            self._comes_in(event["operator"], unit.origin, unit.grams)
        else:
            unit.place = ("stock", event["from"])

    def _receive_lot(self, event, item, road):
        lot = self._lots[item["lot"]]
        sent = lot.places.pop(road, None)
        if sent is None:
            self._claim_lot(event, item, road, lot)
            return
        sent.set_mass(item["received_g"])
        self._arrive(event["operator"], lot, sent.take(item["accepted_g"]))
        lot.put(("stock", event["from"]), sent)

    def _claim_lot(self, event, item, road, lot):
        """Received before it was dispatched: what was accepted is no longer the sender's to use.
        The dispatch, when it comes, gives it back with what was refused, and takes its own mass."""
        stock = lot.at(("stock", event["from"]))
        accepted = stock.take(min(item["accepted_g"], stock.mass))
        self._received_first[road, self._name(item)] = accepted.mass + item["refused_g"]
        accepted.set_mass(item["accepted_g"])
        self._arrive(event["operator"], lot, accepted)

    def _dismantle(self, event):
        self._transform(event, event["units"], event["lots"])

    def _repurpose(self, event):
        product = {"unit": event["unit"], "mass_g": event["mass_g"]}
        self._transform(event, [product], event["lots"])

    def _process(self, event):
        self._transform(event, [], event["outputs"])

    def _transform(self, event, new_units, new_lots):
        operator = event["operator"]
        unit_origins, origins, spent, seen = {}, set(), [], []
        for item in event["inputs"]:
            origin, grams, thing = self._leaves(operator, item)
            if origin is None:
                continue
            if isinstance(thing, Unit):
                unit_origins[self._name(item)] = origin
            origins.add(origin)
            self._comes_in(operator, origin, grams)
            self._count("treated", origin, grams.mass)
            self._count("net", origin, grams.unspent())
            spent.append((grams.mass, grams.spent))
            seen.append((grams.mass, grams.seen))
            if isinstance(thing, Unit):
                thing.place = ("consumed",)
        added = sum(item["mass_g"] for item in event.get("added", []))
        outputs = new_units + new_lots
        masses = [item["mass_g"] for item in outputs] + [event["loss_g"]]
        batteries = [mass if self._is_battery(item) else 0
                     for item, mass in zip(outputs, masses)] + [0]
        found = max(0, -event.get("weighing_g", 0))
        spent, spent_beyond = pass_on(spent + [(added, added)], found, masses, batteries)
        seen, seen_beyond = pass_on(seen + [(added, added)], found, masses, batteries)
        if self._treats(operator):
            seen = masses
        for i, item in enumerate(outputs):
            origin = self._origin_of(item, unit_origins, origins)
            grams = Grams(masses[i], spent[i] + spent_beyond[i], seen[i] + seen_beyond[i])
            self._produce(operator, item, origin, grams, spent[i])

    @staticmethod
    def _is_battery(item):
        return "unit" in item or item["material"] in BATTERY_MATERIALS

    def _origin_of(self, item, unit_origins, origins):
        """The parent's: an input that lives on is its own, a listed part has its whole, and a unit
        out of one unit has that. Else they are all one."""
        if "unit" in item:
            name = self._name(item)
            whole = self._whole_of.get(name, name)
            if whole in unit_origins:
                return unit_origins[whole]
        if "parent" in item:
            return unit_origins[self._name({"unit": item["parent"]})]
        if "unit" in item and len(unit_origins) == 1:
            return next(iter(unit_origins.values()))
        return next(iter(origins), None)

    def _produce(self, operator, item, origin, grams, spent_within):
        place = ("stock", operator)
        if "unit" in item:
            unit = self._unit(item["unit"])
            if unit is None:
                self._units[item["unit"]] = Unit(origin, place, grams)
            else:
                unit.place, unit.grams, unit.guessed = place, grams, False
        else:
            lot = self._lots.setdefault(item["lot"], Lot(item["material"], origin))
            origin = lot.origin
            lot.put(place, grams if lot.is_battery() else Grams(grams.mass))
            if not lot.is_battery():
                return
        self._count("treated", origin, -grams.mass)
        self._count("net", origin, -(grams.mass - spent_within))

    def _deliver(self, event):
        places = {"second_life": SECOND_LIFE, "reuse": ("in_service",),
                  "treatment_elsewhere": ("outside",)}
        place = places.get(event["purpose"], ("delivered",))
        for item in event["items"]:
            origin, grams, thing = self._leaves(event["operator"], item)
            if event["purpose"] == "second_life":
                self._comes_in(event["operator"], origin, grams)
                self._count("net", origin, grams.unspent())
                self._count("second_life", origin, grams.mass)
                grams.spent += grams.unspent()
                if isinstance(thing, Unit):
                    thing.guessed = False
            self._settle(thing, place, grams)

    def _dispose(self, event):
        for item in event["items"]:
            _, grams, thing = self._leaves(event["operator"], item)
            self._settle(thing, ("disposed",), grams)

    def _settle(self, thing, place, grams):
        if isinstance(thing, Unit):
            thing.place = place
        else:
            thing.put(place, grams)

    def _report_missing(self, event):
        operator = event["operator"]
        missing = ("missing", operator)
        for item in event["items"]:
            if "unit" in item:
                found = event["kind"] == "recovered"
                self._unit(item["unit"]).place = ("stock", operator) if found else missing
                continue
            lot = self._lots[item["lot"]]
            source = missing if event["kind"] == "recovered" else self._where(lot, operator, item)
            target = ("stock", operator) if event["kind"] == "recovered" else missing
            lot.put(target, lot.at(source).take(item["mass_g"]))

    @staticmethod
    def _where(lot, operator, item):
        """In stock, or else on the way from this operator."""
        stock = ("stock", operator)
        if lot.at(stock).mass >= item["mass_g"]:
            return stock
        roads = [place for place, grams in lot.places.items()
                 if place[:2] == ("transit", operator) and grams.mass >= item["mass_g"]]
        return roads[0] if roads else stock
