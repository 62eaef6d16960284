CREATE TABLE opening (
  entry  INTEGER NOT NULL CHECK (entry >= 0),
  member TEXT NOT NULL,
  salt   BLOB NOT NULL CHECK (length(salt) = 32),
  text   TEXT NOT NULL,
  PRIMARY KEY (entry, member)
) STRICT, WITHOUT ROWID;
