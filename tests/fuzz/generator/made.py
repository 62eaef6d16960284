"""The ledger of tests/vectors, its keeper's lies, and a witness."""

import hashlib

import story
from chain import b64, leaf_hash, note, root_of, sha256
from signing import Signer, test_seed

WITNESS = "witness.example/w1"
TIME_S = 1_700_000_000


class Witness(Signer):
    """C2SP tlog-cosignature: an Ed25519 key of type 04, which signs a time with the checkpoint."""

    def __init__(self):
        super().__init__(WITNESS, test_seed("celltrail test only: witness key"))
        digest = hashlib.sha256(self.name.encode() + b"\n\x04" + self.public).digest()
        self.key_id = digest[:4]

    def vkey(self):
        return f"{self.name}+{self.key_id.hex()}+{b64(bytes([4]) + self.public)}"

    def line(self, text, time_s=TIME_S):
        message = f"cosignature/v1\ntime {time_s}\n{text}".encode()
        signature = self.line_signature(message)[4:]
        return f"\u2014 {self.name} {b64(self.key_id + time_s.to_bytes(8, 'big') + signature)}\n"


def consistency_path(older, leaves):
    """PROOF of RFC 6962 section 2.1.2, word for word."""
    def sub(m, part, is_whole):
        if m == len(part):
            return [] if is_whole else [root_of(part)]
        half = 1 << (len(part) - 1).bit_length() - 1
        if m <= half:
            return sub(m, part[:half], is_whole) + [root_of(part[half:])]
        return sub(m - half, part[half:], False) + [root_of(part[:half])]
    return sub(older, leaves, True)


class Made:
    def __init__(self):
        self.keys = story.signers()
        self.ledger = story.ledger(self.keys)
        self.entries, self.leaves = self.ledger.entries, self.ledger.leaves
        self.signer = self.keys[story.ORIGIN]
        self.witness = Witness()
        # Two histories that the ledger's key signed beside the true one.
        self.forged = self.leaves[:5] + [leaf_hash(b"forged")]
        self.forged_longer = self.forged + [leaf_hash(b"another")]

    def text(self, leaves, extension=""):
        return f"{story.ORIGIN}\n{len(leaves)}\n{b64(root_of(leaves))}\n{extension}"

    def head(self, size):
        return self.head_of(self.leaves[:size])

    def head_of(self, leaves, extension=""):
        return note(self.text(leaves, extension), self.signer)

    def cosigned(self, size, time_s=TIME_S):
        return self.head(size) + self.witness.line(self.text(self.leaves[:size]), time_s).encode()

    def policy(self, quorum="none", extra=""):
        return (f"# whom to trust\nlog {self.signer.vkey()} https://{story.ORIGIN}\n"
                f"witness w1 {self.witness.vkey()} https://{WITNESS}\n{extra}quorum {quorum}\n"
                f"# celltrail-identity {story.ORIGIN} {b64(self.leaves[0])}\n").encode()


def filler(number):
    """A hash that belongs to nothing."""
    return sha256(b"filler %d" % number)
