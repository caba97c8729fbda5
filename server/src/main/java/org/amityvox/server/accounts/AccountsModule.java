// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Clock;
import java.util.List;
import org.amityvox.server.kernel.Ulids;
import org.amityvox.server.platform.config.ServerConfig;
import org.amityvox.server.platform.db.Database;
import org.amityvox.server.platform.events.EventLog;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.WireType;
import org.amityvox.server.platform.http.Routes;

/// Accounts, joined together.
public record AccountsModule(
        AccountService accounts, SessionService sessions, Routes routes, Hydrator hydrator, List<WireType<?>> events) {
    public AccountsModule {
        events = List.copyOf(events);
    }

    public static AccountsModule create(
            Database db,
            EventLog log,
            InstanceService instance,
            InviteAcceptor invites,
            ServerConfig.Accounts config,
            Ulids ulids,
            Clock clock) {
        var hasher = new PasswordHasher(config);
        var sessions = new SessionService(db, log, ulids, clock);
        var accounts = new AccountService(db, sessions, log, hasher, invites, config.registration(), ulids, clock);
        return new AccountsModule(
                accounts,
                sessions,
                new AccountRoutes(accounts, sessions, instance, config.registration()),
                new AccountHydrator(),
                List.of(AccountEvent.USER_UPDATE, AccountEvent.ACCOUNT_UPDATE));
    }
}
