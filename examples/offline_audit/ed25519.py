"""Ed25519 under the strict rules of docs/format.md, "Keys".

A library verifies when there is one; without one the arithmetic below does, slowly.
"""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
IDENTITY_BYTES = (1).to_bytes(32, "little")


def _add(first, second):
    a = (first[1] - first[0]) * (second[1] - second[0]) % P
    b = (first[1] + first[0]) * (second[1] + second[0]) % P
    c = 2 * first[3] * second[3] * D % P
    d = 2 * first[2] * second[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _multiply(scalar, point):
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _decode(data):
    """The point of 32 bytes; None when there is none or it has another spelling."""
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * SQRT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encode(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_sound_key(key):
    """A canonical point of the main subgroup, and not the identity."""
    point = _decode(key)
    return (point is not None and key != IDENTITY_BYTES
            and _encode(_multiply(ORDER, point)) == IDENTITY_BYTES)


def _verify_here(key, message, signature):
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = _decode(key)
    negated = (P - x, y, z, P - t)
    response = int.from_bytes(signature[32:], "little")
    return _encode(_add(_multiply(response, BASE), _multiply(challenge, negated))) == signature[:32]


def _library():
    try:
        from nacl.bindings import crypto_sign_open

        def by_nacl(key, message, signature):
            try:
                return crypto_sign_open(signature + message, key) == message
            except Exception:  # the library's own error types differ between versions
                return False
        return by_nacl
    except ImportError:
        pass
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        def by_cryptography(key, message, signature):
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
                return True
            except InvalidSignature:
                return False
        return by_cryptography
    except ImportError:
        return _verify_here


_verify = _library()


def verify(key, message, signature):
    """`key` must be sound. S below the order, R not the identity, then the equation itself."""
    if int.from_bytes(signature[32:], "little") >= ORDER or signature[:32] == IDENTITY_BYTES:
        return False
    return _verify(key, message, signature)
