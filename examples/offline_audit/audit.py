#!/usr/bin/env python3
"""Checks an exported ledger: audit.py EXPORT [--identity HASH] [--figures YEAR]

Exit codes: 0 clean, 1 a newer program is needed, 2 usage, 6 damage.
"""

import argparse
import json
import pathlib
import sys

import notes
import tiles
from checks import Audit
from damage import Damage, Malformed
from encoding import to_base64
from figures import Figures

EXIT_NEWER, EXIT_USAGE, EXIT_DAMAGE = 1, 2, 6
NOT_JUDGED = ("not judged: the members and values of events beyond what signs, links and times "
              "them, and the rules of trade (who has what, how many grams, which role); "
              "`celltrail audit` judges those")


def lines(path):
    with open(path, "rb") as file:
        for number, line in enumerate(file):
            if not line.endswith(b"\n"):
                raise Damage(number, "the file ends inside an entry", "LF after each entry",
                             repr(line[-20:]))
            yield line[:-1]


def is_tiles(folder):
    return not (folder / "entries.jsonl").exists() and (folder / "tile").exists()


def entries(folder):
    if not is_tiles(folder):
        return lines(folder / "entries.jsonl")
    try:
        size = head_size(read_head(folder)[0])
    except Malformed as wrong:
        raise Damage(-1, wrong.what, wrong.expected, wrong.found) from wrong
    return tiles.entries(folder, size)


def check_entries(folder, audit, identity, figures):
    for line in entries(folder):
        entry = audit.take(line)
        if audit.tree.size == 1:
            check_identity(audit, identity)
        if figures and entry:
            figures.take(entry["event"])
    if audit.tree.size == 0:
        raise Damage(-1, "the export", "at least entry 0", "no entry")
    if is_tiles(folder):
        tiles.check_hashes(folder, audit.leaves())


def check_identity(audit, identity):
    found = to_base64(audit.identity())
    if identity and identity != found:
        raise Damage(0, "the ledger's identity (leaf hash of entry 0)", identity, found)


def read_head(folder):
    """The lines of the checkpoint's text, the text, its signatures."""
    text, signatures = notes.read_note((folder / "checkpoint").read_bytes())
    return text.decode().split("\n"), text, signatures


def head_size(body):
    if len(body) < 4 or not body[1].isascii() or not body[1].isdigit() or len(body[1]) > 19:
        raise Malformed("the checkpoint", "origin, size, root", body)
    return int(body[1])


def check_checkpoint(folder, audit):
    """Size, root and signature of the head that the ledger published."""
    try:
        body, text, signatures = read_head(folder)
        if audit.ledger_key:
            notes.check_signed(audit.ledger_key, text, signatures)
            expect("the checkpoint's origin", audit.origin, body[0])
        size = head_size(body)
        expect("the checkpoint's size", str(size), body[1])
        compare_heads(audit, size, body[2])
    except Malformed as wrong:
        raise Damage(-1, wrong.what, wrong.expected, wrong.found) from wrong


def compare_heads(audit, size, root):
    if size != audit.tree.size:
        raise Damage(min(size, audit.tree.size), "the number of entries",
                     f"{size}, as the checkpoint says", audit.tree.size)
    if audit.newer_from is None and audit.ends_inside_a_batch():
        raise Damage(size, "the last batch", "all of its entries", "some are missing")
    expect("the root over all entries", root, to_base64(audit.tree.root()))


def expect(what, expected, found):
    if expected != found:
        raise Malformed(what, expected, found)


def run(arguments):
    audit, folder = Audit(), arguments.export
    figures = Figures(arguments.figures) if arguments.figures is not None else None
    try:
        check_entries(folder, audit, arguments.identity, figures)
        check_checkpoint(folder, audit)
    except Damage as damage:
        report_damage(damage, audit)
        return EXIT_DAMAGE
    print(f"origin    {audit.origin}\nidentity  {to_base64(audit.identity())}\n"
          f"size      {audit.tree.size}\nroot      {to_base64(audit.tree.root())}", file=sys.stderr)
    if audit.newer_from is not None:
        print(f"checked up to entry {audit.newer_from - 1}; entry {audit.newer_from} needs a newer "
              "program; the root over all entries is the checkpoint's", file=sys.stderr)
        return EXIT_NEWER
    print(f"clean: {audit.tree.size} entries in {audit.batches} signed batches\n{NOT_JUDGED}",
          file=sys.stderr)
    if figures:
        print(json.dumps(figures.result()))
    return 0


def report_damage(damage, audit):
    where = f"entry {damage.entry}" if damage.entry >= 0 else "no entry: the checkpoint or the file"
    sound = audit.sound
    kept = (f"entries 0 to {sound - 1}: their batches are whole, signed and linked; only a "
            "checkpoint you keep yourself says whether their times and order were always these"
            if sound else "nothing")
    print(f"damage in {where}\nwrong     {damage.what}\nexpected  {damage.expected}\n"
          f"found     {damage.found}\nstill trustworthy: {kept}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description="checks an exported ledger offline")
    parser.add_argument("export", type=pathlib.Path, help="folder of checkpoint, and entries.jsonl or tiles")
    parser.add_argument("--identity", help="the leaf hash of entry 0 that you trust, base64")
    parser.add_argument("--figures", type=int, metavar="YEAR", help="also count a year's grams")
    arguments = parser.parse_args()
    try:
        sys.exit(run(arguments))
    except OSError as error:
        parser.error(f"reading the export: {error}")


if __name__ == "__main__":
    main()
