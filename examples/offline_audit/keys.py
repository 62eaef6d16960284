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
        self._authority = self._recovery = None
        self._standing = collections.defaultdict(lambda: -1)

    def take(self, index, event):
        """Learns from an entry. Call it only when the entry's batch is complete."""
        kind = event["type"]
        if kind == "establish":
            ledger_key = VerifierKey(event["ledger_key"])
            self._names[ledger_key.public] = ledger_key.name
            authority = event["authority"]
            self._authority = authority["id"]
            self._grant(index, self._authority, {"key": authority["key"]})
            if "recovery_key" in event:
                self._grant(index, self._authority, {"key": event["recovery_key"]})
                self._recovery = VerifierKey(event["recovery_key"]).name
            self._standing[self._authority] = index
        elif kind in ("enroll", "grant_key") and "key" in event:
            self._grant(index, event["subject"], event)
        elif kind == "revoke_key":
            self._revoke(index, event["key"])
        elif kind == "rotate_ledger_key":
            self._know(VerifierKey(event["new_key"]))
        if kind in STANDING_TYPES:
            self._standing[event["subject"]] = index

    def standing(self, operator):
        return self._standing[operator]

    def key_for(self, name, recorded_at_ms, events):
        """The key of this name, if it may sign a batch of these events now."""
        types = {event["type"] for event in events}
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
        if name == self._recovery:
            self._check_recovery(name, events)
        return grant.verifier

    def _check_recovery(self, name, events):
        for event in events:
            if (event["type"] not in ("grant_key", "revoke_key")
                    or event["subject"] != self._authority):
                raise Malformed("what the recovery key signs", "keys of the authority, granted or "
                                "revoked", f"{event['type']} signed by {name}")

    def _know(self, verifier):
        if verifier.public in self._names:
            raise Malformed("a key", "one never known before", verifier.name)
        self._names[verifier.public] = verifier.name

    def _grant(self, index, subject, event):
        verifier = VerifierKey(event["key"])
        if verifier.name.partition("/")[0] != subject:
            raise Malformed("a granted key", f"a name that starts {subject}/", verifier.name)
        if verifier.name in self._grants:
            raise Malformed("a granted key", "a name never granted before", event["key"])
        self._know(verifier)
        until = read_event_time(event["until"]) if "until" in event else None
        self._grants[verifier.name] = _Grant(verifier, index, until, set(event.get("types", [])))

    def _revoke(self, index, name):
        grant = self._grants.get(name)
        if name == self._recovery:
            raise Malformed("a revoked key", "any but the recovery key", name)
        if grant and grant.revoked is None:
            grant.revoked = index
