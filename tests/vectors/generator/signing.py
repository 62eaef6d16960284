"""Ed25519 by the openssl program: a published seed in, key and signatures out."""

import base64
import hashlib
import pathlib
import subprocess
import tempfile

PKCS8_PREFIX = bytes.fromhex("302e020100300506032b657004220420")  # RFC 8410, before the seed
ED25519_NOTE_TYPE = b"\x01"


def test_seed(phrase):
    """A seed that everybody knows. Never use one for anything but tests."""
    return hashlib.sha256(phrase.encode()).digest()


class Signer:
    """A key name bound to a seed."""

    def __init__(self, name, seed):
        self.name = name
        self.seed = seed
        self.public = self._openssl("pkey", "-pubout", "-outform", "DER")[-32:]
        digest = hashlib.sha256(name.encode() + b"\n" + ED25519_NOTE_TYPE + self.public).digest()
        self.key_id = digest[:4]

    def vkey(self):
        body = base64.b64encode(ED25519_NOTE_TYPE + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{body}"

    def line_signature(self, text):
        """The 68 bytes of a note's signature line."""
        with tempfile.NamedTemporaryFile() as message:
            message.write(text)
            message.flush()
            return self.key_id + self._openssl("pkeyutl", "-sign", "-rawin", "-in", message.name)

    def _openssl(self, command, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            key = pathlib.Path(folder, "key.der")
            key.write_bytes(PKCS8_PREFIX + self.seed)
            key_option = "-in" if command == "pkey" else "-inkey"
            form = "-inform" if command == "pkey" else "-keyform"
            call = ["openssl", command, key_option, str(key), form, "DER", *arguments]
            return subprocess.run(call, check=True, capture_output=True).stdout
