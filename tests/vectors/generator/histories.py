"""Small ledgers whose hashes, links and checkpoint all fit, and which yet break one rule.

Only a verifier that checks the rule itself finds them. The first two break none.
"""

import json

import story
from chain import b64, canonical, checkpoint, inclusion_path, leaf_hash, root_of, sha256
from signing import Signer, test_seed

RECOVERY_KEY = story.AUTHORITY + "/safe"
SEAL = story.AUTHORITY + "/seal"
SECOND_KEY = story.COLLECTOR + "/second"
UNIT_CODE = "000PE000000000A1A0000002"
OTHER_CODE = "000PE000000000A1A0000003"


class History:
    """The first three entries of the story (founding, two enrolments), and then your own."""

    def __init__(self, **founding):
        self.keys = story.signers()
        self.keys[RECOVERY_KEY] = Signer(RECOVERY_KEY, test_seed("celltrail test only: recovery"))
        self.signer = None  # of the checkpoint; the ledger's first key without
        self.keys[SECOND_KEY] = Signer(SECOND_KEY, test_seed("celltrail test only: second key"))
        self.ledger = story.Ledger(story.ORIGIN)
        establish = dict(story.establish(self.keys), **founding)
        self.authority(establish, None, -1, "2024-01-02T01:00:00.000Z", trails=[[story.AUTHORITY]])
        authority = self.keys[story.AUTHORITY + "/seal"]
        self.ledger.record(
            story.AUTHORITY, authority, [canonical(e) for e in story.enrolments(self.keys)],
            [[story.AUTHORITY, story.COLLECTOR], [story.AUTHORITY, story.RECYCLER]],
            0, 0, "2024-01-02T02:00:00.000Z")

    def authority(self, event, after=2, standing=0, at="2024-01-03T00:00:00.000Z", trails=None,
                  key=story.AUTHORITY + "/seal"):
        signer = self.keys[key]
        trails = trails or [[story.AUTHORITY, story.COLLECTOR]]
        self.ledger.record(story.AUTHORITY, signer, [canonical(event)], trails, after, standing, at)
        return self

    def collector(self, events, trails, after=2, standing=1, at="2024-01-04T00:00:00.000Z",
                  key=story.COLLECTOR + "/office"):
        texts = [canonical(event) for event in events]
        self.ledger.record(story.COLLECTOR, self.keys[key], texts, trails, after, standing, at)
        return self

    def files(self):
        ledger_key = self.signer or self.keys[story.ORIGIN]
        return {"entries.jsonl": b"".join(entry + b"\n" for entry in self.ledger.entries),
                "checkpoint": checkpoint(story.ORIGIN, self.ledger.leaves, ledger_key)}

    def identity(self):
        return b64(self.ledger.leaves[0])

    def bundle(self, about=story.COLLECTOR, left_out=()):
        """A trail bundle that lists every entry but those left out."""
        values = [json.loads(entry) for entry in self.ledger.entries]
        events = [leaf_hash(canonical(value["event"])) for value in values]
        listed, trail = [], []
        for index, value in enumerate(values):
            if index in left_out:
                continue
            batch = value["batch"]
            first = index - batch["index"]
            listed.append({
                "bytes": self.ledger.entries[index].decode(),
                "path": [b64(node) for node in inclusion_path(index, self.ledger.leaves)],
                "batch_path": [b64(node) for node in inclusion_path(
                    batch["index"], events[first:first + batch["count"]])]})
            if any(link["id"] == about for link in value["trail"]):
                trail.append(index)
        return canonical({"about": about, "checkpoint": self.files()["checkpoint"].decode(),
                          "entries": listed, "kind": "trail", "trail": trail, "v": 1}) + b"\n"


def _retire(unit=UNIT_CODE, name="R-1"):
    return dict(story.retire(), unit=unit, id=name)


def _collector_and(*units):
    return [[story.COLLECTOR, unit] for unit in units]


def _word(kind, name, subject=story.COLLECTOR, **members):
    return dict(members, v=1, type=kind, id=name, operator=story.AUTHORITY,
                at="2024-01-03T08:00:00+08:00", subject=subject)


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


def _rotated(signed_by_new=True, proof_by=None, old=None, operator=story.AUTHORITY):
    """The ledger's key is replaced; the checkpoint after it is the new key's."""
    history = History()
    new = Signer(story.ORIGIN, test_seed("celltrail test only: second ledger key"))
    old_vkey = old or history.keys[story.ORIGIN].vkey()
    text = f"celltrail/rotate/v1\n{story.ORIGIN}\n{old_vkey}\n{new.vkey()}\n"
    event = {"v": 1, "type": "rotate_ledger_key", "id": "RK-1", "operator": operator,
             "at": "2024-01-03T08:00:00+08:00", "old_key": old_vkey, "new_key": new.vkey(),
             "proof": b64((proof_by or new).line_signature(text.encode()))}
    if operator == story.AUTHORITY:
        history.authority(event, trails=[[story.AUTHORITY]])
    else:
        history.collector([event], [[story.COLLECTOR]])
    if signed_by_new:
        history.signer = new
    return history


def _spare_seal():
    return Signer(story.AUTHORITY + "/spare", test_seed("celltrail test only: spare seal")).vkey()


def _recovered(event, trails, standing=0):
    recovery = Signer(RECOVERY_KEY, test_seed("celltrail test only: recovery"))
    history = History(recovery_key=recovery.vkey())
    return history.authority(event, standing=standing, trails=trails, key=RECOVERY_KEY)


def _restored(size=3, root=None):
    history = History()
    event = {"v": 1, "type": "restored", "id": "Z-1", "operator": story.AUTHORITY,
             "at": "2024-01-03T08:00:00+08:00", "size": size,
             "root": root or b64(root_of(history.ledger.leaves)), "lost_size": 9}
    return history.authority(event, trails=[[story.AUTHORITY]])


def _after_other_history():
    history = History()
    leaf = history.ledger.leaves[1]
    history.ledger.leaves[1] = sha256(b"another entry")
    history.collector([_retire()], _collector_and(UNIT_CODE), 1)
    history.ledger.leaves[1] = leaf
    return history


def _after_to_come():
    history = History()
    leaves = history.ledger.leaves
    history.ledger.leaves = leaves + 7 * [leaves[2]]
    history.collector([_retire()], _collector_and(UNIT_CODE), 9)
    history.ledger.leaves = leaves + history.ledger.leaves[-1:]
    return history


def _stale():
    history = History().collector([_retire()], _collector_and(UNIT_CODE))
    return history.collector([_retire(OTHER_CODE, "R-2")], _collector_and(OTHER_CODE), 2,
                             at="2024-01-11T00:00:00.001Z")


def _again():
    """The company's signed batch once more, which takes no key of the company's."""
    history = _one()
    return history.collector([_retire()], _collector_and(UNIT_CODE))


def two_in_two_places():
    """A batch of two units recorded as entries 3 and 4, and again as 5 and 6."""
    events = [_retire(), _retire(OTHER_CODE, "R-2")]
    trails = _collector_and(UNIT_CODE, OTHER_CODE)
    return History().collector(events, trails).collector(events, trails)


def _renamed(owner):
    seed = History().keys[owner].seed
    key = Signer(story.COLLECTOR + "/renamed", seed).vkey()
    return History().authority(_word("grant_key", "G-1", key=key))


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
        ("after names an entry to come", 6, 3, _after_to_come()),
        ("a day that no calendar has", 6, 3, _one(dict(_retire(), at="2024-02-30T08:00:00+08:00"))),
        ("recorded at a minute that is none", 6, 3, _one(at="2024-01-04T00:61:00.000Z")),
        ("a batch recorded again", 6, 4, _again()),
        ("a public key under two names", 6, 3, _renamed(story.RECYCLER + "/gate")),
        ("the ledger's public key as a company's", 6, 3, _renamed(story.ORIGIN)),
        ("a wrong standing", 6, 3, _one(standing=0)),
        ("time going back", 6, 3, _one(at="2024-01-02T01:59:59.999Z")),
        ("an id used twice", 6, 4,
         _one().collector([_retire(OTHER_CODE)], _collector_and(OTHER_CODE))),
        ("an operator left out of a trail", 6, 3, _one(trail=[UNIT_CODE])),
        ("the ledger's key replaced", 0, None, _rotated()),
        ("a head signed by a replaced key", 6, None, _rotated(signed_by_new=False)),
        ("a rotation that the new key did not sign", 6, 3,
         _rotated(proof_by=story.signers()[story.ORIGIN])),
        ("a rotation from a key not in force", 6, 3,
         _rotated(old=story.signers()[SEAL].vkey())),
        ("a rotation by a company", 6, 3, _rotated(operator=story.COLLECTOR)),
        ("the recovery key grants the authority a key", 0, None,
         _recovered(_word("grant_key", "G-1", subject=story.AUTHORITY, key=_spare_seal()),
                    [[story.AUTHORITY]])),
        ("the recovery key used for a company's key", 6, 3,
         _recovered(_word("revoke_key", "K-1", key=story.COLLECTOR + "/office",
                          reason="lost_key"), [[story.AUTHORITY, story.COLLECTOR]])),
        ("the recovery key suspends", 6, 3,
         _recovered(_word("suspend", "S-1", reason="other"),
                    [[story.AUTHORITY, story.COLLECTOR]])),
        ("the ledger put back to where it is", 0, None, _restored()),
        ("the ledger put back to another size", 6, 3, _restored(size=2)),
        ("the ledger put back to another history", 6, 3, _restored(root=b64(sha256(b"other")))),
        ("a stranger in a trail", 6, 3, _one(trail=[story.COLLECTOR, UNIT_CODE, story.AUTHORITY])),
    ]
