"""A ledger as C2SP tlog-tiles (docs/format.md, "Tiles")."""

import tree
from damage import Damage
from encoding import to_base64

WIDTH = 256
HASH_BYTES = 32
LENGTH_BYTES = 2


def path_of(level, number, width):
    """`level` is a number, or "entries" for a bundle."""
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == WIDTH else f".p/{width}")


def spans(count):
    """Where each tile of `count` hashes begins and how many it has."""
    for first in range(0, count, WIDTH):
        yield first, min(WIDTH, count - first)


def entries(folder, size):
    """The bytes of each entry, in order."""
    for first, width in spans(size):
        name = path_of("entries", first // WIDTH, width)
        bundle = _read(folder, name, first)
        at = 0
        for index in range(first, first + width):
            start = at + LENGTH_BYTES
            end = start + int.from_bytes(bundle[at:start], "big")
            if end > len(bundle) or start > len(bundle):
                raise Damage(index, f"{name} ends inside an entry", f"{end} bytes or more",
                             len(bundle))
            yield bundle[start:end]
            at = end
        if at != len(bundle):
            raise Damage(first, f"{name} goes on after its last entry", f"{at} bytes", len(bundle))


def check_hashes(folder, leaves):
    """Every tile of every level holds what the leaf hashes, 32 bytes each, demand."""
    level, hashes = 0, leaves
    while hashes:
        above = bytearray()
        for first, width in spans(len(hashes) // HASH_BYTES):
            wanted = bytes(hashes[first * HASH_BYTES:(first + width) * HASH_BYTES])
            name = path_of(level, first // WIDTH, width)
            _compare(name, first << 8 * level, wanted, _read(folder, name, first << 8 * level))
            if width == WIDTH:
                above += _root(wanted)
        level, hashes = level + 1, above


def _root(hashes):
    frontier = tree.Frontier()
    for at in range(0, len(hashes), HASH_BYTES):
        frontier.add(hashes[at:at + HASH_BYTES])
    return frontier.root()


def _compare(name, first, wanted, found):
    if len(found) != len(wanted):
        raise Damage(first, f"the size of {name}", len(wanted), len(found))
    if found == wanted:
        return
    at = next(i for i in range(0, len(wanted), HASH_BYTES)
              if wanted[i:i + HASH_BYTES] != found[i:i + HASH_BYTES])
    raise Damage(first, f"hash {at // HASH_BYTES} of {name}",
                 to_base64(wanted[at:at + HASH_BYTES]), to_base64(found[at:at + HASH_BYTES]))


def _read(folder, name, first):
    try:
        return (folder / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise Damage(first, name, "a file", "none") from error
