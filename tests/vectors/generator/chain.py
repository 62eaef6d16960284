"""The byte rules of docs/format.md: canonical JSON, notes, the tree, entries, receipts."""

import base64
import hashlib
import json


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(data):
    return base64.b64encode(data).decode()


def canonical(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def leaf_hash(data):
    return sha256(b"\x00", data)


def root_of(leaves):
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", root_of(leaves[:half]), root_of(leaves[half:]))


def inclusion_path(index, leaves):
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return inclusion_path(index, leaves[:half]) + [root_of(leaves[half:])]
    return inclusion_path(index - half, leaves[half:]) + [root_of(leaves[:half])]


def cover(first, last):
    """The aligned perfect subtrees of [first, last), left to right, as (start, end)."""
    pieces = []
    while first < last:
        size = 1
        while first % (2 * size) == 0 and first + 2 * size <= last:
            size *= 2
        pieces.append((first, first + size))
        first += size
    return pieces


def note(text, signer):
    line = f"\u2014 {signer.name} {b64(signer.line_signature(text.encode()))}\n"
    return (text + "\n" + line).encode()


def batch_head_text(origin, operator, events, after):
    root = root_of([leaf_hash(event) for event in events])
    text = f"{origin}/batch/v1/{operator}\n{len(events)}\n{b64(root)}\n"
    return text + (f"after {after[0]} {b64(after[1])}\n" if after else "")


def checkpoint(origin, leaves, signer):
    return note(f"{origin}\n{len(leaves)}\n{b64(root_of(leaves))}\n", signer)


def commitment(salt, text):
    return b64(sha256(b"celltrail/sealed/v1", salt, text.encode()))


def head_file_slot(sequence, size, root):
    text = f"celltrail-head/1 {sequence} {size} {b64(root)} "
    text += sha256(text.encode()).hex() + "\n"
    return text.ljust(511).encode() + b"\n"


class Ledger:
    """Entries as they come, each linked to the one before it and to its trails."""

    def __init__(self, origin):
        self.origin = origin
        self.entries = []
        self.leaves = []
        self.last = {}
        self.notes = []

    def record(self, operator, signer, events, trails, after, standing, recorded_at):
        """`events` are canonical; `trails` name the ids each of them is by or about."""
        named = (after, self.leaves[after]) if after is not None else None
        text = batch_head_text(self.origin, operator, events, named)
        self.notes.append(note(text, signer))
        batch = {"count": len(events), "key": signer.name, "standing": standing,
                 "root": b64(root_of([leaf_hash(event) for event in events])),
                 "signature": b64(signer.line_signature(text.encode()))}
        if named:
            batch["after"] = {"hash": b64(named[1]), "index": after}
        for position, event in enumerate(events):
            self._append(dict(batch, index=position), event, trails[position], recorded_at)

    def _append(self, batch, event, ids, recorded_at):
        index = len(self.entries)
        prev = self.leaves[-1] if self.leaves else sha256(self.origin.encode())
        trail = [{"id": name, "prev": self.last.get(name, -1)} for name in sorted(ids)]
        entry = canonical({"batch": batch, "event": json.loads(event), "index": index,
                           "prev": b64(prev), "recorded_at": recorded_at, "trail": trail, "v": 1})
        self.last.update((name, index) for name in ids)
        self.entries.append(entry)
        self.leaves.append(leaf_hash(entry))

    def receipt(self, number, first, count, signer):
        size = len(self.leaves)
        pieces = cover(0, first) + cover(first + count, size)
        return canonical({
            "batch": self.notes[number].decode(),
            "checkpoint": checkpoint(self.origin, self.leaves, signer).decode(),
            "first": first, "identity": b64(self.leaves[0]),
            "identity_path": [b64(node) for node in inclusion_path(0, self.leaves)],
            "leaves": [b64(leaf) for leaf in self.leaves[first:first + count]],
            "proof": [b64(root_of(self.leaves[a:b])) for a, b in pieces], "v": 1})
