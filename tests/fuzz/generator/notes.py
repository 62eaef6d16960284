"""Notes, checkpoints, cosignatures, policies and the requests that carry them."""

import story
from chain import b64, note
from made import TIME_S, Made, consistency_path, filler


def unknown_line(number):
    return f"\u2014 stranger-{number}.example {b64(filler(number) + filler(number + 1))}\n".encode()


def note_inputs(made):
    head = made.head(6)
    text, line = head.split(b"\n\n")
    start = "\u2014 ".encode()
    good = {
        "checkpoint": head,
        "cosigned": made.cosigned(6),
        "sixteen_lines": head + b"".join(map(unknown_line, range(15))),
        "empty_lines_in_text": b"a\n\n\n\nb\n\n" + line,
        "line_like_text": start + b"a b\n\n" + line,
        "only_lf": b"\n\n" + line,
        "wide_name": note("x\n", made.signer).replace(b" celltrail", " 钥匙".encode()),
        "short_signature": b"x\n\n" + start + b"n AAAAAAA=\n",
        **{f"batch_{i}": head for i, head in enumerate(made.ledger.notes)},
    }
    bad = {
        "empty": b"", "no_line": text + b"\n\n", "no_empty_line": text + b"\n" + line,
        "cut": head[:-1], "left_over": head + b"x\n", "carriage": head.replace(b"\n", b"\r\n"),
        "control": b"a\x07b\n\n" + line, "not_utf8": b"a\xffb\n\n" + line,
        "surrogate": b"\xed\xa0\x80\n\n" + line,
        "overlong": b"\xc0\xaf\n\n" + line, "nul": b"a\0\n\n" + line,
        "seventeen_lines": head + b"".join(map(unknown_line, range(16))),
        "hyphen": head.replace(start, b"- "), "two_spaces": head.replace(start, start + b" "),
        "plus_in_name": head.replace(start, start + b"a+"),
        "wide_space_in_name": head.replace(start, start + "a\u3000b".encode()),
        "no_padding": b"x\n\n" + start + b"n AAAAAAA\n",
        "loose_base64": b"x\n\n" + start + b"n AAAAAAB=\n",
        "key_id_only": b"x\n\n" + start + b"n AAAAAA==\n",
        "trailing_space": head[:-1] + b" \n",
    }
    return {"good": good, "bad": bad}


def checkpoint_inputs(made):
    empty = made.text([])
    root = b64(filler(1))
    sign = lambda text: note(text, made.signer)  # noqa: E731
    six = made.text(made.leaves)
    bad_texts = {
        "leading_zero": six.replace("\n6\n", "\n06\n"), "plus": six.replace("\n6\n", "\n+6\n"),
        "minus": six.replace("\n6\n", "\n-6\n"), "space": six.replace("\n6\n", "\n6 \n"),
        "hexadecimal": six.replace("\n6\n", "\n0x6\n"),
        "huge": six.replace("\n6\n", "\n9223372036854775808\n"),
        "beyond": six.replace("\n6\n", "\n4611686018427387905\n"),
        "empty_with_root": empty.split("\n0\n")[0] + f"\n0\n{root}\n",
        "short_root": six[:-5] + "\n", "no_root": "\n".join(six.split("\n")[:2]) + "\n",
        "empty_extension": six + "\nx\n", "other_origin": six.replace("vectors", "other"),
        "no_origin": six[six.index("\n"):],
    }
    head = made.head(6)
    at = head.index(b"CXyB") + 20
    bad = {name: sign(text) for name, text in bad_texts.items()}
    bad["wrong_signature"] = head[:at] + (b"A" if head[at:at + 1] != b"A" else b"B") + head[at + 1:]
    bad["one_wrong_of_two"] = head + bad["wrong_signature"].split(b"\n\n")[1]
    bad["size_changed"] = head.replace(b"\n6\n", b"\n7\n")
    bad["by_an_operator"] = note(six, made.keys[story.COLLECTOR + "/office"])
    bad["signature_of_another_head"] = six.encode() + b"\n" + made.head(5).split(b"\n\n")[1]
    good = {f"size_{n}": made.head(n) for n in range(7)}
    good.update(cosigned=made.cosigned(6), forged=made.head_of(made.forged),
                forged_longer=made.head_of(made.forged_longer),
                extended=made.head_of(made.leaves, "an extension\nanother one\n"),
                unknown_lines=head + unknown_line(1) + unknown_line(2),
                twice=head + head.split(b"\n\n")[1])
    return {"good": good, "bad": bad}


def batch_head_inputs(made):
    head = made.ledger.notes[1]
    bad = {
        "no_after_line_end": head.replace(b"after ", b"after"),
        "zero_events": head.replace(b"\n2\n", b"\n0\n"),
        "leading_zero": head.replace(b"\n2\n", b"\n02\n"),
        "other_version": head.replace(b"/batch/v1/", b"/batch/v2/"),
        "no_operator": head.replace(b"v1/1100", b"v1/9100"),
        "other_operator": head.replace(b"v1/" + story.AUTHORITY.encode(),
                                       b"v1/" + story.COLLECTOR.encode()),
        "capital_origin": head.replace(b"celltrail.example/", b"Celltrail.example/"),
        "two_lines": head + unknown_line(1),
        "two_afters": head.replace(b"after 0", b"after 0 x\nafter 0"),
        "after_space": head.replace(b"after 0 ", b"after 0  "),
        "checkpoint": made.head(6),
        "short_signature": head[:-3] + b"\n",
    }
    return {"good": {f"batch_{i}": one for i, one in enumerate(made.ledger.notes)}, "bad": bad}


def cosignature_inputs(made):
    text = made.text(made.leaves)
    line, later = (made.witness.line(text, TIME_S + n).encode() for n in (0, 60))
    join = lambda note_, lines: note_ + b"\0" + lines  # noqa: E731
    many = b"".join(unknown_line(n) for n in range(16))
    good = {"none": join(made.head(6), b""), "one": join(made.head(6), line),
            "newer": join(made.cosigned(6), later), "older": join(made.head(6) + later, line),
            "twice": join(made.head(6), line + line), "latest": join(made.head(6), line + later),
            "unknown": join(made.cosigned(6), unknown_line(3)),
            "own_line_again": join(made.head(6), made.head(6).split(b"\n\n")[1]),
            "full": join(made.head(6), b"".join(unknown_line(n) for n in range(15)))}
    bad = {"too_many": join(made.head(6), many), "no_note": join(text.encode(), line),
           "no_line": join(made.head(6), b"witness.example/w1\n"),
           "cut": join(made.head(6), line[:-1]), "empty_line": join(made.head(6), b"\n" + line)}
    return {"good": good, "bad": bad}


def vkey_inputs(made):
    good = {name.replace("/", "_"): key.vkey().encode() for name, key in made.keys.items()}
    good["witness"] = made.witness.vkey().encode()
    vkey = made.signer.vkey()
    name, key_id, key = vkey.split("+", 2)
    zero = b64(b"\x01" + bytes(32))
    bad = {"empty": b"", "no_plus": name.encode(), "one_plus": f"{name}+{key_id}".encode(),
           "wrong_id": f"{name}+00000000+{key}".encode(),
           "capital_id": f"{name}+{key_id.upper()}+{key}".encode(),
           "zero_point": f"{name}+{key_id}+{zero}".encode(), "line_feed": vkey.encode() + b"\n",
           "space_in_name": vkey.replace(".", " ").encode(),
           "other_type": f"{name}+{key_id}+{b64(bytes([2]) + bytes(32))}".encode(),
           "short_key": f"{name}+{key_id}+{b64(bytes([1]) + bytes(31))}".encode()}
    return {"good": good, "bad": bad}


def policy_inputs(made):
    vkey, seal = made.witness.vkey(), made.keys[story.AUTHORITY + "/seal"].vkey()
    group = "group g any w1\n"
    nested = "".join(f"group g{n} {'w1' if n == 0 else 'any g%d' % (n - 1)}\n".replace(
        " w1", " all w1") for n in range(40))
    good = {"plain": made.policy(), "witnessed": made.policy("w1"), "group": made.policy("g", group),
            "all": made.policy("g", "group g all w1\n"), "one": made.policy("g", "group g 1 w1\n"),
            "nested": made.policy("g39", nested),
            "two_logs": made.policy("none", f"log {seal}\n"), "only_quorum": b"quorum none\n",
            "tabs": b"\tquorum\t none \t\n\n \n", "opaque": b"# \xff\xfe\nquorum none\n"}
    bad = {"empty": b"", "no_quorum": made.policy().replace(b"quorum none\n", b""),
           "two_quorums": made.policy() + b"quorum none\n", "cut": made.policy()[:-1],
           "unknown_quorum": made.policy("nobody"),
           "log_twice": made.policy("none", f"log {made.signer.vkey()}\n"),
           "witness_twice": made.policy("none", f"witness w2 {vkey}\n"),
           "name_twice": made.policy("none", "group w1 any w1\n"),
           "member_twice": made.policy("g", "group g all w1 w1\n"),
           "in_two_groups": made.policy("h", group + "group h all w1\n"),
           "own_member": made.policy("g", "group g any g\n"),
           "later_member": made.policy("g", "group g any h\ngroup h any w1\n"),
           "too_many_needed": made.policy("g", "group g 2 w1\n"),
           "none_needed": made.policy("g", "group g 0 w1\n"),
           "none_as_name": made.policy("none", "group none any w1\n"),
           "carriage": made.policy().replace(b"\n", b"\r\n"), "delete": b"# \x7f\nquorum none\n",
           "inline_comment": b"quorum none # nobody\n", "witness_as_log": f"log {vkey}\n".encode(),
           "escape_as_word": "\u009b31m x\nquorum none\n".encode(),
           "pin_cut": b"# celltrail-identity a.example\nquorum none\n",
           "two_pins": made.policy() + f"# celltrail-identity {story.ORIGIN} {b64(filler(1))}\n"
           .encode()}
    return {"good": good, "bad": bad}


def request(old, path, head):
    return f"old {old}\n".encode() + b"".join(b64(h).encode() + b"\n" for h in path) + b"\n" + head


def request_inputs(made):
    path = {n: consistency_path(n, made.leaves) for n in range(1, 7)}
    good = {f"from_{n}": request(n, path[n], made.head(6)) for n in path}
    good.update(first=request(0, [], made.head(6)), empty=request(0, [], made.head(0)),
                smaller=request(6, [], made.head(3)), forged=request(6, [], made.head_of(made.forged)),
                forged_longer=request(6, [filler(1)], made.head_of(made.forged_longer)),
                wrong_path=request(3, [filler(n) for n in range(3)], made.head(6)),
                path_of_first=request(0, [filler(1)], made.head(6)),
                longest_path=request(2, [filler(n) for n in range(63)], made.head(6)),
                no_checkpoint=request(0, [], b""), unsigned=request(0, [], made.head(6)[:-20]))
    body = good["from_3"]
    bad = {"longer_path": request(2, [filler(n) for n in range(64)], made.head(6)),
           "no_old": body[4:], "leading_zero": body.replace(b"old 3", b"old 03"),
           "minus": body.replace(b"old 3", b"old -3"), "no_number": body.replace(b"old 3", b"old "),
           "huge": body.replace(b"old 3", b"old 9223372036854775808"),
           "no_empty_line": body.replace(b"\n\n", b"\n", 1), "empty": b"",
           "short_hash": body.replace(b"=\n", b"\n", 1), "carriage": body.replace(b"\n", b"\r\n", 1)}
    return {"good": good, "bad": bad}


def answer_inputs(made):
    line = made.witness.line(made.text(made.leaves))
    say = lambda status, body: f"{status}\n".encode() + body  # noqa: E731
    good = {"cosigned": say(200, line.encode()),
            "with_others": say(200, unknown_line(1) + line.encode() + unknown_line(2))}
    bad = {"of_another_head": say(200, made.witness.line(made.text(made.leaves[:5])).encode()),
           "text_before": say(200, b"x\n\n" + line.encode()), "nothing": say(200, b""),
           "one_wrong": say(200, line.encode() + line.replace("Zo", "Zp").encode()
                            + made.witness.line("x\n").encode()),
           "conflict": say(409, b"3\n"), "ahead": say(409, b"7\n"), "no_size": say(409, b"x"),
           "huge": say(409, b"9223372036854775808\n"), "busy": say(429, b""),
           "unknown": say(404, b""), "contradicted": say(422, b""), "moved": say(301, b"")}
    return {"good": good, "bad": bad}


def inputs(made: Made):
    return {"note": note_inputs(made), "checkpoint": checkpoint_inputs(made),
            "batch_head": batch_head_inputs(made), "cosignature": cosignature_inputs(made),
            "vkey": vkey_inputs(made), "policy": policy_inputs(made),
            "add_checkpoint": request_inputs(made), "witness_answer": answer_inputs(made)}


