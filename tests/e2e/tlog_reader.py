#!/usr/bin/env python3
"""Reads a log that follows C2SP tlog-tiles: tlog_reader.py DIRECTORY VKEY

Knows nothing of what the entries mean, and shares no code with what wrote them. Signatures are
checked by the openssl command. Prints "size root" when all is as the specification demands.
"""

import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

WIDTH = 256
PATH = re.compile(r"tile/(entries|0|[1-5]?[0-9]|6[0-3])((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(hashes):
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        pairs = [sha256(b"\x01", hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + (hashes[-1:] if len(hashes) % 2 else [])
    return hashes[0]


def split_key(vkey):
    name, digits, data = vkey.split("+", 2)
    typed = base64.b64decode(data, validate=True)
    assert typed[0] == 1 and len(typed) == 33, "an Ed25519 key"
    assert sha256(name.encode(), b"\n", typed)[:4].hex() == digits, "the key id"
    return name, bytes.fromhex(digits), typed[1:]


def is_signed(text, signature, public):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "text").write_bytes(text)
        (place / "signature").write_bytes(signature)
        (place / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", place / "key", "-keyform", "DER",
             "-rawin", "-in", place / "text", "-sigfile", place / "signature"],
            capture_output=True, check=False).returncode == 0


def read_checkpoint(note, vkey):
    name, key_id, public = split_key(vkey)
    split = note.rindex(b"\n\n") + 1
    text, lines = note[:split], note[split + 1:].decode().splitlines()
    known = [base64.b64decode(line.split(" ")[2], validate=True) for line in lines
             if line.split(" ")[1] == name]
    ours = [data for data in known if data[:4] == key_id]
    assert ours, "a signature of the log's key"
    assert all(is_signed(text, data[4:], public) for data in ours), "the log's signature"
    origin, size, root = text.decode().split("\n")[:3]
    assert origin == name, "the origin is the key's name"
    assert re.fullmatch("0|[1-9][0-9]*", size), "the size"
    return int(size), base64.b64decode(root, validate=True)


def path_of(level, number, width):
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def tiles_of(count):
    """Number and width of each tile of a level with this many hashes."""
    return [(first // WIDTH, min(WIDTH, count - first)) for first in range(0, count, WIDTH)]


def read_entries(folder, size):
    for number, width in tiles_of(size):
        bundle = (folder / path_of("entries", number, width)).read_bytes()
        at = 0
        for _ in range(width):
            length = int.from_bytes(bundle[at:at + 2], "big")
            entry = bundle[at + 2:at + 2 + length]
            assert len(entry) == length, f"bundle {number} is cut off"
            yield entry
            at += 2 + length
        assert at == len(bundle), f"bundle {number} has bytes after its last entry"


def check_tiles(folder, leaves):
    """Every tile of every level, each level made from the full tiles of the one below."""
    hashes, level = leaves, 0
    while hashes:
        for number, width in tiles_of(len(hashes)):
            wanted = b"".join(hashes[number * WIDTH:number * WIDTH + width])
            path = path_of(level, number, width)
            assert (folder / path).read_bytes() == wanted, path
        hashes = [root_of(hashes[i:i + WIDTH]) for i in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        level += 1


def check_names(folder, size):
    """There is no tile of a larger tree, and nothing that no tree has."""
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.is_dir() or name == "checkpoint":
            continue
        match = PATH.fullmatch(name)
        assert match, f"{name} is no path of a log"
        level = 0 if match[1] == "entries" else int(match[1])
        number = int("".join(re.findall("[0-9]{3}", match[2])))
        width = int(match[3] or WIDTH)
        assert (number * WIDTH + width) << 8 * level <= size, f"{name} is beyond the checkpoint"


def main():
    folder, vkey = pathlib.Path(sys.argv[1]), sys.argv[2]
    size, root = read_checkpoint((folder / "checkpoint").read_bytes(), vkey)
    leaves = [sha256(b"\x00", entry) for entry in read_entries(folder, size)]
    check_tiles(folder, leaves)
    assert root_of(leaves) == root, "the root"
    check_names(folder, size)
    print(size, base64.b64encode(root).decode())


if __name__ == "__main__":
    main()
