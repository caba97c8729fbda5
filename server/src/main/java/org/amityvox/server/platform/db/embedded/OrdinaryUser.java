// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db.embedded;

import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.CLUSTER_FOREIGN;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.DIRECTORY_UNREACHABLE;
import static org.amityvox.server.platform.db.embedded.EmbeddedPostgresException.Reason.NO_ORDINARY_USER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The user of the operating system that PostgreSQL runs as. PostgreSQL refuses to be root.
///
/// | server runs as | PostgreSQL runs as |
/// | --- | --- |
/// | anybody but root | the same |
/// | root, and there is a database | the owner of its directory |
/// | root, no database yet | `amityvox`, a system user that is made when it is missing |
final class OrdinaryUser {
    private static final String NAME = "amityvox";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Programs programs;
    private final int uid;
    private final int gid;
    private final List<String> prefix;

    private OrdinaryUser(Programs programs, int uid, int gid, List<String> prefix) {
        this.programs = programs;
        this.uid = uid;
        this.gid = gid;
        this.prefix = List.copyOf(prefix);
    }

    /// @param cluster the database directory; need not exist
    /// @throws EmbeddedPostgresException `NO_ORDINARY_USER`, `CLUSTER_FOREIGN`
    static OrdinaryUser forCluster(Path cluster, Programs programs) throws IOException, InterruptedException {
        var self = Path.of("/proc/self");
        int ourUid = number(self, "uid");
        boolean hasOwner = Files.exists(cluster.resolve("PG_VERSION"))
                || (Files.exists(cluster) && number(cluster, "uid") != ourUid);
        if (ourUid != 0) {
            if (hasOwner && number(cluster, "uid") != ourUid) {
                throw foreign(
                        cluster,
                        "user %s, but the server runs as user %s. Run it as that user, or: chown -R %s"
                                .formatted(number(cluster, "uid"), ourUid, ourUid));
            }
            return new OrdinaryUser(programs, ourUid, number(self, "gid"), List.of());
        }
        if (!hasOwner) {
            requireUser(cluster, programs);
            return switching(cluster, programs, id(cluster, programs, "-u"), id(cluster, programs, "-g"));
        }
        if (number(cluster, "uid") == 0) {
            requireUser(cluster, programs);
            throw foreign(
                    cluster, "root, as which PostgreSQL refuses to run. Give it away: chown -R %s:".formatted(NAME));
        }
        return switching(cluster, programs, number(cluster, "uid"), number(cluster, "gid"));
    }

    private static OrdinaryUser switching(Path cluster, Programs programs, int uid, int gid) {
        var setpriv = programs.find("setpriv")
                .orElseThrow(() -> unavailable(
                        cluster,
                        "the program 'setpriv' is missing. Install util-linux, or run the server as another user."));
        return new OrdinaryUser(
                programs,
                uid,
                gid,
                List.of(
                        setpriv.toString(),
                        "--reuid=" + uid,
                        "--regid=" + gid,
                        "--clear-groups",
                        "--no-new-privs",
                        "--"));
    }

    private static void requireUser(Path cluster, Programs programs) throws IOException, InterruptedException {
        if (exists(programs)) {
            return;
        }
        var useradd = programs.find("useradd");
        if (useradd.isPresent()) {
            programs.run(
                    List.of(
                            useradd.get().toString(),
                            "--system",
                            "--user-group",
                            "--no-create-home",
                            "--home-dir=/nonexistent",
                            "--shell=/usr/sbin/nologin",
                            NAME),
                    LIMIT);
        }
        // Whether or not that worked, another server may have made the user meanwhile.
        if (!exists(programs)) {
            throw unavailable(
                    cluster,
                    ("the system user '%s' does not exist and could not be made. "
                                    + "Make it (useradd --system --user-group %s), or run the server as another user.")
                            .formatted(NAME, NAME));
        }
    }

    private static boolean exists(Programs programs) throws IOException, InterruptedException {
        var id = programs.find("id");
        return id.isPresent()
                && programs.run(List.of(id.get().toString(), "-u", NAME), LIMIT).succeeded();
    }

    private static int id(Path cluster, Programs programs, String option) throws IOException, InterruptedException {
        var id = programs.find("id")
                .orElseThrow(() -> unavailable(cluster, "the program 'id' is missing. Install coreutils."));
        return Integer.parseInt(
                programs.run(List.of(id.toString(), option, NAME), LIMIT).output());
    }

    private static EmbeddedPostgresException unavailable(Path cluster, String why) {
        return new EmbeddedPostgresException(
                NO_ORDINARY_USER,
                cluster,
                "PostgreSQL refuses to run as root, and an ordinary user for %s cannot be had: %s"
                        .formatted(cluster, why));
    }

    private static EmbeddedPostgresException foreign(Path cluster, String owner) {
        return new EmbeddedPostgresException(
                CLUSTER_FOREIGN, cluster, "The database in %s belongs to %s %s".formatted(cluster, owner, cluster));
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:" + attribute);
    }

    private boolean isSwitched() {
        return !prefix.isEmpty();
    }

    /// The command line that runs `command` as this user, in the same process id.
    List<String> command(List<String> command) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }

    /// Makes this user the owner of a file or directory of ours.
    void give(Path path) throws IOException {
        if (isSwitched()) {
            Files.setAttribute(path, "unix:gid", gid);
            Files.setAttribute(path, "unix:uid", uid);
        }
    }

    /// @throws EmbeddedPostgresException `DIRECTORY_UNREACHABLE` naming the first directory on the
    ///     way that keeps this user out
    void requireReach(Path directory) throws IOException, InterruptedException {
        if (!isSwitched() || mayPass(directory)) {
            return;
        }
        var barrier = directory;
        for (var above = directory.getParent(); above != null && !mayPass(above); above = above.getParent()) {
            barrier = above;
        }
        throw new EmbeddedPostgresException(
                DIRECTORY_UNREACHABLE,
                barrier,
                ("PostgreSQL runs as user %s, which cannot pass through %s on the way to %s. "
                                + "Allow it (chmod o+x '%s'), or choose another data.directory, such as /srv/amityvox.")
                        .formatted(uid, barrier, directory, barrier));
    }

    private boolean mayPass(Path directory) throws IOException, InterruptedException {
        var test = programs.find("test");
        return test.isEmpty()
                || programs.run(command(List.of(test.get().toString(), "-x", directory.toString())), LIMIT)
                        .succeeded();
    }
}
