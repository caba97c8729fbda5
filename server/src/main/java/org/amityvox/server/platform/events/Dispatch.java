// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// One event for clients, with its content.
public record Dispatch(WireType<?> type, Object d) {}
