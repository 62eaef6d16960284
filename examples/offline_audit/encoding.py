"""Canonical JSON, strict base64 and times (docs/format.md, "Notation" and "Canonical JSON")."""

import base64
import binascii
import datetime
import functools
import json
import re

from damage import Malformed

INTEGER_MAX = 2**53 - 1
DEPTH_MAX = 9  # of an entry: eight levels of an event, and the entry around it
MEMBER_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
TEXT_NOT_ALLOWED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]")
ESCAPE_NOT_ALLOWED = re.compile(r"\\[^\"]")  # once the escaped backslashes are out of the way
EVENT_TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d):([0-5]\d)([+-])(0\d|1[0-4]):([0-5]\d)", re.ASCII)
RECORDED_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d\.\d{3}Z", re.ASCII)
EPOCH = datetime.datetime(1970, 1, 1)


def canonical(value):
    """The one spelling of a value (RFC 8785 for integers and ASCII member names)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read_canonical(line):
    """The value of a line that is already in canonical form, byte for byte.

    Writing the value again and comparing settles spaces, order, escapes and repeated members.
    """
    try:
        text = line.decode()
        value = json.loads(text, parse_float=_refuse_number, parse_constant=_refuse_number)
        again = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Malformed("the bytes are not an entry", "canonical JSON in UTF-8", error) from error
    if again != line:
        at = next((i for i, pair in enumerate(zip(again, line)) if pair[0] != pair[1]),
                  min(len(again), len(line)))
        raise Malformed("the bytes are not in canonical form", repr(again[at:at + 40]),
                        repr(line[at:at + 40]) + f" at byte {at}")
    _check_characters(text)
    _check_values(value, DEPTH_MAX)
    return value


def _refuse_number(text):
    raise ValueError(f"the number {text} is no integer")


def _check_characters(text):
    found = TEXT_NOT_ALLOWED.search(text) or ESCAPE_NOT_ALLOWED.search(text.replace("\\\\", ""))
    if found:
        raise Malformed("a character that no text may have", "plain text", ascii(found[0]))


def _check_values(value, depth):
    kind = type(value)
    if kind is str or kind is bool:
        return
    if kind is int:
        if abs(value) > INTEGER_MAX:
            raise Malformed("a number", "at most 2^53 - 1", value)
    elif value is None:
        raise Malformed("a value", "anything but null", "null")
    elif depth == 0:
        raise Malformed("nested values", f"at most {DEPTH_MAX} levels", "more")
    elif kind is list:
        for inner in value:
            _check_values(inner, depth - 1)
    else:
        for name, inner in value.items():
            if not MEMBER_NAME.fullmatch(name):
                raise Malformed("a member name", "letters, digits and _", ascii(name))
            _check_values(inner, depth - 1)


def from_base64(text, size):
    """Exactly `size` bytes; refuses every spelling but the standard padded one."""
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        data = b""
    if len(data) != size or base64.b64encode(data).decode() != text:
        raise Malformed("a base64 value", f"{size} bytes in canonical base64", text)
    return data


def to_base64(data):
    return base64.b64encode(data).decode()


@functools.lru_cache(maxsize=4096)
def read_event_time(text):
    """Seconds since 1970, UTC."""
    match = EVENT_TIME.fullmatch(text) if isinstance(text, str) else None
    if not match or match[3] + match[4] + match[5] == "-0000":
        raise Malformed("a time", "YYYY-MM-DDThh:mm:ss+hh:mm", text)
    local = _seconds(match[1] + ":" + match[2])
    offset = int(match[4]) * 3600 + int(match[5]) * 60
    if offset > 14 * 3600:
        raise Malformed("a time", "an offset of at most 14 hours", text)
    return local - offset if match[3] == "+" else local + offset


def read_recorded_at(text):
    """Milliseconds since 1970, UTC."""
    if not isinstance(text, str) or not RECORDED_AT.fullmatch(text):
        raise Malformed("recorded_at", "YYYY-MM-DDThh:mm:ss.mmmZ", text)
    return _seconds(text[:19]) * 1000 + int(text[20:23])


def _seconds(text):
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")
    except ValueError as error:
        raise Malformed("a time", "a day of the calendar", text) from error
    return int((moment - EPOCH) // datetime.timedelta(seconds=1))
