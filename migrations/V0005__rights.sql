-- SPDX-License-Identifier: AGPL-3.0-only
-- Roles of members, overrides of channels, time-outs, bans, the audit log, read states, and what is deleted.

ALTER TABLE guilds ADD COLUMN description text;
ALTER TABLE guilds ADD COLUMN deleted_at timestamptz;
CREATE INDEX guilds_deleted ON guilds (deleted_at) WHERE deleted_at IS NOT NULL;
COMMENT ON COLUMN guilds.deleted_at IS 'Set => nobody sees it; what it held is removed bit by bit, then the row';

ALTER TABLE roles ADD COLUMN color integer CHECK (color BETWEEN 0 AND 16777215);
ALTER TABLE roles ADD COLUMN hoist boolean NOT NULL DEFAULT false;
ALTER TABLE roles ADD COLUMN created_by text COLLATE "C" REFERENCES users (id) ON DELETE SET NULL;
ALTER TABLE roles ADD COLUMN nonce text COLLATE "C";
CREATE UNIQUE INDEX roles_nonce ON roles (guild_id, created_by, nonce) WHERE nonce IS NOT NULL;
COMMENT ON COLUMN roles.color IS 'Red, green, blue: eight bits each; NULL => none';
COMMENT ON COLUMN roles.hoist IS 'Members with it are listed apart';
COMMENT ON COLUMN roles.position IS 'From 0, which is @everyone, without gaps; the higher one wins';

-- Everybody could always be called by a name of their own; now a permission says so.
UPDATE roles SET permissions_allow = permissions_allow | (1::bigint << 10) WHERE id = guild_id;

ALTER TABLE guild_members ADD COLUMN nickname text;

CREATE TABLE member_roles (
    guild_id text COLLATE "C" NOT NULL,
    user_id  text COLLATE "C" NOT NULL,
    role_id  text COLLATE "C" NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, user_id, role_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES guild_members (guild_id, user_id) ON DELETE CASCADE
);
CREATE INDEX member_roles_role ON member_roles (role_id, user_id);
COMMENT ON TABLE member_roles IS 'Which roles members have beside @everyone; gone with the membership';

CREATE TABLE timeouts (
    guild_id text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id  text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    until    timestamptz NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX timeouts_until ON timeouts (until);
COMMENT ON TABLE timeouts IS 'Who may not write for a while; outlives leaving and joining again, and ends when its row is removed';

CREATE TABLE bans (
    guild_id   text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id    text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    reason     text,
    banned_by  text COLLATE "C" REFERENCES users (id) ON DELETE SET NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX bans_expires ON bans (expires_at) WHERE expires_at IS NOT NULL;
COMMENT ON TABLE bans IS 'Who may not join; a ban that is over is removed';

CREATE TABLE guild_departures (
    guild_id   text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id    text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    deleted_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, guild_id)
);
CREATE INDEX guild_departures_guild ON guild_departures (guild_id);
COMMENT ON TABLE guild_departures IS 'Who was in a guild when it was deleted, so that those who come back are told; as long as the log is kept';

CREATE TABLE audit_log (
    id          text COLLATE "C" PRIMARY KEY,
    guild_id    text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    actor_id    text COLLATE "C" REFERENCES users (id) ON DELETE SET NULL,
    action      text COLLATE "C" NOT NULL,
    target_type text COLLATE "C" NOT NULL,
    target_id   text COLLATE "C" NOT NULL,
    target_name text,
    reason      text,
    before      jsonb,
    after       jsonb,
    created_at  timestamptz NOT NULL
);
CREATE INDEX audit_log_guild ON audit_log (guild_id, id);
COMMENT ON TABLE audit_log IS 'Who used which power on what; written by the transaction of the act';
COMMENT ON COLUMN audit_log.target_name IS 'What it was called then: it may be gone';
COMMENT ON COLUMN audit_log.before IS 'The fields that the act changed, as they were; NULL => the thing was made';
COMMENT ON COLUMN audit_log.after IS 'The fields that the act changed, as they are; NULL => the thing was removed';

ALTER TABLE channels ADD COLUMN category_id text COLLATE "C" REFERENCES channels (id) ON DELETE SET NULL;
ALTER TABLE channels ADD COLUMN slowmode_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN deleted_at timestamptz;
CREATE INDEX channels_category ON channels (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX channels_deleted ON channels (deleted_at) WHERE deleted_at IS NOT NULL;
COMMENT ON COLUMN channels.category_id IS 'The channel of type category that it is listed under';
COMMENT ON COLUMN channels.slowmode_seconds IS 'How long a member waits between two messages; 0 => not at all';
COMMENT ON COLUMN channels.deleted_at IS 'Set => nobody sees it; its messages are removed bit by bit, then the row';

CREATE TABLE channel_overrides (
    channel_id        text COLLATE "C" NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    target_type       text COLLATE "C" NOT NULL,
    target_id         text COLLATE "C" NOT NULL,
    permissions_allow bigint NOT NULL,
    permissions_deny  bigint NOT NULL,
    PRIMARY KEY (channel_id, target_id)
);
CREATE INDEX channel_overrides_target ON channel_overrides (target_id);
COMMENT ON TABLE channel_overrides IS 'What a channel gives and takes beyond the roles';
COMMENT ON COLUMN channel_overrides.target_type IS 'role or user; @everyone is the role with the guild''s id';

CREATE TABLE slowmode_sends (
    channel_id text COLLATE "C" NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    user_id    text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sent_at    timestamptz NOT NULL,
    PRIMARY KEY (channel_id, user_id)
);
COMMENT ON TABLE slowmode_sends IS 'When members last wrote in channels with slow mode; guarded by the lock on the channel';

CREATE TABLE read_states (
    user_id      text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id   text COLLATE "C" NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    last_read_id text COLLATE "C" NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);
CREATE INDEX read_states_updated ON read_states (user_id, updated_at);
COMMENT ON TABLE read_states IS 'How far accounts have read; without a row, up to when they joined';

ALTER TABLE sessions ADD COLUMN user_agent text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN last_used_at timestamptz;
UPDATE sessions SET last_used_at = created_at;
COMMENT ON COLUMN sessions.user_agent IS 'What the device says of itself, cut to 256 characters';
COMMENT ON COLUMN sessions.address IS 'Where it was last used from';
COMMENT ON COLUMN sessions.last_used_at IS 'Noted every few minutes at most';

CREATE OR REPLACE VIEW v_guild_memberships AS
SELECT m.guild_id, m.user_id, m.joined_at, m.nickname, t.until AS timeout_until,
       ARRAY(SELECT r.role_id FROM member_roles r
              WHERE r.guild_id = m.guild_id AND r.user_id = m.user_id ORDER BY r.role_id) AS role_ids
  FROM guild_members m
  LEFT JOIN timeouts t ON t.guild_id = m.guild_id AND t.user_id = m.user_id;

CREATE OR REPLACE VIEW v_guild_rights AS
SELECT id AS guild_id, owner_id, rights_version
  FROM guilds
 WHERE deleted_at IS NULL;

CREATE OR REPLACE VIEW v_channel_rights AS
SELECT id AS channel_id, guild_id, rights_version, type, category_id, slowmode_seconds,
       deleted_at IS NOT NULL AS deleted
  FROM channels;
COMMENT ON VIEW v_channel_rights IS 'Which channels a guild has or had, for deciding rights';

CREATE VIEW v_override_rights AS
SELECT c.guild_id, o.channel_id, o.target_type, o.target_id, o.permissions_allow, o.permissions_deny
  FROM channel_overrides o
  JOIN channels c ON c.id = o.channel_id;
COMMENT ON VIEW v_override_rights IS 'What overrides give and take';

-- The columns of a view can only be added to at its end.
CREATE OR REPLACE VIEW v_messages AS
SELECT m.id, m.channel_id, c.guild_id, m.type, m.content, m.nonce, m.edited_at, m.created_at,
       u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name, u.bot AS user_bot,
       u.created_at AS user_created_at, g.joined_at, g.nickname, g.timeout_until, g.role_ids
  FROM messages m
  JOIN channels c ON c.id = m.channel_id
  JOIN v_user_profiles u ON u.id = m.author_id
  LEFT JOIN v_guild_memberships g ON g.guild_id = c.guild_id AND g.user_id = m.author_id
 WHERE m.deleted_at IS NULL
   AND c.deleted_at IS NULL;

CREATE OR REPLACE VIEW v_event_log AS
SELECT pos, kind, guild_id, channel_id, user_id, object_id, actor_id, created_at,
       ARRAY(SELECT jsonb_array_elements_text(detail -> 'ids')) AS ids
  FROM event_log;
