-- SPDX-License-Identifier: AGPL-3.0-only
-- Channels and the messages in them.

CREATE TABLE channels (
    id              text COLLATE "C" PRIMARY KEY,
    guild_id        text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    type            text COLLATE "C" NOT NULL,
    name            text NOT NULL,
    topic           text,
    position        integer NOT NULL,
    last_message_id text COLLATE "C",
    message_floor   text COLLATE "C" NOT NULL DEFAULT '00000000000000000000000000',
    rights_version  bigint NOT NULL,
    created_by      text COLLATE "C" NOT NULL REFERENCES users (id),
    nonce           text COLLATE "C",
    created_at      timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX channels_guild ON channels (guild_id, position);
CREATE UNIQUE INDEX channels_nonce ON channels (guild_id, created_by, nonce) WHERE nonce IS NOT NULL;
COMMENT ON TABLE channels IS 'Places for messages';
COMMENT ON COLUMN channels.last_message_id IS 'The newest message that is there; goes back when that one is deleted';
COMMENT ON COLUMN channels.message_floor IS 'The greatest message id ever given out here; never goes back';
COMMENT ON COLUMN channels.rights_version IS
    'Copy of guilds.rights_version in the row that every send locks: a waiting send that was decided on older rights finds no row';

CREATE FUNCTION guild_rights_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE channels SET rights_version = NEW.rights_version WHERE guild_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER guild_rights_changed
    AFTER UPDATE OF rights_version ON guilds
    FOR EACH ROW WHEN (OLD.rights_version IS DISTINCT FROM NEW.rights_version)
    EXECUTE FUNCTION guild_rights_changed();

CREATE TABLE messages (
    channel_id  text COLLATE "C" NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    id          text COLLATE "C" NOT NULL,
    instance_id text COLLATE "C" NOT NULL,
    author_id   text COLLATE "C" NOT NULL REFERENCES users (id),
    type        text COLLATE "C" NOT NULL,
    content     text NOT NULL,
    nonce       text COLLATE "C",
    nonce_body  bytea,
    edited_at   timestamptz,
    deleted_at  timestamptz,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (channel_id, id)
);
CREATE UNIQUE INDEX messages_nonce ON messages (channel_id, author_id, nonce) WHERE nonce IS NOT NULL;
COMMENT ON TABLE messages IS 'What people wrote';
COMMENT ON COLUMN messages.nonce IS 'The name that the sending client gave to its request; unique per author and channel for ever';
COMMENT ON COLUMN messages.nonce_body IS 'SHA-256 of the content as first sent, to tell a repeat from another message under the same nonce';
COMMENT ON COLUMN messages.deleted_at IS 'Set => the content is empty and only the nonce is still remembered';

CREATE VIEW v_channel_rights AS
SELECT id AS channel_id, guild_id, rights_version
  FROM channels;
COMMENT ON VIEW v_channel_rights IS 'Which channels a guild has, for deciding rights';

CREATE VIEW v_messages AS
SELECT m.id, m.channel_id, c.guild_id, m.type, m.content, m.nonce, m.edited_at, m.created_at,
       u.id AS user_id, u.username AS user_username, u.display_name AS user_display_name, u.bot AS user_bot,
       u.created_at AS user_created_at, g.joined_at
  FROM messages m
  JOIN channels c ON c.id = m.channel_id
  JOIN v_user_profiles u ON u.id = m.author_id
  LEFT JOIN v_guild_memberships g ON g.guild_id = c.guild_id AND g.user_id = m.author_id
 WHERE m.deleted_at IS NULL;
COMMENT ON VIEW v_messages IS 'Messages that are there, with their authors';
