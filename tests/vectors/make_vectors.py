#!/usr/bin/env python3
"""Writes the golden files of this folder: make_vectors.py [FOLDER].

Shares no code with the program and needs nothing but Python and the openssl command.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "generator"))

import story  # noqa: E402
from argon2id import argon2id  # noqa: E402
from chain import (b64, canonical, checkpoint, commitment, cover, head_file_slot,  # noqa: E402
                   leaf_hash, root_of, sha256)
from secretbox import secretbox  # noqa: E402

PASSPHRASE = "correct horse 电池"
KDF_OPERATIONS = 3
KDF_MEMORY_BYTES = 65536


def free_form(event):
    """The same event as a person might write it: other order, spaces, needless escapes."""
    words = [f'  "{name}" : {canonical(value).decode()}' for name, value in event.items()]
    text = "{\r\n" + " ,\n".join(words) + "\n\t}\n"
    return text.replace("WB-1", "WB\\u002d1").replace("UN3480", "\\u0055N3480").encode()


def key_files(signer):
    common = {"celltrail_key": 1, "name": signer.name, "vkey": signer.vkey()}
    salt = sha256(b"celltrail test only: key file salt")[:16]
    nonce = sha256(b"celltrail test only: key file nonce")[:24]
    key = argon2id(PASSPHRASE.encode(), salt, KDF_OPERATIONS, KDF_MEMORY_BYTES // 1024, 32)
    box = secretbox(signer.seed, nonce, key)
    sealed = {"kdf": "argon2id13", "memory_bytes": KDF_MEMORY_BYTES, "operations": KDF_OPERATIONS,
              "salt": b64(salt), "nonce": b64(nonce), "box": b64(box)}
    return (canonical(dict(common, secret=b64(signer.seed))) + b"\n",
            canonical(dict(common, sealed_secret=sealed)) + b"\n")


def tree_values(leaves):
    size = len(leaves)
    return canonical({
        "leaves": [b64(leaf) for leaf in leaves],
        "roots": [b64(root_of(leaves[:n])) for n in range(size + 1)],
        "covers": [{"first": a, "last": b, "subtrees": [list(piece) for piece in cover(a, b)]}
                   for a, b in ((0, 1), (0, 6), (3, 6), (5, 19), (6, 8), (7, 256), (255, 1025))],
        "tile_0_0_width_6_hex": b"".join(leaves).hex()}) + b"\n"


def test_keys(keys):
    return canonical([
        {"name": name, "phrase": story.KEY_PHRASES[name], "public": b64(signer.public),
         "seed": b64(signer.seed), "vkey": signer.vkey()} for name, signer in keys.items()]) + b"\n"


def sealed_text():
    return canonical({"event": "R-0001", "member": "note", "salt": b64(story.SALT),
                      "text": story.SEALED_NOTE}) + b"\n"


def files():
    keys = story.signers()
    ledger = story.ledger(keys)
    plain, sealed = key_files(keys[story.COLLECTOR + "/office"])
    slots = {n % 2: head_file_slot(n, size, root_of(ledger.leaves[:size]))
             for n, size in ((4, 5), (5, 6))}
    return {
        "keys/test_keys.json": test_keys(keys),
        "keys/plain.key": plain,
        "keys/sealed.key": sealed,
        "keys/passphrase": PASSPHRASE.encode(),
        "event/free.json": free_form(story.dispatch()),
        "event/canonical.json": canonical(story.dispatch()),
        "event/leaf_hash": b64(leaf_hash(canonical(story.dispatch()))).encode() + b"\n",
        "event/openings.jsonl": sealed_text(),
        "event/commitment": commitment(story.SALT, story.SEALED_NOTE).encode() + b"\n",
        "batch/events.jsonl": b"".join(canonical(e) + b"\n" for e in story.enrolments(keys)),
        "batch/head": ledger.notes[1],
        "batch/founding_head": ledger.notes[0],
        "batch/receipt.json": ledger.receipt(1, 1, 2, keys[story.ORIGIN]),
        "ledger/entries.jsonl": b"".join(entry + b"\n" for entry in ledger.entries),
        "ledger/checkpoint": checkpoint(story.ORIGIN, ledger.leaves, keys[story.ORIGIN]),
        "ledger/identity": b64(ledger.leaves[0]).encode() + b"\n",
        "tree/values.json": tree_values(ledger.leaves),
        "tree/head_file": slots[0] + slots[1],
    }


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, content in files().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
