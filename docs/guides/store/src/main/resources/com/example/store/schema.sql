-- One row per workspace. Each transaction locks it first, so calls for one workspace happen one after the other.
CREATE TABLE IF NOT EXISTS presence_workspace (
  id VARCHAR(200) PRIMARY KEY,
  last_message BIGINT NOT NULL,
  records_until BIGINT NOT NULL,
  revision VARCHAR(200) NOT NULL,
  registers_until BIGINT NOT NULL
);

-- The records. The entries of a node expire alone, its record together with all others.
CREATE TABLE IF NOT EXISTS presence_node (
  workspace VARCHAR(200),
  id VARCHAR(200),
  deadline BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  users INT NOT NULL,
  draining BOOLEAN NOT NULL,
  wall_offset BIGINT NOT NULL,
  entries_until BIGINT NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE IF NOT EXISTS presence_entry (
  workspace VARCHAR(200),
  node VARCHAR(200),
  user_id VARCHAR(200),
  content VARCHAR(1000000) NOT NULL,
  PRIMARY KEY (workspace, node, user_id)
);

CREATE INDEX IF NOT EXISTS presence_entry_by_user ON presence_entry (workspace, user_id);

CREATE TABLE IF NOT EXISTS presence_staged (
  workspace VARCHAR(200),
  node VARCHAR(200),
  sequence BIGINT,
  user_id VARCHAR(200),
  content VARCHAR(1000000) NOT NULL,
  keep_until BIGINT NOT NULL,
  PRIMARY KEY (workspace, node, sequence, user_id)
);

CREATE TABLE IF NOT EXISTS presence_register (
  workspace VARCHAR(200),
  user_id VARCHAR(200),
  name VARCHAR(32),
  set_at BIGINT NOT NULL,
  content VARCHAR(1000000) NOT NULL,
  PRIMARY KEY (workspace, user_id, name)
);

-- The messages of the last minute, numbered per workspace.
CREATE TABLE IF NOT EXISTS presence_message (
  workspace VARCHAR(200),
  number BIGINT,
  published_at BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (workspace, number)
);
