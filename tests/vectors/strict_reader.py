#!/usr/bin/env python3
"""The strict reading of JSON once more, in another language and from docs/format.md alone.

Reads texts from standard input, each as its length in bytes, LF, the bytes, LF. Answers each with
one line: "-" when it is refused, or "+" and its canonical form.

It uses no JSON library: those of the world accept what this form refuses.
"""

import sys

DEPTH_MAX = 8
NAME_BYTES_MAX = 64
INTEGER_END = 1 << 53
SPACE = b" \t\n\r"
DIGITS = b"0123456789"
SIMPLE_ESCAPES = {0x22: '"', 0x5C: "\\", 0x2F: "/"}


class Refused(Exception):
    pass


def is_allowed(c):
    if c < 0x20 or 0x7F <= c <= 0x9F:
        return False
    if c in (0x61C, 0x200E, 0x200F, 0xFEFF):
        return False
    if 0x202A <= c <= 0x202E or 0x2066 <= c <= 0x2069:
        return False
    if 0xD800 <= c <= 0xDFFF or 0xFDD0 <= c <= 0xFDEF:
        return False
    return c & 0xFFFF not in (0xFFFE, 0xFFFF)


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        if self.at >= len(self.text):
            raise Refused("end of text")
        return self.text[self.at]

    def take(self):
        byte = self.peek()
        self.at += 1
        return byte

    def expect(self, word):
        if self.text[self.at : self.at + len(word)] != word:
            raise Refused("expected %r" % word)
        self.at += len(word)

    def skip_space(self):
        while self.at < len(self.text) and self.text[self.at] in SPACE:
            self.at += 1

    def whole(self):
        self.skip_space()
        value = self.value(0)
        self.skip_space()
        if self.at != len(self.text):
            raise Refused("text after the value")
        return value

    def value(self, depth):
        byte = self.peek()
        if byte == 0x7B:
            return self.object(depth + 1)
        if byte == 0x5B:
            return self.array(depth + 1)
        if byte == 0x22:
            return self.string()
        if byte == 0x74:
            self.expect(b"true")
            return True
        if byte == 0x66:
            self.expect(b"false")
            return False
        return self.integer()

    def object(self, depth):
        if depth > DEPTH_MAX:
            raise Refused("too deep")
        self.expect(b"{")
        members = {}
        self.skip_space()
        if self.peek() == 0x7D:
            self.at += 1
            return members
        while True:
            self.skip_space()
            name = self.string()
            if len(name) > NAME_BYTES_MAX or not name.isascii():
                raise Refused("member name")
            if name in members:
                raise Refused("member twice")
            self.skip_space()
            self.expect(b":")
            self.skip_space()
            members[name] = self.value(depth)
            self.skip_space()
            if self.peek() == 0x7D:
                self.at += 1
                return members
            self.expect(b",")

    def array(self, depth):
        if depth > DEPTH_MAX:
            raise Refused("too deep")
        self.expect(b"[")
        elements = []
        self.skip_space()
        if self.peek() == 0x5D:
            self.at += 1
            return elements
        while True:
            self.skip_space()
            elements.append(self.value(depth))
            self.skip_space()
            if self.peek() == 0x5D:
                self.at += 1
                return elements
            self.expect(b",")

    def integer(self):
        start = self.at
        if self.peek() == 0x2D:
            self.at += 1
        first = self.at
        while self.at < len(self.text) and self.text[self.at] in DIGITS:
            self.at += 1
        digits = self.text[first : self.at]
        if not digits:
            raise Refused("no value")
        if digits[0] == 0x30 and (len(digits) > 1 or first != start):
            raise Refused("leading or negative zero")
        # So many digits are out of range whatever they are; counting them first keeps this quick.
        if len(digits) > 16:
            raise Refused("number too large")
        number = int(self.text[start : self.at])
        if abs(number) >= INTEGER_END:
            raise Refused("number too large")
        return number

    def string(self):
        self.expect(b'"')
        out = []
        while True:
            byte = self.peek()
            if byte == 0x22:
                self.at += 1
                return "".join(out)
            if byte == 0x5C:
                self.at += 1
                out.append(self.escape())
            else:
                out.append(self.character())

    def character(self):
        lead = self.peek()
        length = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        part = self.text[self.at : self.at + length]
        try:
            character = part.decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Refused("not UTF-8") from None
        if len(character) != 1 or not is_allowed(ord(character)):
            raise Refused("character not allowed")
        self.at += length
        return character

    def escape(self):
        byte = self.take()
        if byte in SIMPLE_ESCAPES:
            return SIMPLE_ESCAPES[byte]
        if byte != 0x75:
            raise Refused("escape")
        unit = self.four_digits()
        if 0xD800 <= unit <= 0xDBFF:
            self.expect(b"\\u")
            low = self.four_digits()
            if not 0xDC00 <= low <= 0xDFFF:
                raise Refused("half a surrogate pair")
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        if not is_allowed(unit):
            raise Refused("character not allowed")
        return chr(unit)

    def four_digits(self):
        digits = self.text[self.at : self.at + 4]
        if len(digits) != 4 or any(d not in b"0123456789abcdefABCDEF" for d in digits):
            raise Refused("\\u without four digits")
        self.at += 4
        return int(digits, 16)


def write_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def canonical(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    members = sorted(value.items())
    return "{" + ",".join(write_string(name) + ":" + canonical(v) for name, v in members) + "}"


def answer(text):
    try:
        return b"+" + canonical(Reader(text).whole()).encode("utf-8")
    except Refused:
        return b"-"


def main():
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        length = source.readline()
        if not length:
            return
        text = source.read(int(length))
        source.readline()
        sink.write(answer(text) + b"\n")


if __name__ == "__main__":
    main()
