#!/usr/bin/env python3
"""Checks a trail bundle offline: trail.py BUNDLE --identity HASH

Exit codes: 0 proven, 1 a newer program is needed, 2 usage, 6 not proven.
"""

import argparse
import json
import pathlib
import sys

import notes
import tree
from bundle_rules import check_history, check_links
from checks import BATCH_MEMBERS, ENTRY_BYTES_MAX, ENTRY_MEMBERS, is_newer
from damage import Malformed, expect
from encoding import (canonical, from_base64, read_canonical, read_event_time, read_recorded_at,
                      to_base64)
from keys import STANDING_TYPES, KeyBook

EXIT_NEWER, EXIT_USAGE, EXIT_WRONG = 1, 2, 6
FILE_BYTES_MAX = 64 * 1024 * 1024
PATH_MAX = 64
NOT_JUDGED = ("not judged: the members and values of events beyond what signs, links and times "
              "them; `celltrail verify` judges those")
FILE_MEMBERS = ["about", "checkpoint", "entries", "kind", "trail", "v"]


class Newer(Exception):
    """An entry that this program is too old for."""


def read_bundle(data):
    """The file's value; writing it again must give the same bytes."""
    if len(data) > FILE_BYTES_MAX:
        raise Malformed("the file", f"at most {FILE_BYTES_MAX} bytes", len(data))
    try:
        value = json.loads(data)
        again = canonical(value) + b"\n"
    except (ValueError, RecursionError) as error:
        raise Malformed("the file", "canonical JSON in UTF-8", error) from error
    expect("the file's form", True, again == data)
    expect("the members of the file", FILE_MEMBERS, sorted(value))
    expect("kind", "trail", value["kind"])
    expect("v", 1, value["v"])
    return value


def root_from_path(leaf, index, size, path):
    """RFC 9162, 2.1.3.2: the root that the leaf has with this path."""
    if not 0 <= index < size or len(path) > PATH_MAX:
        raise Malformed("an index", f"0 to {size - 1}", index)
    node, last = leaf, size - 1
    for text in path:
        sibling = from_base64(text, 32)
        if last == 0:
            raise Malformed("a path", "as many hashes as index and size demand", "more")
        if index % 2 == 1 or index == last:
            node = tree.node_hash(sibling, node)
            while index % 2 == 0 and index != 0:
                index, last = index // 2, last // 2
        else:
            node = tree.node_hash(node, sibling)
        index, last = index // 2, last // 2
    if last:
        raise Malformed("a path", "as many hashes as index and size demand", "fewer")
    return node


class Head:
    """The checkpoint, its signature still to be judged."""

    def __init__(self, note):
        self.text, self.lines = notes.read_note(note.encode())
        body = self.text.decode().split("\n")
        if len(body) < 4 or not body[1].isascii() or not body[1].isdigit():
            raise Malformed("the checkpoint", "origin, size, root", note)
        self.origin, self.size = body[0], int(body[1])
        expect("the checkpoint's size", str(self.size), body[1])
        self.root = from_base64(body[2], 32)

    def check_signed(self, key):
        expect("the name of the ledger's key", self.origin, key.name)
        notes.check_signed(key, self.text, self.lines)


class Listed:
    """One entry of the bundle, proven to lie under the head."""

    def __init__(self, proven, head):
        expect("the members of a listed entry", ["batch_path", "bytes", "path"], sorted(proven))
        data = proven["bytes"].encode()
        expect("an entry's length", True, len(data) <= ENTRY_BYTES_MAX)
        self.entry = read_canonical(data)
        expect("the members of an entry", sorted(ENTRY_MEMBERS), sorted(self.entry))
        self.index, self.event, self.batch = (self.entry[name]
                                              for name in ("index", "event", "batch"))
        if self.entry["v"] != 1 or is_newer(self.event):
            raise Newer(f"entry {self.index} is of a newer version")
        wanted = BATCH_MEMBERS | ({"after"} if self.index else set())
        expect("the members of batch", sorted(wanted), sorted(self.batch))
        self.leaf = tree.leaf_hash(data)
        self.first = self.index - self.batch["index"]
        self.recorded_at_ms = read_recorded_at(self.entry["recorded_at"])
        read_event_time(self.event["at"])
        if self.index:
            self._check_after(self.batch["after"])
        self.batch_path = proven["batch_path"]
        expect(f"entry {self.index} under the checkpoint", to_base64(head.root),
               to_base64(root_from_path(self.leaf, self.index, head.size, proven["path"])))

    def _check_after(self, after):
        expect("the members of after", ["hash", "index"], sorted(after))
        if type(after["index"]) is not int or not 0 <= after["index"] < self.first:
            raise Malformed(f"after.index of entry {self.index}", f"0 to {self.first - 1}",
                            after["index"])

    def prev_in(self, about):
        return next((link["prev"] for link in self.entry["trail"] if link["id"] == about), None)


class Signers:
    """Whose word counts, from the entries taken so far."""

    def __init__(self, founding):
        self.authority = founding.event["authority"]["id"]
        self.ledger_key = notes.VerifierKey(founding.event["ledger_key"])
        self._keys = KeyBook()
        self._waiting = [founding]

    def check(self, listed, origin):
        """The batch's signature, by a key that entries before the batch granted."""
        event, batch = listed.event, listed.batch
        operator = batch["key"].partition("/")[0]
        expect("the event's operator", operator, event["operator"])
        self._check_authority(event)
        if listed.index:
            self._learn(listed.first)
            expect(f"standing of entry {listed.index}", self._keys.standing(operator),
                   batch["standing"])
            self._waiting.append(listed)
        else:
            self._learn(1)  # the founding batch is signed by the key in it
            expect("standing of entry 0", -1, batch["standing"])
        key = self._keys.key_for(batch["key"], listed.recorded_at_ms, [event])
        head = f"{origin}/batch/v1/{operator}\n{batch['count']}\n{batch['root']}\n"
        if listed.index:
            head += f"after {batch['after']['index']} {batch['after']['hash']}\n"
        if not key.verifies(head.encode(), from_base64(batch["signature"], 68)):
            raise Malformed(f"the signature of entry {listed.index}", f"one by {batch['key']}",
                            "it does not verify")
        root = root_from_path(tree.leaf_hash(canonical(event)), batch["index"], batch["count"],
                              listed.batch_path)
        expect(f"the event of entry {listed.index} in its batch", batch["root"], to_base64(root))

    def _check_authority(self, event):
        kind, operator = event["type"], event["operator"]
        own = kind == "revoke_key" and operator == event["subject"]
        if kind in STANDING_TYPES | {"rotate_ledger_key"} and not own:
            expect(f"who may say {kind}", self.authority, operator)

    def finish(self):
        """What the last entries say is judged too, though no listed batch follows them."""
        self._learn(self._waiting[-1].index + 1 if self._waiting else 0)

    def _learn(self, before):
        """A batch is judged by what the entries before it say."""
        while self._waiting and self._waiting[0].index < before:
            listed = self._waiting.pop(0)
            self._keys.take(listed.index, listed.event)

    def rotate(self, event):
        """The ledger's key hands over to another, which proves that somebody has it."""
        old, new = self.ledger_key, notes.VerifierKey(event["new_key"])
        text = f"celltrail/rotate/v1\n{old.name}\n{event['old_key']}\n{event['new_key']}\n"
        expect("the name of the new ledger key", old.name, new.name)
        expect("old_key", old.public, notes.VerifierKey(event["old_key"]).public)
        if not new.verifies(text.encode(), from_base64(event["proof"], 68)):
            raise Malformed("the new ledger key's proof", "a signature by it", "another")
        self.ledger_key = new


def check(data, identity):
    """What is proven, as (bundle, head, entries of the trail)."""
    bundle = read_bundle(data)
    head = Head(bundle["checkpoint"])
    listed = [Listed(proven, head) for proven in bundle["entries"]]
    expect("the first listed entry", True, bool(listed) and listed[0].index == 0)
    expect("the identity of the ledger", identity, to_base64(listed[0].leaf))
    expect("the origin in entry 0", head.origin, listed[0].event["origin"])
    signers = Signers(listed[0])
    before = None
    for one in listed:
        if before is not None and one.index <= before.index:
            raise Malformed("the listed entries", "in order, each once", one.index)
        if before is not None and one.index == before.index + 1:
            expect(f"prev of entry {one.index}", to_base64(before.leaf), one.entry["prev"])
        if before is not None and one.recorded_at_ms < before.recorded_at_ms:
            raise Malformed(f"recorded_at of entry {one.index}", "not before the entry before it",
                            one.entry["recorded_at"])
        expect("entry 0 alone founds the ledger", one.index == 0, one.event["type"] == "establish")
        signers.check(one, head.origin)
        if one.event["type"] == "rotate_ledger_key":
            signers.rotate(one.event)
        before = one
    signers.finish()
    head.check_signed(signers.ledger_key)
    check_history(listed)
    check_links(bundle["about"], bundle["trail"], listed)
    return bundle, head, [one for one in listed if one.prev_in(bundle["about"]) is not None]


def run(arguments):
    try:
        bundle, head, trail = check(arguments.bundle.read_bytes(), arguments.identity)
    except Newer as newer:
        print(f"not judged: {newer}; a newer program is needed", file=sys.stderr)
        return EXIT_NEWER
    except Malformed as wrong:
        print(f"not proven\nwrong     {wrong.what}\nexpected  {wrong.expected}\n"
              f"found     {wrong.found}", file=sys.stderr)
        return EXIT_WRONG
    except (KeyError, TypeError, AttributeError) as wrong:
        print(f"not proven\nwrong     a member is missing or of the wrong kind: {wrong!r}",
              file=sys.stderr)
        return EXIT_WRONG
    for one in trail:
        event = one.event
        print(f"{one.index}  {event['at']}  {event['type']}  {event['operator']}  {event['id']}")
    print(f"proven: the trail of {bundle['about']} in {head.origin}, {len(trail)} entries, "
          f"under its head of {head.size}\n{NOT_JUDGED}", file=sys.stderr)
    return 0


def main():
    parser = argparse.ArgumentParser(description="checks a trail bundle offline")
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--identity", required=True,
                        help="the leaf hash of entry 0 that you trust, base64")
    arguments = parser.parse_args()
    try:
        sys.exit(run(arguments))
    except OSError as error:
        parser.error(f"reading the bundle: {error}")


if __name__ == "__main__":
    main()
