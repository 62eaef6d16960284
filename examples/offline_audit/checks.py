"""The audit itself: one pass over the entries, in the order they were recorded."""

import array
import hashlib

import tree
from damage import Damage, Malformed
from encoding import (canonical, from_base64, read_canonical, read_event_time, read_recorded_at,
                      to_base64)
from keys import KeyBook
from notes import VerifierKey
from trails import Trails

ENTRY_BYTES_MAX = 65535
BATCH_COUNT_MAX = 4096
ENTRY_MEMBERS = {"batch", "event", "index", "prev", "recorded_at", "trail", "v"}
BATCH_MEMBERS = {"count", "index", "key", "root", "signature", "standing"}
EVENT_TYPES = {
    "establish", "adopt_rules", "enroll", "grant_key", "revoke_key", "suspend", "reinstate",
    "set_target", "scrap_vehicle", "retire", "bring_in", "identify", "weigh", "inspect",
    "dispatch", "receive", "dismantle", "repurpose", "process", "deliver", "dispose",
    "report_missing", "rotate_ledger_key", "restored"}
RULES_KNOWN = 1


class _Batch:
    """The batch being read: what its entries share, and the leaves of its events so far."""

    def __init__(self, first, members, recorded_at):
        self.first = first
        self.members = members
        self.recorded_at = recorded_at
        self.recorded_at_ms = read_recorded_at(recorded_at)
        self.operator = members["key"].partition("/")[0]
        self.events = []
        self.tree = tree.Frontier()


class Audit:
    """Give it every line with `take`, then the checkpoint with `finish`."""

    def __init__(self):
        self.tree = tree.Frontier()
        self.batches = 0
        self.sound = 0  # entries whose batches are whole, signed, and named by a later entry
        self.newer_from = None  # the first entry that this program is too old for
        self.origin = None
        self.ledger_key = self._ledger_vkey = self._authority = None
        self._window_ms = 0
        self._leaves = bytearray()
        self._recorded_at_ms = array.array("q")
        self._event_ids = set()
        self._keys = KeyBook()
        self._trails = Trails()
        self._batch = None

    def take(self, line):
        """Checks one entry and returns its value; None when it is of a newer version."""
        index = self.tree.size
        entry = None
        if self.newer_from is None:
            try:
                entry = self._check(index, line)
            except Malformed as wrong:
                raise Damage(index, wrong.what, wrong.expected, wrong.found) from wrong
            except (KeyError, TypeError, AttributeError) as wrong:
                raise Damage(index, "a member is missing or of the wrong kind",
                             "the members of docs/format.md", repr(wrong)) from wrong
        leaf = tree.leaf_hash(line)
        self.tree.add(leaf)
        self._leaves += leaf
        if entry is not None:
            self._recorded_at_ms.append(self._batch.recorded_at_ms)
            self._complete_batch()
        return entry

    def identity(self):
        return bytes(self._leaves[:32])

    def leaves(self):
        """The leaf hashes so far, 32 bytes each."""
        return self._leaves

    def ends_inside_a_batch(self):
        return self._batch is not None

    def _check(self, index, line):
        if len(line) > ENTRY_BYTES_MAX:
            raise Malformed("the entry is too long", ENTRY_BYTES_MAX, len(line))
        entry = read_canonical(line)
        _same("v", True, "v" in entry)
        if entry["v"] != 1 or is_newer(entry["event"]):
            self.newer_from = index
            return None
        _same("the members", sorted(ENTRY_MEMBERS), sorted(entry))
        _same("index", index, entry["index"])
        self._check_link(index, entry)
        self._check_batch_members(index, entry)
        self._check_event(index, entry["event"])
        _same("trail", self._trails.expected(entry["event"]), entry["trail"])
        self._trails.take(index, entry["event"], entry["trail"])
        self._batch.events.append(entry["event"])
        self._batch.tree.add(tree.leaf_hash(canonical(entry["event"])))
        return entry

    def _check_link(self, index, entry):
        if index == 0:
            self.origin = entry["event"]["origin"]
            before = tree.sha256(self.origin.encode())
        else:
            before = self._leaf(index - 1)
        what = "prev is not the hash of the entry before (this link or that entry was changed)"
        _same(what, to_base64(before), entry["prev"])
        if self._batch is None:
            self.sound = index

    def _check_batch_members(self, index, entry):
        members = dict(entry["batch"])
        position = members.pop("index")
        if self._batch is None:
            wanted = BATCH_MEMBERS - {"index"} | ({"after"} if index else set())
            _same("the members of batch", sorted(wanted), sorted(members))
            count = members["count"]
            if type(count) is not int or not 1 <= count <= BATCH_COUNT_MAX:
                raise Malformed("batch.count", f"1 to {BATCH_COUNT_MAX}", count)
            self._batch = _Batch(index, members, entry["recorded_at"])
            if index and self._batch.recorded_at_ms < self._recorded_at_ms[-1]:
                raise Malformed("recorded_at", "not before the entry before it",
                                entry["recorded_at"])
        batch = self._batch
        _same("batch.index", index - batch.first, position)
        _same("what the entries of a batch share", batch.members, members)
        _same("recorded_at in one batch", batch.recorded_at, entry["recorded_at"])

    def _check_event(self, index, event):
        _same("the event's operator", self._batch.operator, event["operator"])
        _same("entry 0 founds the ledger, no other entry does", index == 0,
              event["type"] == "establish")
        read_event_time(event["at"])
        name = event["operator"] + " " + event["id"]
        digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
        if digest in self._event_ids:
            raise Malformed("the event's id", "one its operator never used before", event["id"])
        self._event_ids.add(digest)
        if event["type"] == "restored":
            here = [self._batch.first, index, to_base64(self.tree.root())]
            _same("where the ledger was put back", here, [index, event["size"], event["root"]])
            _same("the authority says so", self._authority, event["operator"])
            _same("lost_size is at least size", True, event["lost_size"] >= index)

    def _complete_batch(self):
        batch = self._batch
        if len(batch.events) < batch.members["count"]:
            return
        try:
            self._check_head(batch)
            if batch.first:
                self._learn(batch)
        except Malformed as wrong:
            raise Damage(batch.first, wrong.what, wrong.expected, wrong.found) from wrong
        except (KeyError, TypeError, AttributeError) as wrong:
            raise Damage(batch.first, "a member is missing or of the wrong kind",
                         "the members of docs/format.md", repr(wrong)) from wrong
        self.batches += 1
        self._batch = None

    def _learn(self, batch):
        """Only now: a batch is judged by what the entries before it say."""
        for index, event in enumerate(batch.events, batch.first):
            self._keys.take(index, event)
            if event["type"] == "rotate_ledger_key":
                self._rotate(event)

    def _rotate(self, event):
        """Heads that hold this entry are signed by the new key, which says so itself."""
        _same("the authority rotates", self._authority, event["operator"])
        _same("old_key", self._ledger_vkey, event["old_key"])
        new = VerifierKey(event["new_key"])
        _same("the name of new_key", self.origin, new.name)
        text = f"celltrail/rotate/v1\n{self.origin}\n{event['old_key']}\n{event['new_key']}\n"
        if not new.verifies(text.encode(), from_base64(event["proof"], 68)):
            raise Malformed("proof", "a signature of the new key over the rotation",
                            "it does not verify")
        self.ledger_key, self._ledger_vkey = new, event["new_key"]

    def _check_head(self, batch):
        members = batch.members
        if batch.first == 0:
            self._found(batch)
            _same("standing", -1, members["standing"])
            after = b""
        else:
            _same("standing", self._keys.standing(batch.operator), members["standing"])
            after = self._check_after(batch)
        root = to_base64(batch.tree.root())
        _same("batch.root (an event of this batch or the root was changed)", root, members["root"])
        head = f"{self.origin}/batch/v1/{batch.operator}\n{members['count']}\n{root}\n"
        key = self._keys.key_for(members["key"], batch.recorded_at_ms, batch.events)
        if not key.verifies(head.encode() + after, from_base64(members["signature"], 68)):
            raise Malformed("the batch's signature", f"one by {members['key']}",
                            "it does not verify")

    def _found(self, batch):
        """The founding batch: one event, signed by the key that stands in it."""
        _same("batch.count of entry 0", 1, batch.members["count"])
        event = batch.events[0]
        _same("authority.id", event["operator"], event["authority"]["id"])
        self._window_ms = event["batch_window_s"] * 1000
        self._authority = event["operator"]
        self.ledger_key, self._ledger_vkey = VerifierKey(event["ledger_key"]), event["ledger_key"]
        _same("the name of ledger_key", self.origin, self.ledger_key.name)
        self._learn(batch)

    def _check_after(self, batch):
        after = batch.members["after"]
        _same("the members of after", ["hash", "index"], sorted(after))
        index = after["index"]
        if type(index) is not int or not 0 <= index < batch.first:
            raise Malformed("after.index", f"0 to {batch.first - 1}", index)
        _same("after.hash", to_base64(self._leaf(index)), after["hash"])
        if index + 1 < batch.first:
            waited = batch.recorded_at_ms - self._recorded_at_ms[index + 1]
            if waited > self._window_ms:
                raise Malformed("after names an entry too long passed by",
                                f"at most {self._window_ms} ms", f"{waited} ms")
        return f"after {index} {after['hash']}\n".encode()

    def _leaf(self, index):
        return bytes(self._leaves[32 * index:32 * index + 32])


def is_newer(event):
    return (event["v"] != 1 or event["type"] not in EVENT_TYPES
            or event.get("rules", RULES_KNOWN) != RULES_KNOWN
            or event["type"] == "adopt_rules" and event["version"] > RULES_KNOWN)


def _same(what, expected, found):
    if expected != found or type(expected) is not type(found):
        raise Malformed(what, expected, found)
