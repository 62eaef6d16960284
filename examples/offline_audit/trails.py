"""Which trails an event is by or about, and where each was last (docs/format.md, "Trail")."""

OPERATOR_MEMBERS = ("operator", "subject", "to", "from", "holder")
THING_LISTS = ("items", "inputs", "units", "lots", "outputs")


def operators(event):
    return {event[member] for member in OPERATOR_MEMBERS if member in event}


def things(event):
    """Units and lots as the event writes them."""
    for member in ("unit", "lot"):
        if member in event:
            yield event[member]
    for member in THING_LISTS:
        for thing in event.get(member, []):
            if isinstance(thing, str):
                yield thing
            else:
                yield thing["unit"] if "unit" in thing else thing["lot"]


class Trails:
    """The last entry of every trail. A unit's trail has the first code recorded for it."""

    def __init__(self):
        self._last = {}
        self._first_code = {}

    def id_of(self, code):
        return self._first_code.get(code, code)

    def expected(self, event):
        """The `trail` value an entry with this event must have now."""
        ids = operators(event) | {self.id_of(code) for code in things(event)}
        return [{"id": name, "prev": self._last.get(name, -1)}
                for name in sorted(ids, key=str.encode)]

    def take(self, index, event, trail):
        for link in trail:
            self._last[link["id"]] = index
        if event["type"] == "identify":
            unit = self.id_of(event["unit"])
            for member in ("code", "main"):
                if member in event:
                    self._first_code.setdefault(event[member], unit)
