// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.amityvox.server.platform.db.Tx;
import org.amityvox.server.platform.events.Dispatch;
import org.amityvox.server.platform.events.Hydrator;
import org.amityvox.server.platform.events.LogRow;
import org.amityvox.server.platform.events.StoredRow;

/// Tells what clients should hear of rows about accounts.
final class AccountHydrator implements Hydrator {
    private final AccountStore accounts = new AccountStore();

    @Override
    public Set<String> kinds() {
        return Set.of(AccountEvent.UPDATED, AccountEvent.STATUS_CHANGED);
    }

    @Override
    public Map<Long, List<Dispatch>> hydrate(Tx tx, List<StoredRow> rows) {
        var ids = StoredRow.values(rows, LogRow::user);
        var byId = accounts.list(tx, ids).stream()
                .collect(Collectors.toMap(account -> account.profile().id(), account -> account));
        var dispatches = new HashMap<Long, List<Dispatch>>();
        for (var row : rows) {
            var account = byId.get(row.row().user());
            if (account != null) {
                dispatches.put(
                        row.pos(),
                        row.row().kind().equals(AccountEvent.UPDATED)
                                ? dispatches(account)
                                : List.of(ownDispatch(account)));
            }
        }
        return dispatches;
    }

    /// What a change of `account` looks like: the profile for everybody, the rest for its owner.
    static List<Dispatch> dispatches(Account account) {
        return List.of(AccountEvent.USER_UPDATE.with(AccountApi.User.of(account.profile())), ownDispatch(account));
    }

    /// What only its owner is told of a change of `account`.
    static Dispatch ownDispatch(Account account) {
        return AccountEvent.ACCOUNT_UPDATE.with(AccountApi.SelfUser.of(account)).to(Dispatch.To.SUBJECT);
    }
}
