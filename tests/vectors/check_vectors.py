#!/usr/bin/env python3
"""Keeps docs/format.md, the golden files and the offline audit true to each other.

Needs Python, bash, openssl, xxd and the usual tools. Changes nothing in the tree.
"""

import argparse
import contextlib
import io
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AUDIT_FOLDER = ROOT / "examples" / "offline_audit"
sys.path[:0] = [str(HERE / "generator"), str(HERE), str(AUDIT_FOLDER)]

import audit  # noqa: E402
import ed25519  # noqa: E402
import histories  # noqa: E402
import make_vectors  # noqa: E402
import trail  # noqa: E402

CLEAN, DAMAGE = 0, 6
FLIP_STRIDE = 13
NEXT_BLOCK = "printf '\\036'"  # a record separator between the outputs of blocks


def run_audit(folder, identity=None, figures=None):
    """Exit code and what it said."""
    arguments = argparse.Namespace(export=pathlib.Path(folder), identity=identity, figures=figures)
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        code = audit.run(arguments)
    return code, told.getvalue()


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, files):
        for name, content in files.items():
            (self.folder / name).write_bytes(content)


class GoldenFiles(Folder):
    def test_the_committed_files_are_what_the_generator_writes(self):
        for name, content in make_vectors.files().items():
            with self.subTest(name):
                self.assertEqual((HERE / name).read_bytes(), content)

    def test_the_library_and_the_arithmetic_agree_on_signatures(self):
        seed_signer = make_vectors.story.signers()[make_vectors.story.ORIGIN]
        signature = seed_signer.line_signature(b"text\n")[4:]
        for text, expected in ((b"text\n", True), (b"texT\n", False)):
            self.assertEqual(ed25519.verify(seed_signer.public, text, signature), expected)
            self.assertEqual(ed25519._verify_here(seed_signer.public, text, signature), expected)

    def test_unsound_keys_are_refused(self):
        identity, order_eight = 1, bytes.fromhex(
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
        self.assertFalse(ed25519.is_sound_key(identity.to_bytes(32, "little")))
        self.assertFalse(ed25519.is_sound_key(order_eight))
        self.assertFalse(ed25519.is_sound_key((2**255 - 18).to_bytes(32, "little")))
        self.assertFalse(ed25519.is_sound_key((2).to_bytes(32, "little")))


class WorkedExample(Folder):
    def test_every_block_prints_what_the_page_says(self):
        page = (ROOT / "docs" / "format.md").read_text()
        blocks = re.findall(r"```sh example\n(.*?)```\n```text\n(.*?)```", page, re.DOTALL)
        self.assertGreater(len(blocks), 5)
        self.assertEqual(len(blocks), page.count("```sh example\n"))
        script = "set -eu -o pipefail\n" + f"\n{NEXT_BLOCK}\n".join(block for block, _ in blocks)
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for (block, expected), found in zip(blocks, done.stdout.split("\036"), strict=True):
            self.assertEqual(found, expected, block)
        recorded = (HERE / "ledger" / "entries.jsonl").read_bytes().split(b"\n")
        self.assertEqual((self.folder / "entry").read_bytes(), recorded[3])


class DamagedCopies(Folder):
    """Each kind of change to the golden ledger is found, at the right entry."""

    def setUp(self):
        super().setUp()
        self.checkpoint = (HERE / "ledger" / "checkpoint").read_bytes()
        self.lines = (HERE / "ledger" / "entries.jsonl").read_bytes().splitlines(keepends=True)

    def expect(self, first_bad, lines=None, checkpoint=None):
        self.write({"entries.jsonl": b"".join(lines or self.lines),
                    "checkpoint": checkpoint or self.checkpoint})
        code, told = run_audit(self.folder)
        self.assertEqual(code, DAMAGE, told)
        where = f"damage in entry {first_bad}\n" if first_bad >= 0 else "damage in no entry"
        self.assertIn(where, told)
        for word in ("expected", "found", "still trustworthy"):
            self.assertIn(word, told)

    def expect_changed(self, first_bad, index, old, new):
        self.assertEqual(self.lines[index].count(old), 1, old)
        changed = self.lines[index].replace(old, new)
        self.expect(first_bad, self.lines[:index] + [changed] + self.lines[index + 1:])

    def test_the_golden_ledger_is_clean(self):
        identity = (HERE / "ledger" / "identity").read_text().strip()
        code, told = run_audit(HERE / "ledger", identity, 2024)
        self.assertEqual(code, CLEAN, told)
        self.assertIn('"retired_g": 412000', told)
        self.assertIn('"received_g": 411600', told)
        self.assertEqual(run_audit(HERE / "ledger", identity.lower())[0], DAMAGE)

    def test_a_changed_event_is_found(self):
        self.expect_changed(3, 3, b'"mass_g":412000', b'"mass_g":412001')
        self.expect_changed(1, 2, b"Made-up", b"Make-up")  # its batch begins at entry 1

    def test_a_changed_hash_is_found(self):
        self.expect_changed(4, 4, b'"prev":"G9tm', b'"prev":"G9tn')
        self.expect_changed(3, 3, b'"root":"aOPC', b'"root":"bOPC')
        self.expect_changed(5, 5, b'"hash":"G9tm', b'"hash":"G9tn')
        self.expect_changed(0, 0, b'"prev":"i+9z', b'"prev":"j+9z')

    def test_a_changed_signature_is_found(self):
        self.expect_changed(3, 3, b'"signature":"KBeb340v', b'"signature":"KBeb340w')
        self.expect_changed(3, 3, b'"signature":"KBeb', b'"signature":"LBeb')
        self.expect_changed(4, 4, b"oFgA=", b"oFgB=")  # the same bytes, another spelling

    def test_a_changed_trail_is_found(self):
        self.expect_changed(4, 4, b'0UP014","prev":3', b'0UP014","prev":1')
        self.expect_changed(3, 3, b'0001","prev":-1', b'0002","prev":-1')
        self.expect_changed(5, 5, b'{"id":"91000000MADE0UP027","prev":4}],', b"],")

    def test_a_changed_time_is_found(self):
        self.expect_changed(4, 3, b"01:31:00.007Z", b"01:31:00.008Z")  # by the next link
        self.expect_changed(-1, 5, b"00:12:30.500Z", b"00:12:30.501Z")  # by the root alone
        self.expect_changed(3, 3, b"2024-03-05T01:31", b"2023-03-05T01:31")
        self.expect_changed(2, 2, b"02:00:05.250Z", b"02:00:05.251Z")

    def test_other_changed_members_are_found(self):
        self.expect_changed(3, 3, b'"standing":1', b'"standing":0')
        self.expect_changed(3, 3, b'"index":3', b'"index":4')
        self.expect_changed(2, 2, b'"count":2,"index":1', b'"count":2,"index":0')
        self.expect_changed(3, 3, b'/office","root"', b'/offices","root"')
        self.expect_changed(3, 3, b'"v":1}\n', b'"v":1} \n')
        self.expect_changed(3, 3, b'"mass_g":412000', b'"mass_g":412000,"mass_g":412000')
        self.expect_changed(3, 3, b'"mass_g":412000', b'"mass_g":412e3')

    def test_a_removed_entry_is_missed(self):
        for index in range(len(self.lines)):
            with self.subTest(index):
                self.expect(index, self.lines[:index] + self.lines[index + 1:])

    def test_swapped_entries_are_found(self):
        for index in range(len(self.lines) - 1):
            with self.subTest(index):
                lines = list(self.lines)
                lines[index:index + 2] = reversed(lines[index:index + 2])
                self.expect(index, lines)

    def test_an_added_entry_is_found(self):
        for index in range(len(self.lines)):
            with self.subTest(index):
                self.expect(index + 1, self.lines[:index + 1] + self.lines[index:])

    def test_a_torn_file_is_found(self):
        self.expect(5, self.lines[:5] + [self.lines[5][:-1]])
        self.expect(5, self.lines[:5])

    def test_a_changed_checkpoint_is_found(self):
        for old, new, first_bad in ((b"\n6\n", b"\n5\n", -1), (b"o4l7", b"o4l6", -1),
                                    (b"BMOL", b"BMOM", -1), (b"vectors\n6", b"victors\n6", -1),
                                    (b" celltrail", b" callreail", -1), (b"\n\n", b"\n", -1)):
            with self.subTest(old):
                self.assertEqual(self.checkpoint.count(old), 1)
                self.expect(first_bad, checkpoint=self.checkpoint.replace(old, new))

    def test_no_flipped_bit_passes(self):
        whole = b"".join(self.lines)
        for at in range(0, len(whole), FLIP_STRIDE):
            flipped = bytearray(whole)
            flipped[at] ^= 1
            self.write({"entries.jsonl": bytes(flipped), "checkpoint": self.checkpoint})
            self.assertEqual(run_audit(self.folder)[0], DAMAGE, f"byte {at}")


class Tiles(Folder):
    """The golden ledger as tlog-tiles."""

    def setUp(self):
        super().setUp()
        entries = (HERE / "ledger" / "entries.jsonl").read_bytes().splitlines()
        self.content = {
            "checkpoint": (HERE / "ledger" / "checkpoint").read_bytes(),
            "tile/0/000.p/6": b"".join(make_vectors.leaf_hash(entry) for entry in entries),
            "tile/entries/000.p/6": b"".join(
                len(entry).to_bytes(2, "big") + entry for entry in entries)}

    def audit(self, **changes):
        for name, content in dict(self.content, **changes).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return run_audit(self.folder)

    def test_the_golden_ledger_as_tiles_is_clean(self):
        code, told = self.audit()
        self.assertEqual(code, CLEAN, told)
        self.assertIn("clean: 6 entries in 5 signed batches", told)

    def test_no_flipped_bit_of_a_tile_passes(self):
        for name, content in self.content.items():
            for at in range(0, len(content), FLIP_STRIDE):
                flipped = bytearray(content)
                flipped[at] ^= 1
                self.assertEqual(self.audit(**{name: bytes(flipped)})[0], DAMAGE, f"{name} {at}")

    def test_a_tile_that_is_missing_cut_or_longer_is_found(self):
        for name, content in self.content.items():
            self.assertEqual(self.audit(**{name: content[:-1]})[0], DAMAGE, name)
            self.assertEqual(self.audit(**{name: content + b"x"})[0], DAMAGE, name)
            self.audit()
            if name != "checkpoint":
                (self.folder / name).unlink()
                self.assertEqual(run_audit(self.folder)[0], DAMAGE, name)


class BrokenRules(Folder):
    def test_a_rule_broken_under_right_hashes_is_found(self):
        for name, expected, first_bad, history in histories.histories():
            with self.subTest(name):
                self.write(history.files())
                code, told = run_audit(self.folder)
                self.assertEqual(code, expected, told)
                self.assertEqual("not judged: " in told, code == CLEAN)
                if first_bad is not None:
                    self.assertIn(f"damage in entry {first_bad}\n", told)


class TrailBundles(Folder):
    """What one file shows of the same histories: all but what only a replay can find."""

    ONLY_A_REPLAY_FINDS = {
        "after names an entry too long passed by", "a trail under the wrong code",
        "a stranger in a trail", "the ledger put back to another size",
        "the ledger put back to another history"}

    def check(self, history, **how):
        arguments = argparse.Namespace(bundle=self.folder / "one.trail",
                                       identity=history.identity())
        arguments.bundle.write_bytes(history.bundle(**how))
        told = io.StringIO()
        with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
            code = trail.run(arguments)
        return code, told.getvalue()

    def test_a_rule_broken_under_right_hashes_is_found(self):
        for name, expected, _, history in histories.histories():
            with self.subTest(name):
                if name in self.ONLY_A_REPLAY_FINDS:
                    expected = CLEAN
                code, told = self.check(history)
                self.assertEqual(code, expected, told)
                self.assertIn("not proven\n" if code == DAMAGE else "not judged: ", told)

    def test_one_batch_in_two_places_is_found_by_its_root(self):
        history, unit = histories.two_in_two_places(), histories.UNIT_CODE
        self.assertEqual(self.check(history, about=unit, left_out=(5, 6))[0], CLEAN)
        code, told = self.check(history, about=unit, left_out=(4, 5))
        self.assertEqual(code, DAMAGE, told)
        self.assertIn("A BATCH TWICE", told)


class Program(Folder):
    def run_program(self, *arguments):
        command = [sys.executable, "-B", str(AUDIT_FOLDER / "audit.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_exit_codes_are_those_of_the_page(self):
        self.assertEqual(self.run_program(HERE / "ledger").returncode, 0)
        self.assertEqual(self.run_program(HERE / "ledger", "--identity", "x").returncode, 6)
        self.assertEqual(self.run_program(self.folder / "nowhere").returncode, 2)
        self.assertEqual(self.run_program().returncode, 2)


if __name__ == "__main__":
    unittest.main()
