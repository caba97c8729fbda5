-- SPDX-License-Identifier: AGPL-3.0-only
-- The log of what changed. One row a change, written by the change's own transaction, naming things by id only.

-- No cache: a position is drawn under the lock of the thing that changes, so the order of positions is the order of
-- its changes.
CREATE SEQUENCE event_log_pos AS bigint CACHE 1;

CREATE TABLE event_log (
    pos        bigint NOT NULL DEFAULT nextval('event_log_pos') PRIMARY KEY,
    kind       text COLLATE "C" NOT NULL,
    guild_id   text COLLATE "C",
    channel_id text COLLATE "C",
    user_id    text COLLATE "C",
    object_id  text COLLATE "C",
    actor_id   text COLLATE "C",
    origin     text COLLATE "C" NOT NULL,
    detail     jsonb,
    created_at timestamptz NOT NULL
) PARTITION BY RANGE (pos);
COMMENT ON TABLE event_log IS 'What changed, in commit-safe order; holds no content';
COMMENT ON COLUMN event_log.user_id IS 'Whom the change is about, when it is about an account';
COMMENT ON COLUMN event_log.origin IS 'The instance where the change was made';
COMMENT ON COLUMN event_log.detail IS 'Ids and flags that are needed to tell the change and cannot be read from the tables any more';

CREATE FUNCTION event_log_extend(size bigint, ahead bigint) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    newest  bigint;
    lower   bigint;
    made    integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('event_log_extend'));
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO newest FROM event_log_pos;
    SELECT coalesce(max((regexp_match(relname, '^event_log_(\d+)$'))[1]::bigint) + size, newest / size * size)
      INTO lower
      FROM pg_class JOIN pg_inherits ON pg_inherits.inhrelid = pg_class.oid
     WHERE pg_inherits.inhparent = 'event_log'::regclass;
    WHILE lower < newest + ahead LOOP
        EXECUTE format('CREATE TABLE event_log_%s (LIKE event_log INCLUDING DEFAULTS)', lower);
        EXECUTE format('ALTER TABLE event_log ATTACH PARTITION event_log_%s FOR VALUES FROM (%s) TO (%s)', lower, lower, lower + size);
        EXECUTE format('CREATE INDEX ON event_log_%s (guild_id, pos)', lower);
        EXECUTE format('CREATE INDEX ON event_log_%s (user_id, pos)', lower);
        lower := lower + size;
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
COMMENT ON FUNCTION event_log_extend(bigint, bigint) IS
    'Makes partitions of the given size until that many positions lie ahead; attaching does not hold up writers';

CREATE FUNCTION event_log_drop(size bigint, older_than timestamptz) RETURNS integer
LANGUAGE plpgsql
-- To drop a partition locks the log for everybody; whoever waited for that would make all senders wait behind.
SET lock_timeout = '200ms' AS $$
DECLARE
    part    record;
    newest  timestamptz;
    current bigint;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('event_log_extend'));
    SELECT last_value INTO current FROM event_log_pos;
    FOR part IN
        SELECT relname, (regexp_match(relname, '^event_log_(\d+)$'))[1]::bigint AS lower
          FROM pg_class JOIN pg_inherits ON pg_inherits.inhrelid = pg_class.oid
         WHERE pg_inherits.inhparent = 'event_log'::regclass
         ORDER BY 2
    LOOP
        EXIT WHEN part.lower + size > current;
        EXECUTE format('SELECT max(created_at) FROM %I', part.relname) INTO newest;
        EXIT WHEN newest >= older_than;
        EXECUTE format('DROP TABLE %I', part.relname);
        dropped := dropped + 1;
        EXIT;
    END LOOP;
    RETURN dropped;
END
$$;
COMMENT ON FUNCTION event_log_drop(bigint, timestamptz) IS
    'Drops the oldest partition if it is full and its newest row is older than the given time';

SELECT event_log_extend(100000, 400000);
