"""Files that carry proofs, and paths to be checked."""

import json
import struct

import story
from chain import (b64, batch_head_text, canonical, cover, inclusion_path, leaf_hash,  # noqa: F401
                   note, root_of)
from made import Made, consistency_path, filler


def texts_of(hashes):
    return [b64(one) for one in hashes]


def line(value):
    return canonical(value) + b"\n"


def tlog_proof(made, index, size=6, extra=None):
    path = inclusion_path(index, made.leaves[:size])
    return (b"c2sp.org/tlog-proof@v1\n" + (f"extra {b64(extra)}\n".encode() if extra else b"")
            + f"index {index}\n".encode() + b"".join(b64(h).encode() + b"\n" for h in path)
            + b"\n" + made.head(size))


def proven(made, index):
    entry = json.loads(made.entries[index])
    first = index - entry["batch"]["index"]
    events = [leaf_hash(canonical(json.loads(made.entries[first + i])["event"]))
              for i in range(entry["batch"]["count"])]
    return {"batch_path": texts_of(inclusion_path(index - first, events)),
            "bytes": made.entries[index].decode(),
            "path": texts_of(inclusion_path(index, made.leaves))}


def trail(made, about, indexes, listed=range(6)):
    return {"about": about, "checkpoint": made.head(6).decode(), "kind": "trail", "v": 1,
            "entries": [proven(made, index) for index in listed], "trail": list(indexes)}


def consistency(made, older, newer=6):
    path = consistency_path(older, made.leaves[:newer]) if older else []
    return {"checkpoints": [made.head(older).decode(), made.head(newer).decode()],
            "kind": "consistency", "path": texts_of(path), "v": 1}


def forks(made):
    heads = [made.head(6).decode(), made.head_of(made.forged).decode()]
    longer = [heads[0], made.head_of(made.forged_longer).decode()]
    both = made.leaves, made.forged_longer
    return ({"checkpoints": heads, "kind": "fork", "v": 1},
            {"checkpoints": longer, "index": 5, "kind": "fork", "v": 1,
             "leaves": texts_of(leaves[5] for leaves in both),
             "paths": [texts_of(inclusion_path(5, leaves)) for leaves in both]})


def after(made):
    text = batch_head_text(story.ORIGIN, story.COLLECTOR, [b"{}"], (5, made.forged[5]))
    return {"batch": note(text, made.keys[story.COLLECTOR + "/office"]).decode(),
            "checkpoint": made.head(6).decode(), "kind": "after", "leaf": b64(made.leaves[5]),
            "path": texts_of(inclusion_path(5, made.leaves)), "v": 1}


def good_files(made):
    heads, leaves = forks(made)
    receipts = {f"receipt_{i}": made.ledger.receipt(i, first, count, made.signer)
                for i, (first, count) in enumerate(((0, 1), (1, 2), (3, 1), (4, 1), (5, 1)))}
    return {
        **{f"entry_{i}": tlog_proof(made, i) for i in range(6)},
        "entry_alone": tlog_proof(made, 0, 1), "entry_extra": tlog_proof(made, 2, 6, b"more"),
        **receipts, "receipt_line": receipts["receipt_2"] + b"\n",
        "trail_of_pack": line(trail(made, story.PACK, [3, 4, 5])),
        "trail_of_collector": line(trail(made, story.COLLECTOR, [1, 3, 4, 5])),
        "trail_of_recycler": line(trail(made, story.RECYCLER, [2, 4, 5], [0, 1, 2, 4, 5])),
        **{f"consistency_{n}": line(consistency(made, n)) for n in range(7)},
        "fork_heads": line(heads), "fork_leaves": line(leaves), "after": line(after(made))}


def bad_files(made):
    proof, receipt = tlog_proof(made, 4), made.ledger.receipt(1, 1, 2, made.signer)
    bundle = line(trail(made, story.PACK, [3, 4, 5]))
    fork = line(forks(made)[1])
    return {
        "empty": b"", "title_only": b"c2sp.org/tlog-proof@v1\n", "null": b"null\n",
        "proof_other_version": proof.replace(b"@v1", b"@v2"), "proof_cut": proof[:-1],
        "proof_leading_zero": proof.replace(b"index 4", b"index 04"),
        "proof_minus": proof.replace(b"index 4", b"index -4"),
        "proof_huge": proof.replace(b"index 4", b"index 9223372036854775808"),
        "proof_short_hash": proof.replace(b"=\n", b"\n", 1),
        "proof_empty_extra": proof.replace(b"index", b"extra \nindex"),
        "proof_two_extras": proof.replace(b"index", b"extra bQ==\nextra bQ==\nindex"),
        "proof_carriage": proof.replace(b"\n", b"\r\n"),
        "proof_no_checkpoint": proof.split(b"\n\n")[0] + b"\n\n",
        "proof_long_path": proof.replace(b"index 4\n", b"index 4\n" + (
            b64(filler(1)).encode() + b"\n") * 64),
        "receipt_space": receipt.replace(b",", b", ", 1), "receipt_cut": receipt[:-1],
        "receipt_two_lines": receipt + b"\n\n", "receipt_left_over": receipt + b"x",
        "receipt_fraction": receipt.replace(b'"first":1', b'"first":1.0'),
        "receipt_minus": receipt.replace(b'"first":1', b'"first":-1'),
        "receipt_large": receipt.replace(b'"first":1', b'"first":9007199254740992'),
        "receipt_slash": receipt.replace(b"celltrail.example/", b"celltrail.example\\/"),
        "receipt_unicode_escape": receipt.replace(b"celltrail", b"\\u0063elltrail"),
        "receipt_raw_lf": receipt.replace(b"\\n", b"\n"),
        "receipt_member_more": receipt.replace(b'"v":1', b'"v":1,"w":1'),
        "receipt_member_twice": receipt.replace(b'"v":1', b'"v":1,"v":1'),
        "receipt_other_version": receipt.replace(b'"v":1', b'"v":2'),
        "receipt_loose_base64": receipt.replace(b"=\"", b"\"", 1),
        "bundle_no_lf": bundle[:-1], "bundle_not_utf8": bundle.replace(b"Made-up", b"\xff", 1),
        "bundle_no_entry": line({**trail(made, story.PACK, []), "entries": []}),
        "bundle_about_wide": bundle.replace(story.PACK.encode(), "电池".encode(), 1),
        "bundle_comma": bundle.replace(b"[3,4,5]", b"[3,4,5,]"),
        "fork_one_leaf": line({**forks(made)[1], "leaves": texts_of([made.leaves[5]])}),
        "fork_no_index": line({k: v for k, v in forks(made)[1].items() if k != "index"}),
        "fork_minus": fork.replace(b'"index":5', b'"index":-1'),
        "fork_one_head": line({**forks(made)[0], "checkpoints": [made.head(6).decode()]}),
    }


def judged(made):
    """What the verifier is given: a file, an entry and another file, each ended by NUL."""
    good = {name: content + b"\0\0" for name, content in good_files(made).items()
            if not name.startswith("entry")}
    for index in range(6):
        good[f"entry_{index}"] = tlog_proof(made, index) + b"\0" + made.entries[index] + b"\0"
    good["checkpoint"] = made.head(6) + b"\0\0"
    good["cosigned"] = made.cosigned(6) + b"\0\0"
    good["held_against"] = made.head(6) + b"\0\0" + made.head_of(made.forged)
    good["after_with_trail"] = (line(after(made)) + b"\0\0"
                                + line(trail(made, story.COLLECTOR, [1, 3, 4, 5])))
    true_leaves, made.leaves = made.leaves, made.forged
    good["after_with_proof"] = line({**after(made), "leaf": b64(true_leaves[5])}) + b"\0\0"
    seen = tlog_proof(made, 5)
    made.leaves = true_leaves
    good["after_with_proof"] = line(after(made)) + b"\0\0" + seen
    bad = {name: content + b"\0\0" for name, content in bad_files(made).items()}
    bundle = trail(made, story.PACK, [3, 4, 5])
    worse = {"trail_short": dict(bundle, trail=[3, 4]), "trail_long": dict(bundle, trail=[2, 3, 4, 5]),
             "trail_other": dict(bundle, about=story.RECYCLER),
             "trail_gap": trail(made, story.PACK, [3, 5], [0, 1, 2, 3, 5]),
             "trail_no_grant": trail(made, story.PACK, [3, 4, 5], [0, 2, 3, 4, 5]),
             "trail_no_founding": trail(made, story.PACK, [3, 4, 5], [1, 2, 3, 4, 5]),
             "trail_order": trail(made, story.PACK, [3, 4, 5], [0, 2, 1, 3, 4, 5]),
             "trail_wrong_path": dict(bundle, entries=[dict(bundle["entries"][0], path=[])]),
             "consistency_order": consistency_swapped(made),
             "consistency_forged": {**consistency(made, 5), "checkpoints": [
                 made.head(5).decode(), made.head_of(made.forged_longer).decode()]},
             "fork_of_none": {"checkpoints": [made.head(5).decode(), made.head(6).decode()],
                              "kind": "fork", "v": 1}}
    bad.update({name: line(value) + b"\0\0" for name, value in worse.items()})
    bad["entry_missing"] = tlog_proof(made, 4) + b"\0\0"
    bad["entry_other"] = tlog_proof(made, 4) + b"\0" + made.entries[3] + b"\0"
    bad["entry_changed"] = tlog_proof(made, 4) + b"\0" + made.entries[4].replace(
        b"412000", b"412001") + b"\0"
    bad["entry_index_outside"] = (tlog_proof(made, 4).replace(b"index 4", b"index 6") + b"\0"
                                  + made.entries[4] + b"\0")
    return {"good": good, "bad": bad}


def consistency_swapped(made):
    value = consistency(made, 3)
    return dict(value, checkpoints=value["checkpoints"][::-1])


def path_inputs():
    """Two numbers and hashes, as the target `proof` cuts them."""
    def pack(a, b, count):
        return struct.pack("<qq", a, b) + b"".join(filler(n) for n in range(count))
    good = {"alone": pack(0, 1, 0), "of_two": pack(1, 2, 1), "left_of_six": pack(0, 6, 3),
            "last_of_six": pack(5, 6, 2), "of_256": pack(255, 256, 8), "of_257": pack(256, 257, 1),
            "of_the_largest": pack(0, 1 << 62, 62), "last_of_many": pack(2**40, 2**40 + 1, 1),
            "middle": pack(1_000_003, 3_000_017, inclusion_length(1_000_003, 3_000_017))}
    bad = {"no_tree": pack(0, 0, 0), "outside": pack(6, 6, 3), "minus": pack(-1, 6, 3),
           "too_long": pack(0, 1, 1), "too_short": pack(0, 6, 2), "beyond": pack(0, 2**62 + 1, 63),
           "largest_numbers": pack(2**63 - 1, 2**63 - 1, 64), "cut": b"\0" * 15,
           # Two leaves and a hash too many beside them.
           "range_too_long": pack(0, 2, 3), "range_too_short": pack(1, 4, 3)}
    return {"good": good, "bad": bad}


def inclusion_length(index, size):
    inner = (index ^ (size - 1)).bit_length()
    return inner + bin(index >> inner).count("1")


def tile_paths():
    good = ["tile/0/000", "tile/0/999", "tile/0/x001/000", "tile/0/x001/x234/067", "tile/63/000",
            "tile/1/000.p/1", "tile/1/000.p/255", "tile/entries/000", "tile/entries/x001/000.p/17",
            "tile/0/x018/x014/x398/x509/x481/983"]
    bad = ["", "tile", "tile/0", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000",
           "tile/64/000", "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05",
           "tile/0/000.p/", "tile/0/x000/000", "tile/0/x001/x000", "tile/0/001/000", "tile/0/x001",
           "tile/0/000/", "/tile/0/000", "tile//000", "tile/0/../000", "tile/0/000.p/1.p/1",
           "tile/0/X001/000", "tile/0/0\u0660\u0660", "tile/entries/0/000", "tile/Entries/000",
           "tile/0/000\n", "tile/0/%30%30%30", "tile/0/" + "x999/" * 7 + "999", "checkpoint",
           "tile/0/x004/x611/x686/x018/x427/x387/903"]
    return {"good": {f"{n:02}": path.encode() for n, path in enumerate(good)},
            "bad": {f"{n:02}": path.encode() for n, path in enumerate(bad)}}


def inputs(made: Made):
    return {"proof_files": {"good": good_files(made), "bad": bad_files(made)},
            "verify": judged(made), "proof": path_inputs(), "tile_path": tile_paths()}
