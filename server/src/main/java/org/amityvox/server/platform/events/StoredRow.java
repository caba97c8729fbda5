// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

/// A row of the log as it is read back.
public record StoredRow(long pos, LogRow row) {}
