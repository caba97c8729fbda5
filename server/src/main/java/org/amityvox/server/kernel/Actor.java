// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// Who makes a request: an account through one of its sessions.
public record Actor(UserId userId, SessionId sessionId) {}
