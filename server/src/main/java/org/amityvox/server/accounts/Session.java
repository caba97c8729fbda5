// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.accounts;

import java.time.Instant;
import org.amityvox.server.kernel.SessionId;

/// A device on which an account is signed in.
///
/// @param lastUsedAt noted every few minutes at most
/// @param current whether it is the one that asks
public record Session(SessionId id, Device device, Instant createdAt, Instant lastUsedAt, boolean current) {}
