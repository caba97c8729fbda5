// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import org.amityvox.server.platform.events.WireType;

/// What clients are told of read states.
public final class ReadStateEvents {
    /// The one ephemeral event that is made up for: who resumes is told of what has changed meanwhile.
    public static final WireType<ReadStateApi.ReadState> READ_STATE_UPDATE = WireType.ephemeral(
            "READ_STATE_UPDATE",
            ReadStateApi.ReadState.class,
            "All sessions of the account; after a Resume too, if it changed meanwhile");

    private ReadStateEvents() {}
}
