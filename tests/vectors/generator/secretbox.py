"""XSalsa20-Poly1305 as libsodium's crypto_secretbox lays it out: tag, then cipher text."""

import struct

LOW = (1 << 32) - 1
SIGMA = struct.unpack("<4I", b"expand 32-byte k")
QUARTERS = [(0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
            (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)]
POLY_PRIME = (1 << 130) - 5
POLY_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def secretbox(message, nonce, key):
    subkey = _hsalsa(key, nonce[:16])
    length = 32 + len(message)
    blocks = (_salsa(subkey, nonce[16:] + struct.pack("<Q", i)) for i in range(length // 64 + 1))
    stream = b"".join(blocks)
    cipher = bytes(a ^ b for a, b in zip(message, stream[32:]))
    return _poly1305(cipher, stream[:32]) + cipher


def _start(key, middle):
    k = struct.unpack("<8I", key)
    n = struct.unpack("<4I", middle)
    return [SIGMA[0], *k[:4], SIGMA[1], *n, SIGMA[2], *k[4:], SIGMA[3]]


def _rounds(words):
    for _ in range(10):
        for a, b, c, d in QUARTERS:
            for target, x, y, bits in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
                total = (words[x] + words[y]) & LOW
                words[target] ^= (total << bits | total >> (32 - bits)) & LOW
    return words


def _hsalsa(key, nonce):
    words = _rounds(_start(key, nonce))
    return struct.pack("<8I", *(words[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def _salsa(key, nonce_and_counter):
    start = _start(key, nonce_and_counter)
    mixed = _rounds(list(start))
    return struct.pack("<16I", *((a + b) & LOW for a, b in zip(start, mixed)))


def _poly1305(message, key):
    r = int.from_bytes(key[:16], "little") & POLY_CLAMP
    total = 0
    for at in range(0, len(message), 16):
        total = (total + int.from_bytes(message[at:at + 16] + b"\x01", "little")) * r % POLY_PRIME
    total += int.from_bytes(key[16:], "little")
    return (total & (1 << 128) - 1).to_bytes(16, "little")
