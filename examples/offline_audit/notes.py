"""C2SP signed notes and their keys (docs/format.md, "Signed note" and "Keys")."""

import hashlib

import ed25519
from damage import Malformed
from encoding import from_base64

SIGNATURE_BYTES = 68
NOTE_BYTES_MAX = 65536
LINES_MAX = 16


class VerifierKey:
    """A name bound to an Ed25519 key: `name+key id in hex+base64(0x01 || key)`."""

    def __init__(self, text):
        parts = text.split("+", 2) if isinstance(text, str) else []
        if len(parts) != 3 or not parts[0]:
            raise Malformed("a vkey", "name+id+key", text)
        self.name = parts[0]
        body = from_base64(parts[2], 33)
        self.public = body[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + body).digest()[:4]
        if body[0] != 1 or parts[1] != self.id.hex() or not ed25519.is_sound_key(self.public):
            raise Malformed("a vkey", f"an Ed25519 key with id {self.id.hex()}", text)

    def verifies(self, text, line_signature):
        """`line_signature` is the 68 bytes of a note's signature line."""
        return (line_signature[:4] == self.id
                and ed25519.verify(self.public, text, line_signature[4:]))


def read_note(data):
    """The signed text and its lines as (name, decoded bytes)."""
    if len(data) > NOTE_BYTES_MAX:
        raise Malformed("a signed note", f"at most {NOTE_BYTES_MAX} bytes", len(data))
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise Malformed("a signed note", "UTF-8", error) from error
    text, gap, lines = whole.rpartition("\n\n")
    controls = any(ord(c) < 0x20 and c != "\n" for c in whole)
    if not gap or not lines.endswith("\n") or controls:
        raise Malformed("a signed note", "a text, an empty line, signature lines", whole[-60:])
    found = [_read_line(line) for line in lines[:-1].split("\n")]
    if len(found) > LINES_MAX:
        raise Malformed("a signed note", f"at most {LINES_MAX} signature lines", len(found))
    return (text + "\n").encode(), found


def _read_line(line):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or "+" in parts[1]:
        raise Malformed("a signature line", "an em dash, a name, base64", line)
    size = len(parts[2]) * 3 // 4 - parts[2].count("=")
    return parts[1], from_base64(parts[2], max(size, 5))


def check_signed(key, text, lines):
    """Every line of this key must verify and there must be one; others are not ours to judge."""
    ours = [data for name, data in lines if name == key.name and data[:4] == key.id]
    if not ours:
        raise Malformed("the note's signature", f"a line by {key.name}+{key.id.hex()}", "none")
    for data in ours:
        if len(data) != SIGNATURE_BYTES or not key.verifies(text, data):
            raise Malformed("the note's signature", f"one by {key.name}", "it does not verify")
