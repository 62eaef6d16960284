-- What sqlite_schema holds after every migration; generated, see README.md.

CREATE TABLE ledger (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL CHECK (length(origin) BETWEEN 3 AND 128)
) STRICT;

CREATE TABLE batch (
  first          INTEGER PRIMARY KEY CHECK (first >= 0),
  count          INTEGER NOT NULL CHECK (count BETWEEN 1 AND 4096),
  recorded_at_ms INTEGER NOT NULL,
  after_index    INTEGER NOT NULL CHECK (after_index >= -1 AND after_index < first),
  after_hash     BLOB NOT NULL CHECK (length(after_hash) = 32),
  operator       TEXT NOT NULL,
  key            TEXT NOT NULL,
  root           BLOB NOT NULL CHECK (length(root) = 32),
  signature      BLOB NOT NULL CHECK (length(signature) = 68),
  standing       INTEGER NOT NULL CHECK (standing >= -1 AND standing < first)
) STRICT;

CREATE TABLE entry (
  "index" INTEGER PRIMARY KEY CHECK ("index" >= 0),
  event   TEXT NOT NULL,
  trail   TEXT NOT NULL,
  leaf    BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TABLE event_id (
  operator INTEGER NOT NULL,
  id       TEXT NOT NULL,
  entry    INTEGER NOT NULL,
  PRIMARY KEY (operator, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tile (
  level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
  number INTEGER NOT NULL CHECK (number >= 0),
  hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
  PRIMARY KEY (level, number)
) STRICT;

CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size >= 1),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note TEXT NOT NULL
) STRICT;

CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'ledger: the origin never changes'); END;

CREATE TRIGGER ledger_never_leaves BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'ledger: the origin never changes'); END;

CREATE TRIGGER batch_never_changes BEFORE UPDATE ON batch
BEGIN SELECT RAISE(ABORT, 'batch: the ledger is append-only'); END;

CREATE TRIGGER batch_never_leaves BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'batch: the ledger is append-only'); END;

CREATE TRIGGER batch_follows_the_last BEFORE INSERT ON batch
WHEN NEW.first IS NOT coalesce((SELECT first + count FROM batch ORDER BY first DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'batch: a batch begins where the last one ends'); END;

CREATE TRIGGER batch_holds_its_entries BEFORE INSERT ON batch
WHEN (SELECT count(*) FROM entry WHERE "index" >= NEW.first) IS NOT NEW.count
  OR (SELECT max("index") FROM entry) IS NOT NEW.first + NEW.count - 1
BEGIN SELECT RAISE(ABORT, 'batch: its entries are the last ones, without gaps'); END;

CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: the ledger is append-only'); END;

CREATE TRIGGER entry_never_leaves BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: the ledger is append-only'); END;

CREATE TRIGGER event_id_never_changes BEFORE UPDATE ON event_id
BEGIN SELECT RAISE(ABORT, 'event_id: the ledger is append-only'); END;

CREATE TRIGGER event_id_never_leaves BEFORE DELETE ON event_id
BEGIN SELECT RAISE(ABORT, 'event_id: the ledger is append-only'); END;

CREATE TRIGGER tile_never_changes BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'tile: the ledger is append-only'); END;

CREATE TRIGGER tile_never_leaves BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'tile: the ledger is append-only'); END;

CREATE TRIGGER tile_follows_the_last BEFORE INSERT ON tile
WHEN NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM tile WHERE level = NEW.level)
BEGIN SELECT RAISE(ABORT, 'tile: the number follows the last tile of its level'); END;

CREATE TRIGGER checkpoint_never_changes BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoint: the ledger is append-only'); END;

CREATE TRIGGER checkpoint_never_leaves BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoint: the ledger is append-only'); END;

CREATE TRIGGER checkpoint_follows_the_last BEFORE INSERT ON checkpoint
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint)
BEGIN SELECT RAISE(ABORT, 'checkpoint: the size grows'); END;

CREATE TRIGGER checkpoint_ends_a_batch BEFORE INSERT ON checkpoint
WHEN NEW.size IS NOT (SELECT max("index") + 1 FROM entry)
  OR NEW.size IS NOT (SELECT first + count FROM batch ORDER BY first DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'checkpoint: it is of all entries, and ends a batch'); END;

CREATE TABLE constitution (
  one                INTEGER PRIMARY KEY CHECK (one = 1),
  origin             TEXT NOT NULL,
  authority          TEXT NOT NULL,
  ledger_key         TEXT NOT NULL,
  recovery_key       TEXT NOT NULL,
  utc_offset_min     INTEGER NOT NULL,
  mass_tolerance_ppm INTEGER NOT NULL,
  batch_window_s     INTEGER NOT NULL,
  rules              INTEGER NOT NULL CHECK (rules >= 1),
  founded_at_s       INTEGER NOT NULL
) STRICT;

CREATE TABLE operator (
  no         INTEGER PRIMARY KEY CHECK (no >= 1),
  id         TEXT NOT NULL UNIQUE,
  enrolled   INTEGER NOT NULL CHECK (enrolled IN (0, 1)),
  suspended  INTEGER NOT NULL CHECK (suspended IN (0, 1)),
  roles      INTEGER NOT NULL,
  name       TEXT NOT NULL,
  region     TEXT NOT NULL,
  listing    TEXT NOT NULL,
  capacity_t INTEGER NOT NULL,
  standing   INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  last_at_s  INTEGER NOT NULL
) STRICT;

CREATE TABLE operator_site (
  operator   INTEGER NOT NULL REFERENCES operator (no),
  position   INTEGER NOT NULL,
  site       TEXT NOT NULL,
  name       TEXT NOT NULL,
  region     TEXT NOT NULL,
  capacity_t INTEGER NOT NULL,
  PRIMARY KEY (operator, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE operator_key (
  operator        INTEGER NOT NULL REFERENCES operator (no),
  position        INTEGER NOT NULL,
  name            TEXT NOT NULL,
  key             BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  granted         INTEGER NOT NULL,
  revoked         INTEGER NOT NULL,
  until_s         INTEGER NOT NULL,
  types           INTEGER NOT NULL,
  holder          TEXT NOT NULL,
  untrusted_since INTEGER NOT NULL,
  PRIMARY KEY (operator, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
  no           INTEGER PRIMARY KEY CHECK (no >= 1),
  code         TEXT NOT NULL,
  code_scheme  INTEGER NOT NULL,
  level        INTEGER NOT NULL,
  chemistry    INTEGER NOT NULL,
  origin       INTEGER NOT NULL,
  mass_basis   INTEGER NOT NULL,
  place        INTEGER NOT NULL,
  ref          INTEGER NOT NULL,
  claim        INTEGER NOT NULL,
  mass_g       INTEGER NOT NULL CHECK (mass_g >= 0),
  spent_g      INTEGER NOT NULL CHECK (spent_g >= 0),
  seen_g       INTEGER NOT NULL CHECK (seen_g >= 0),
  energy_wh    INTEGER NOT NULL,
  retired_at_s INTEGER NOT NULL,
  counted      INTEGER NOT NULL CHECK (counted IN (0, 1)),
  received     INTEGER NOT NULL CHECK (received IN (0, 1)),
  last         INTEGER NOT NULL,
  last_at_s    INTEGER NOT NULL
) STRICT;

CREATE INDEX unit_in_stock ON unit (ref) WHERE place = 3;

CREATE TABLE code (
  code TEXT NOT NULL PRIMARY KEY,
  unit INTEGER NOT NULL,
  kind INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX code_of_unit ON code (unit) WHERE kind <> 0;

CREATE TABLE lot (
  no                INTEGER PRIMARY KEY CHECK (no >= 1),
  name              TEXT NOT NULL UNIQUE,
  material          INTEGER NOT NULL,
  other_name        TEXT NOT NULL,
  chemistry         INTEGER NOT NULL,
  origin            INTEGER NOT NULL,
  drawn             INTEGER NOT NULL CHECK (drawn IN (0, 1)),
  moisture_permille INTEGER NOT NULL,
  last              INTEGER NOT NULL,
  last_at_s         INTEGER NOT NULL
) STRICT;

CREATE TABLE assay (
  lot      INTEGER NOT NULL REFERENCES lot (no),
  position INTEGER NOT NULL,
  element  INTEGER NOT NULL,
  ppm      INTEGER NOT NULL,
  PRIMARY KEY (lot, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE holding (
  lot       INTEGER NOT NULL REFERENCES lot (no),
  place     INTEGER NOT NULL,
  ref       INTEGER NOT NULL,
  mass_g    INTEGER NOT NULL,
  claimed_g INTEGER NOT NULL,
  spent_g   INTEGER NOT NULL,
  seen_g    INTEGER NOT NULL,
  PRIMARY KEY (lot, place, ref)
) STRICT, WITHOUT ROWID;

CREATE INDEX holding_in ON holding (place, ref);

CREATE TABLE transfer (
  no              INTEGER PRIMARY KEY CHECK (no >= 1),
  from_no         INTEGER NOT NULL,
  to_no           INTEGER NOT NULL,
  slip            TEXT NOT NULL,
  dispatched      INTEGER NOT NULL,
  received        INTEGER NOT NULL,
  dispatched_at_s INTEGER NOT NULL,
  received_at_s   INTEGER NOT NULL,
  -- 1 while an item that is not missing was reported by one side only.
  open            INTEGER NOT NULL CHECK (open IN (0, 1)),
  UNIQUE (from_no, to_no, slip)
) STRICT;

CREATE INDEX transfer_open ON transfer (open) WHERE open = 1;

CREATE TABLE transfer_item (
  transfer     INTEGER NOT NULL REFERENCES transfer (no),
  is_lot       INTEGER NOT NULL CHECK (is_lot IN (0, 1)),
  subject      INTEGER NOT NULL,
  dispatched_g INTEGER NOT NULL,
  received_g   INTEGER NOT NULL,
  accepted_g   INTEGER NOT NULL,
  refused_g    INTEGER NOT NULL,
  claimed_g    INTEGER NOT NULL,
  missing      INTEGER NOT NULL CHECK (missing IN (0, 1)),
  PRIMARY KEY (transfer, is_lot, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
  year   INTEGER PRIMARY KEY,
  mass_t INTEGER NOT NULL,
  bound  INTEGER NOT NULL,
  source TEXT NOT NULL,
  entry  INTEGER NOT NULL
) STRICT;

CREATE TABLE finding (
  no      INTEGER PRIMARY KEY,
  entry   INTEGER NOT NULL,
  name    TEXT NOT NULL,
  subject TEXT NOT NULL,
  year    INTEGER NOT NULL
) STRICT;

CREATE INDEX finding_in_year ON finding (year, name);

CREATE TABLE figure (
  month              INTEGER NOT NULL,
  operator           INTEGER NOT NULL,
  region             TEXT NOT NULL,
  chemistry          INTEGER NOT NULL,
  origin             INTEGER NOT NULL,
  route              INTEGER NOT NULL,
  net_g              INTEGER NOT NULL,
  treated_g          INTEGER NOT NULL,
  second_life_g      INTEGER NOT NULL,
  received_g         INTEGER NOT NULL,
  retired_g          INTEGER NOT NULL,
  units              INTEGER NOT NULL,
  energy_wh          INTEGER NOT NULL,
  received_units     INTEGER NOT NULL,
  received_energy_wh INTEGER NOT NULL,
  retired_units      INTEGER NOT NULL,
  retired_energy_wh  INTEGER NOT NULL,
  uncoded_units      INTEGER NOT NULL,
  unweighed_units    INTEGER NOT NULL,
  PRIMARY KEY (month, operator, region, chemistry, origin, route)
) STRICT, WITHOUT ROWID;

CREATE TABLE flow (
  month INTEGER NOT NULL,
  place INTEGER NOT NULL,
  in_g  INTEGER NOT NULL,
  out_g INTEGER NOT NULL,
  PRIMARY KEY (month, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE material (
  year        INTEGER NOT NULL,
  material    INTEGER NOT NULL,
  made_g      INTEGER NOT NULL,
  used_g      INTEGER NOT NULL,
  delivered_g INTEGER NOT NULL,
  disposed_g  INTEGER NOT NULL,
  PRIMARY KEY (year, material)
) STRICT, WITHOUT ROWID;

CREATE TABLE element (
  year        INTEGER NOT NULL,
  element     INTEGER NOT NULL,
  recovered_g INTEGER NOT NULL,
  fed_g       INTEGER NOT NULL,
  PRIMARY KEY (year, element)
) STRICT, WITHOUT ROWID;

CREATE TABLE delay (
  year  INTEGER NOT NULL,
  days  INTEGER NOT NULL,
  units INTEGER NOT NULL,
  PRIMARY KEY (year, days)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  place    INTEGER NOT NULL,
  operator INTEGER NOT NULL,
  grams    INTEGER NOT NULL,
  PRIMARY KEY (place, operator)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_ledger_key (
  replaced INTEGER PRIMARY KEY CHECK (replaced >= 1),
  vkey     TEXT NOT NULL UNIQUE
) STRICT;

