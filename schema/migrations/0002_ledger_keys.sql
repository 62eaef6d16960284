-- The keys that signed the ledger's heads before the one in force: what entries add up to, like the
-- constitution beside it. A key signs heads of at most as many entries as the index of the rotation
-- that replaced it.
CREATE TABLE former_ledger_key (
  replaced INTEGER PRIMARY KEY CHECK (replaced >= 1),
  vkey     TEXT NOT NULL UNIQUE
) STRICT;
