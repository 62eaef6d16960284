"""Small ledgers whose hashes, links and checkpoint all fit, and which yet break one rule.

Only a verifier that checks the rule itself finds them. The first two break none.
"""

import story
from chain import canonical, checkpoint, sha256
from signing import Signer, test_seed

SECOND_KEY = story.COLLECTOR + "/second"
UNIT_CODE = "000PE000000000A1A0000002"
OTHER_CODE = "000PE000000000A1A0000003"


class History:
    """The first three entries of the story (founding, two enrolments), and then your own."""

    def __init__(self):
        self.keys = story.signers()
        self.keys[SECOND_KEY] = Signer(SECOND_KEY, test_seed("celltrail test only: second key"))
        self.ledger = story.Ledger(story.ORIGIN)
        self.authority(story.establish(self.keys), None, -1, "2024-01-02T01:00:00.000Z",
                       trails=[[story.AUTHORITY]])
        authority = self.keys[story.AUTHORITY + "/seal"]
        self.ledger.record(
            story.AUTHORITY, authority, [canonical(e) for e in story.enrolments(self.keys)],
            [[story.AUTHORITY, story.COLLECTOR], [story.AUTHORITY, story.RECYCLER]],
            0, 0, "2024-01-02T02:00:00.000Z")

    def authority(self, event, after=2, standing=0, at="2024-01-03T00:00:00.000Z", trails=None):
        signer = self.keys[story.AUTHORITY + "/seal"]
        trails = trails or [[story.AUTHORITY, story.COLLECTOR]]
        self.ledger.record(story.AUTHORITY, signer, [canonical(event)], trails, after, standing, at)
        return self

    def collector(self, events, trails, after=2, standing=1, at="2024-01-04T00:00:00.000Z",
                  key=story.COLLECTOR + "/office"):
        texts = [canonical(event) for event in events]
        self.ledger.record(story.COLLECTOR, self.keys[key], texts, trails, after, standing, at)
        return self

    def files(self):
        ledger_key = self.keys[story.ORIGIN]
        return {"entries.jsonl": b"".join(entry + b"\n" for entry in self.ledger.entries),
                "checkpoint": checkpoint(story.ORIGIN, self.ledger.leaves, ledger_key)}


def _retire(unit=UNIT_CODE, name="R-1"):
    return dict(story.retire(), unit=unit, id=name)


def _collector_and(*units):
    return [[story.COLLECTOR, unit] for unit in units]


def _word(kind, name, **members):
    return dict(members, v=1, type=kind, id=name, operator=story.AUTHORITY,
                at="2024-01-03T08:00:00+08:00", subject=story.COLLECTOR)


def _identify():
    return {"v": 1, "type": "identify", "id": "I-1", "operator": story.COLLECTOR,
            "at": "2024-01-04T08:00:00+08:00", "unit": UNIT_CODE, "code": OTHER_CODE,
            "code_scheme": "gbt34014-24", "reason": "wrong_code"}


def _other_code(trail_id):
    """A unit gets a second code; the next event uses it."""
    events = [_retire(), _identify(),
              {"v": 1, "type": "weigh", "id": "W-1", "operator": story.COLLECTOR,
               "at": "2024-01-04T09:00:00+08:00", "reason": "stocktake", "mass_basis": "weighed",
               "items": [{"unit": OTHER_CODE, "mass_g": 411999}]}]
    return History().collector(events, _collector_and(UNIT_CODE, UNIT_CODE, trail_id))


def _granted(at, **limits):
    history = History()
    vkey = history.keys[SECOND_KEY].vkey()
    history.authority(_word("grant_key", "G-1", key=vkey, **limits))
    return history.collector([_retire()], _collector_and(UNIT_CODE), 3, 3, at, SECOND_KEY)


def _revoked():
    word = _word("revoke_key", "K-1", key=story.COLLECTOR + "/office", reason="lost_key")
    return History().authority(word).collector([_retire()], _collector_and(UNIT_CODE), 3, 3)


def _after_other_history():
    history = History()
    leaf = history.ledger.leaves[1]
    history.ledger.leaves[1] = sha256(b"another entry")
    history.collector([_retire()], _collector_and(UNIT_CODE), 1)
    history.ledger.leaves[1] = leaf
    return history


def _stale():
    history = History().collector([_retire()], _collector_and(UNIT_CODE))
    return history.collector([_retire(OTHER_CODE, "R-2")], _collector_and(OTHER_CODE), 2,
                             at="2024-01-11T00:00:00.001Z")


def _one(event=None, trail=None, **how):
    return History().collector([event or _retire()], [trail or [story.COLLECTOR, UNIT_CODE]], **how)


def histories():
    """(name, exit code, first bad entry, history)"""
    unknown = dict(_retire(), type="teleport")
    return [
        ("a unit keeps its trail under another code", 0, None, _other_code(UNIT_CODE)),
        ("a second key signs within its limits", 0, None,
         _granted("2024-01-04T00:00:00.999Z", until="2024-01-04T08:00:00+08:00",
                  types=["retire"])),
        ("a type of a newer version", 1, None, _one(unknown)),
        ("a trail under the wrong code", 6, 5, _other_code(OTHER_CODE)),
        ("a key after its end", 6, 4,
         _granted("2024-01-04T00:00:01.000Z", until="2024-01-04T08:00:00+08:00")),
        ("a key outside its types", 6, 4, _granted("2024-01-04T00:00:00.000Z", types=["weigh"])),
        ("a revoked key", 6, 4, _revoked()),
        ("a key never granted", 6, 3, _one(key=SECOND_KEY)),
        ("the key of another operator", 6, 3, _one(key=story.RECYCLER + "/gate", standing=2)),
        ("an event of another operator", 6, 3,
         _one(dict(_retire(), operator=story.RECYCLER), [story.RECYCLER, UNIT_CODE])),
        ("after names another history", 6, 3, _after_other_history()),
        ("after names an entry too long passed by", 6, 4, _stale()),
        ("a wrong standing", 6, 3, _one(standing=0)),
        ("time going back", 6, 3, _one(at="2024-01-02T01:59:59.999Z")),
        ("an id used twice", 6, 4,
         _one().collector([_retire(OTHER_CODE)], _collector_and(OTHER_CODE))),
        ("an operator left out of a trail", 6, 3, _one(trail=[UNIT_CODE])),
        ("a stranger in a trail", 6, 3, _one(trail=[story.COLLECTOR, UNIT_CODE, story.AUTHORITY])),
    ]
