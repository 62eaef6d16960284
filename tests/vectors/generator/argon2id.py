"""Argon2id with one lane (RFC 9106), for small memory sizes: slow, and readable beside the RFC."""

import hashlib
import struct

WORD = (1 << 64) - 1
LOW = (1 << 32) - 1
WORDS_IN_BLOCK = 128
SLICES = 4
COLUMNS = [[2 * i + 16 * row + half for row in range(8) for half in (0, 1)] for i in range(8)]
ROWS = [list(range(16 * i, 16 * i + 16)) for i in range(8)]
MIXES = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
         (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]


def argon2id(password, salt, passes, memory_kib, length):
    lane = memory_kib // 4 * 4
    seed = _first_hash(password, salt, passes, memory_kib, length)
    memory = [None] * lane
    for i in (0, 1):
        memory[i] = _words(_long_hash(seed + struct.pack("<II", i, 0), 1024))
    for step in range(passes):
        for part in range(SLICES):
            _fill_segment(memory, step, part, lane, passes)
    return _long_hash(struct.pack("<128Q", *memory[-1]), length)


def _first_hash(password, salt, passes, memory_kib, length):
    head = struct.pack("<IIIIII", 1, length, memory_kib, passes, 0x13, 2)
    fields = b"".join(struct.pack("<I", len(f)) + f for f in (password, salt, b"", b""))
    return hashlib.blake2b(head + fields).digest()


def _long_hash(data, length):
    data = struct.pack("<I", length) + data
    if length <= 64:
        return hashlib.blake2b(data, digest_size=length).digest()
    block = hashlib.blake2b(data).digest()
    out = block[:32]
    while length - len(out) > 64:
        block = hashlib.blake2b(block).digest()
        out += block[:32]
    return out + hashlib.blake2b(block, digest_size=length - len(out)).digest()


def _words(block):
    return list(struct.unpack("<128Q", block))


def _fill_segment(memory, step, part, lane, passes):
    segment = lane // SLICES
    independent = step == 0 and part < 2  # Argon2id: the first half of the first pass
    addresses = []
    for i in range(2 if step == 0 and part == 0 else 0, segment):
        current = part * segment + i
        if independent:
            if not addresses or i % WORDS_IN_BLOCK == 0:
                counter = i // WORDS_IN_BLOCK + 1
                addresses = _addresses(step, part, lane, passes, counter)
            random = addresses[i % WORDS_IN_BLOCK]
        else:
            random = memory[current - 1][0]
        block = _compress(memory[current - 1], memory[_reference(random, step, part, i, lane)])
        if step:
            block = [new ^ old for new, old in zip(block, memory[current])]
        memory[current] = block


def _addresses(step, part, lane, passes, counter):
    zero = [0] * WORDS_IN_BLOCK
    head = [step, 0, part, lane, passes, 2, counter]
    return _compress(zero, _compress(zero, head + zero[len(head):]))


def _reference(random, step, part, i, lane):
    segment = lane // SLICES
    size = (part * segment if step == 0 else lane - segment) + i - 1
    start = 0 if step == 0 else (part + 1) * segment % lane
    first = random & LOW
    offset = size * (first * first >> 32) >> 32
    return (start + size - 1 - offset) % lane


def _compress(left, right):
    mixed = [a ^ b for a, b in zip(left, right)]
    block = list(mixed)
    for places in ROWS + COLUMNS:
        for mix in MIXES:
            _mix(block, *(places[i] for i in mix))
    return [a ^ b for a, b in zip(block, mixed)]


def _mix(v, a, b, c, d):
    for first, second in ((32, 24), (16, 63)):
        v[a] = _add(v[a], v[b])
        v[d] = _rotate(v[d] ^ v[a], first)
        v[c] = _add(v[c], v[d])
        v[b] = _rotate(v[b] ^ v[c], second)


def _add(x, y):
    return (x + y + 2 * (x & LOW) * (y & LOW)) & WORD


def _rotate(x, bits):
    return x >> bits | x << (64 - bits) & WORD
