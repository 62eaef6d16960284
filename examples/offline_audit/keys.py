"""Who may sign, as the entries so far say (docs/format.md, "Keys" and "Standing")."""

import collections

from damage import Malformed
from encoding import read_event_time
from notes import VerifierKey

STANDING_TYPES = {"enroll", "grant_key", "revoke_key", "suspend", "reinstate"}


class _Grant:
    def __init__(self, verifier, entry, until, types):
        self.verifier = verifier
        self.granted = entry
        self.revoked = None
        self.until = until
        self.types = types


class KeyBook:
    """Keys and standings after the entries taken so far."""

    def __init__(self):
        self._grants = {}
        self._names = {}
        self._standing = collections.defaultdict(lambda: -1)

    def take(self, index, event):
        """Learns from an entry. Call it only when the entry's batch is complete."""
        kind = event["type"]
        if kind == "establish":
            ledger_key = VerifierKey(event["ledger_key"])
            self._names[ledger_key.public] = ledger_key.name
            authority = event["authority"]
            self._grant(index, authority["id"], {"key": authority["key"]})
            self._standing[authority["id"]] = index
        elif kind in ("enroll", "grant_key") and "key" in event:
            self._grant(index, event["subject"], event)
        elif kind == "revoke_key":
            self._revoke(index, event["key"])
        if kind in STANDING_TYPES:
            self._standing[event["subject"]] = index

    def standing(self, operator):
        return self._standing[operator]

    def key_for(self, name, recorded_at_ms, types):
        """The key of this name, if it may sign a batch of these event types now."""
        grant = self._grants.get(name)
        if grant is None:
            raise Malformed("the batch's key", "a key granted by an earlier entry", name)
        if grant.revoked is not None:
            raise Malformed("the batch's key", "a key in force",
                            f"{name}, revoked by entry {grant.revoked}")
        if grant.until is not None and recorded_at_ms // 1000 > grant.until:
            raise Malformed("the batch's key", "recorded_at not after its end", name)
        if grant.types and not types <= grant.types:
            raise Malformed("the batch's key", f"only {sorted(grant.types)}", sorted(types))
        return grant.verifier

    def _grant(self, index, subject, event):
        verifier = VerifierKey(event["key"])
        if verifier.name.partition("/")[0] != subject:
            raise Malformed("a granted key", f"a name that starts {subject}/", verifier.name)
        if verifier.name in self._grants or verifier.public in self._names:
            raise Malformed("a granted key", "a name and a key never granted before", event["key"])
        until = read_event_time(event["until"]) if "until" in event else None
        self._names[verifier.public] = verifier.name
        self._grants[verifier.name] = _Grant(verifier, index, until, set(event.get("types", [])))

    def _revoke(self, index, name):
        grant = self._grants.get(name)
        if grant and grant.revoked is None:
            grant.revoked = index
