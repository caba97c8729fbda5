// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.UserId;
import org.amityvox.server.platform.cache.CacheScript;
import org.amityvox.server.platform.cache.CacheServer;

/// The parts of the processes in the cache server: a hash for each, with a field for each account that is not offline
/// and one for the number, which expires as a whole; and a set of the ids of the processes.
final class ValkeyPresenceStore implements PresenceStore {
    private static final String NUMBER = "number";

    /// Of a part of which only some is written yet.
    private static final long NOT_WHOLE = -1;

    /// What is written in one step, so that no step takes long.
    private static final int CHUNK = 2000;

    /// Returns 0, and changes nothing, if the part is not the one that is to be changed.
    private static final CacheScript WRITE = CacheScript.of("""
            if redis.call('HGET', KEYS[1], 'number') ~= ARGV[3] then
              return {0}
            end
            for i = 5, #ARGV, 2 do
              if ARGV[i + 1] == 'offline' then
                redis.call('HDEL', KEYS[1], ARGV[i])
              else
                redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
              end
            end
            redis.call('HSET', KEYS[1], 'number', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            redis.call('SADD', KEYS[2], ARGV[1])
            return {1}
            """);

    private static final CacheScript BEGIN = CacheScript.of("""
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], 'number', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            redis.call('SADD', KEYS[2], ARGV[1])
            return {1}
            """);

    private static final CacheScript RENEW = CacheScript.of("""
            if redis.call('PEXPIRE', KEYS[1], ARGV[2]) == 0 then
              return {-1}
            end
            redis.call('SADD', KEYS[2], ARGV[1])
            return {tonumber(redis.call('HGET', KEYS[1], 'number') or -1)}
            """);

    private static final CacheScript EXPIRE = CacheScript.of("return {redis.call('PEXPIRE', KEYS[1], ARGV[1])}");

    private static final CacheScript PROCESSES = CacheScript.of("return redis.call('SMEMBERS', KEYS[1])");

    /// The number and the rest of the lease of each part.
    private static final CacheScript SEEN = CacheScript.of("""
            local seen = {}
            for i = 1, #KEYS do
              seen[#seen + 1] = tonumber(redis.call('HGET', KEYS[i], 'number') or -1)
              seen[#seen + 1] = redis.call('PTTL', KEYS[i])
            end
            return seen
            """);

    /// Takes those processes out of the set whose parts are gone.
    private static final CacheScript FORGET = CacheScript.of("""
            local forgotten = 0
            for i = 2, #KEYS do
              if redis.call('EXISTS', KEYS[i]) == 0 then
                forgotten = forgotten + redis.call('SREM', KEYS[1], ARGV[i - 1])
              end
            end
            return {forgotten}
            """);

    private static final CacheScript READ = CacheScript.of("return redis.call('HGETALL', KEYS[1])");

    private final CacheServer cache;
    private final String process;
    private final String lease;
    private final String processes;

    /// @param process the id of this one
    /// @param lease how long its part stays when it is not renewed
    ValkeyPresenceStore(CacheServer cache, InstanceId instance, String process, Duration lease) {
        this.cache = cache;
        this.process = process;
        this.lease = Long.toString(lease.toMillis());
        this.processes = CacheServer.PREFIX + instance.value() + ":presence";
    }

    @Override
    public boolean write(long before, long number, Map<UserId, PresenceStatus> changed) {
        var arguments = arguments(before, number);
        changed.forEach((user, status) -> {
            arguments.add(user.value());
            arguments.add(status.text());
        });
        return cache.numbers(WRITE, own(), arguments).getFirst() == 1;
    }

    @Override
    public void replace(long number, Map<UserId, PresenceStatus> statuses) {
        cache.numbers(BEGIN, own(), List.of(process, lease, Long.toString(NOT_WHOLE)));
        var chunk = new HashMap<UserId, PresenceStatus>();
        statuses.forEach((user, status) -> {
            chunk.put(user, status);
            if (chunk.size() == CHUNK) {
                write(NOT_WHOLE, NOT_WHOLE, chunk);
                chunk.clear();
            }
        });
        write(NOT_WHOLE, number, chunk);
    }

    @Override
    public OptionalLong renew() {
        return whole(cache.numbers(RENEW, own(), List.of(process, lease)).getFirst());
    }

    @Override
    public void leave(Duration in) {
        cache.numbers(EXPIRE, List.of(part(process)), List.of(Long.toString(in.toMillis())));
    }

    @Override
    public List<Other> others() {
        var ids = cache.texts(PROCESSES, List.of(processes), List.of()).stream()
                .filter(id -> !id.equals(process))
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        var seen = cache.numbers(SEEN, ids.stream().map(this::part).toList(), List.of());
        var others = new ArrayList<Other>();
        var gone = new ArrayList<String>();
        for (var i = 0; i < ids.size(); i++) {
            var left = seen.get(2 * i + 1);
            if (left > 0) {
                others.add(new Other(ids.get(i), seen.get(2 * i), Duration.ofMillis(left)));
            } else {
                gone.add(ids.get(i));
            }
        }
        forget(gone);
        return others;
    }

    @Override
    public Optional<Part> read(String other) {
        var fields = cache.texts(READ, List.of(part(other)), List.of());
        var statuses = new HashMap<UserId, PresenceStatus>();
        var number = NOT_WHOLE;
        for (var i = 0; i + 1 < fields.size(); i += 2) {
            if (fields.get(i).equals(NUMBER)) {
                number = Long.parseLong(fields.get(i + 1));
            } else {
                statuses.put(new UserId(fields.get(i)), PresenceStatus.of(fields.get(i + 1)));
            }
        }
        return number == NOT_WHOLE ? Optional.empty() : Optional.of(new Part(number, statuses));
    }

    private void forget(List<String> gone) {
        if (gone.isEmpty()) {
            return;
        }
        var keys = new ArrayList<>(List.of(processes));
        gone.forEach(id -> keys.add(part(id)));
        cache.numbers(FORGET, keys, gone);
    }

    private static OptionalLong whole(long number) {
        return number == NOT_WHOLE ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private List<String> arguments(long before, long number) {
        return new ArrayList<>(List.of(process, lease, Long.toString(before), Long.toString(number)));
    }

    private List<String> own() {
        return List.of(part(process), processes);
    }

    private String part(String id) {
        return processes + ":" + id;
    }
}
