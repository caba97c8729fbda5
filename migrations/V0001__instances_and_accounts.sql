-- SPDX-License-Identifier: AGPL-3.0-only
-- Instances, accounts and their sessions.

CREATE TABLE instances (
    id           text COLLATE "C" PRIMARY KEY,
    name         text NOT NULL,
    local        boolean NOT NULL,
    setup_secret text,
    created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX instances_one_local ON instances (local) WHERE local;
COMMENT ON TABLE instances IS 'Installations of AmityVox that this one knows; exactly one row is this one';
COMMENT ON COLUMN instances.local IS 'True for the instance that this database belongs to';
COMMENT ON COLUMN instances.setup_secret IS 'Allows its holder to make the first administrator; NULL once that has happened';

CREATE TABLE users (
    id            text COLLATE "C" PRIMARY KEY,
    instance_id   text COLLATE "C" NOT NULL REFERENCES instances (id),
    username      text COLLATE "C" NOT NULL,
    display_name  text,
    status        text NOT NULL,
    password_hash text,
    admin         boolean NOT NULL,
    bot           boolean NOT NULL,
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_username ON users (instance_id, lower(username));
COMMENT ON TABLE users IS 'Accounts of this and of other instances';
COMMENT ON COLUMN users.status IS 'The presence that the account chose: online, idle, dnd or invisible';
COMMENT ON COLUMN users.password_hash IS 'Argon2id in PHC form; NULL for accounts that cannot log in here';
COMMENT ON COLUMN users.admin IS 'May administer this instance; gives no power in guilds';

CREATE TABLE sessions (
    id         text COLLATE "C" PRIMARY KEY,
    user_id    text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, id);
COMMENT ON TABLE sessions IS 'Signed-in devices';
COMMENT ON COLUMN sessions.token_hash IS 'SHA-256 of the token; the token itself is never stored';

CREATE VIEW v_user_profiles AS
SELECT id, username, display_name, bot, created_at
  FROM users;
COMMENT ON VIEW v_user_profiles IS 'What other slices may read of an account';
