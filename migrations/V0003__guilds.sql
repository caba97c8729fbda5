-- SPDX-License-Identifier: AGPL-3.0-only
-- Guilds, their roles, members and invites.

CREATE TABLE guilds (
    id             text COLLATE "C" PRIMARY KEY,
    instance_id    text COLLATE "C" NOT NULL REFERENCES instances (id),
    name           text NOT NULL,
    owner_id       text COLLATE "C" NOT NULL REFERENCES users (id),
    member_count   integer NOT NULL,
    rights_version bigint NOT NULL DEFAULT 1,
    created_by     text COLLATE "C" NOT NULL REFERENCES users (id),
    nonce          text COLLATE "C",
    created_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX guilds_nonce ON guilds (created_by, nonce) WHERE nonce IS NOT NULL;
CREATE INDEX guilds_owner ON guilds (owner_id);
COMMENT ON TABLE guilds IS 'Communities';
COMMENT ON COLUMN guilds.rights_version IS 'Rises in every transaction that changes who may do what in the guild';
COMMENT ON COLUMN guilds.nonce IS 'The name that the creating client gave to its request, so that a repeat makes no second guild';

CREATE TABLE roles (
    id                text COLLATE "C" PRIMARY KEY,
    guild_id          text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    name              text NOT NULL,
    position          integer NOT NULL,
    permissions_allow bigint NOT NULL,
    permissions_deny  bigint NOT NULL,
    created_at        timestamptz NOT NULL
);
CREATE INDEX roles_guild ON roles (guild_id, position);
COMMENT ON TABLE roles IS 'Named sets of permissions; the role whose id is the guild''s id is @everyone';
COMMENT ON COLUMN roles.permissions_allow IS 'Bits as docs/permissions.md numbers them';

CREATE TABLE guild_members (
    guild_id  text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id   text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX guild_members_user ON guild_members (user_id, guild_id);
COMMENT ON TABLE guild_members IS 'Who belongs to which guild';

CREATE TABLE invites (
    code       text COLLATE "C" PRIMARY KEY,
    guild_id   text COLLATE "C" NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    inviter_id text COLLATE "C" REFERENCES users (id) ON DELETE SET NULL,
    max_uses   integer,
    uses       integer NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX invites_guild ON invites (guild_id, created_at);
COMMENT ON TABLE invites IS 'Links that let people in';
COMMENT ON COLUMN invites.uses IS 'How many people joined by it; members who open it again are not counted';

CREATE VIEW v_guild_memberships AS
SELECT guild_id, user_id, joined_at
  FROM guild_members;
COMMENT ON VIEW v_guild_memberships IS 'What other slices may read of memberships';

CREATE VIEW v_guild_rights AS
SELECT id AS guild_id, owner_id, rights_version
  FROM guilds;
COMMENT ON VIEW v_guild_rights IS 'What decides rights in a guild, beside its roles and overrides';

CREATE VIEW v_role_rights AS
SELECT id AS role_id, guild_id, position, permissions_allow, permissions_deny
  FROM roles;
COMMENT ON VIEW v_role_rights IS 'What roles give and take';

CREATE VIEW v_event_log AS
SELECT pos, kind, guild_id, channel_id, user_id, object_id, actor_id
  FROM event_log;
COMMENT ON VIEW v_event_log IS 'What other slices may read of the log';
