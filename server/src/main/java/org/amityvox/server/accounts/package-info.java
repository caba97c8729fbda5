// SPDX-License-Identifier: AGPL-3.0-only
/// Accounts and their sessions, and this instance's first set-up. Owns `instances`, `users` and `sessions`; offers the
/// port [org.amityvox.server.accounts.InviteAcceptor].
@NullMarked
package org.amityvox.server.accounts;

import org.jspecify.annotations.NullMarked;
