"""Entries, bundles and the files that lie on a disk."""

import json
import pathlib
import struct

import make_vectors
from chain import batch_head_text, canonical, head_file_slot, root_of
from made import Made

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "csv"


def bundle(entries):
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def entry_inputs(made):
    entry = made.entries[4]
    bad = {
        "empty": b"", "line_feed": entry + b"\n", "cut": entry[:-1],
        "space": entry.replace(b",", b", ", 1),
        "other_version": entry[:-2] + b"2}", "no_v": entry.replace(b',"v":1}', b"}"),
        "no_after": made.entries[3].replace(
            b'"after":{"hash":"Cs0wmPSw8kvPqh6OHU3obJBALFio+iROJfVtm4MayDc=","index":2},', b""),
        "position_past_count": entry.replace(b'"index":0,"key"', b'"index":1,"key"'),
        "count_0": entry.replace(b'"count":1', b'"count":0'),
        "count_4097": entry.replace(b'"count":1', b'"count":4097'),
        "after_itself": entry.replace(b'"index":3},"count"', b'"index":4},"count"'),
        "standing_itself": entry.replace(b'"standing":1', b'"standing":4'),
        "later_link": entry.replace(b'"prev":2}', b'"prev":4}'),
        "unsorted_links": entry.replace(b'{"id":"000PE', b'{"id":"Z00PE'),
        "no_links": entry[:entry.index(b'"trail":')] + b'"trail":[],"v":1}',
        "minus_two": entry.replace(b'"prev":2}', b'"prev":-2}'),
        "event_text": entry.replace(b'"event":{', b'"event":"{'),
        "open_event": entry.replace(b'"un_number":"UN3480"', b'"un_number":"UN3480'),
        "time_with_offset": entry.replace(b".999Z", b".999+00:00"),
        "time_second_60": entry.replace(b":11.999Z", b":60.999Z"),
        "key_without_label": entry.replace(b"UP014/office", b"UP014"),
        "index_large": entry.replace(b'"index":4,"prev"', b'"index":9007199254740992,"prev"'),
        "index_leading_zero": entry.replace(b'"index":4,"prev"', b'"index":04,"prev"'),
    }
    return {"good": {f"entry_{i}": one for i, one in enumerate(made.entries)}, "bad": bad}


def bundle_inputs(made):
    three = bundle(made.entries[:3])
    wide = struct.pack("<H", 256) + b"\x00\x01e" * 256
    return {"good": {"three": b"\x03\x00" + three, "none": b"\x00\x00", "full": wide,
                     "empty_entry": b"\x01\x00\x00\x00"},
            "bad": {"too_wide": struct.pack("<H", 257) + b"\x00\x00" * 257, "no_width": b"\x01",
                    "cut": b"\x03\x00" + three[:-1], "left_over": b"\x02\x00" + three,
                    "half_a_length": b"\x01\x00\x00", "length_too_large": b"\x01\x00\xff\xff"}}


def batches_inputs(made):
    entries = made.entries
    return {"good": {"whole": bundle(entries), "founding": bundle(entries[:1]),
                     "two_batches": bundle(entries[:3])},
            "bad": {"no_entry": bundle([b"{}"]), "out_of_order": bundle([entries[0], entries[3]]),
                    "half_a_batch": bundle(entries[:2]),
                    "two_in_one": bundle([entries[0], entries[1], entries[2].replace(
                        b'"standing":0', b'"standing":-1')]),
                    "newer_type": bundle([entries[0].replace(b'"establish"', b'"establisj"')]),
                    "loose_event": bundle([entries[0].replace(b'"rules":1', b'"rules":01')])}}


def key_inputs():
    files = make_vectors.files()
    plain, sealed = files["keys/plain.key"], files["keys/sealed.key"]
    return {"good": {"plain": plain, "sealed": sealed},
            "bad": {"empty": b"", "no_lf": plain[:-1], "two_lfs": plain + b"\n",
                    "space": plain.replace(b",", b", ", 1), "both": plain.replace(
                        b'"vkey"', sealed[sealed.index(b'"sealed_secret"'):-1] + b'"vkey"'),
                    "other_version": plain.replace(b'key":1', b'key":2'),
                    "other_name": plain.replace(b'office","secret', b'gate","secret'),
                    "short_secret": plain.replace(b'secret":"CNv2', b'secret":"'),
                    "other_kdf": sealed.replace(b"argon2id13", b"argon2i13"),
                    "fraction": sealed.replace(b'operations":3', b'operations":3.0'),
                    "minus": sealed.replace(b'operations":3', b'operations":-3'),
                    "name_twice": plain.replace(b'"name"', b'"name":"x","name"'),
                    "null": plain.replace(b'"secret":"CN', b'"secret":null,"x":"'),
                    "deep": b"[" * 8000, "list": b"[]\n"}}


def head_inputs(made):
    def slot(sequence):
        return head_file_slot(sequence, sequence, root_of(made.leaves[:sequence]))

    torn = slot(5)[:200].ljust(512)
    four, five = slot(4), slot(5)
    return {"good": {"both": four + five, "one": b" " * 512 + five, "torn": four + torn,
                     "fresh": b" " * 1024, "cut_when_made": b""},
            "bad": {"neither": torn + torn, "short": four + five[:-1], "long": four + five + b"\n",
                    "wrong_sum": (four + five).replace(b"1 4 4", b"1 4 5").replace(
                        b"1 5 5", b"1 5 4"),
                    "leading_zero": torn + five.replace(b"1 5 5", b"1 05 5")[:511] + b"\n",
                    "carriage": torn + five[:-2] + b"\r\n"}}


def batch_file_inputs(made):
    events = [canonical(json.loads(entry)["event"]) for entry in made.entries]
    text = batch_head_text("celltrail.example/vectors", "11000000MADE0UP009", events[1:3],
                           (0, made.leaves[0]))

    def write(head, listed):
        return canonical({"events": [event.decode() for event in listed], "head": head,
                          "kind": "batch", "v": 1}) + b"\n"

    whole = write(text, events[1:3])
    return {"good": {"to_be_signed": whole, "signed": write(made.ledger.notes[1].decode(),
                                                            events[1:3]),
                     "founding": write(made.ledger.notes[0].decode(), events[:1]),
                     "every_event": write("", events)},
            "bad": {"empty": b"", "no_events": write(text, []), "no_lf": whole[:-1],
                    "loose_event": write(text, [events[1].replace(b":", b": ", 1)]),
                    "no_event": write(text, [b"{}"]), "left_over": whole + b"\n",
                    "space": whole.replace(b",", b", ", 1), "other_kind": whole.replace(
                        b'"kind":"batch"', b'"kind":"trail"')}}


def csv_inputs():
    good = {path.stem: path.read_bytes() for path in sorted(EXAMPLES.glob("*.csv"))}
    chinese = (EXAMPLES / "retire.zh.csv").read_bytes()
    good["in_gb18030"] = chinese.decode("utf-8-sig").encode("gb18030")
    return {"good": good,
            "bad": {"empty": b"", "quote": b'"', "open_quote": b'type\n"', "commas": b',,,,""""',
                    "mark_only": b"\xef\xbb\xbf", "type_twice": b"type,type\nretire,retire\n",
                    "nul": b"type,id\nretire,\0\n", "neither": b"type\n\xff\xff\n",
                    "long_cell": b"type,id\nretire," + b"a" * 17_000 + b"\n",
                    "many_columns": b"," * 300 + b"\n"}}


def http_inputs():
    first = b"POST /add-checkpoint HTTP/1.1\r\n"
    good = {"post": first + b"Host: a.example\r\nContent-Length: 3\r\n\r\n",
            "get": b"GET /00/checkpoint HTTP/1.1\r\nHost: a.example\r\n\r\n"}
    bad = {"bare_lf": good["get"].replace(b"\r", b""), "cut": good["get"][:-2],
           "two_lengths": first + b"Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
           "chunked": first + b"Host: a\r\nTransfer-Encoding: chunked\r\n\r\n",
           "folded": first + b"Host: a\r\n b\r\nContent-Length: 3\r\n\r\n",
           "plus": first + b"Host: a\r\nContent-Length: +3\r\n\r\n",
           "huge": first + b"Host: a\r\nContent-Length: 18446744073709551619\r\n\r\n",
           "body_with_get": good["get"][:-2] + b"Content-Length: 3\r\n\r\n",
           "range": good["get"][:-2] + b"Range: bytes=0-\r\n\r\n",
           "space_before_colon": good["get"].replace(b"Host:", b"Host :"),
           "nul": good["get"].replace(b"a.example", b"a\0b"), "empty": b"",
           "many_lines": good["get"][:-2] + b"A: b\r\n" * 70 + b"\r\n",
           "encoded_lf": good["get"].replace(b"a.example", b"a%0ab")}
    return {"good": good, "bad": bad}


def inputs(made: Made):
    return {"entry": entry_inputs(made), "bundle": bundle_inputs(made), "key_file": key_inputs(),
            "batches": batches_inputs(made), "head_file": head_inputs(made), "csv": csv_inputs(),
            "batch_file": batch_file_inputs(made), "http_head": http_inputs()}
