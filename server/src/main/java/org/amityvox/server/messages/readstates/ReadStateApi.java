// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.platform.http.Body;
import org.jspecify.annotations.Nullable;

/// The JSON of read states.
public final class ReadStateApi {
    private ReadStateApi() {}

    /// How far one has read a channel: messages newer than `last_read_id` are unread.
    public record ReadState(ChannelId channelId, MessageId lastReadId) {
        public static ReadState of(org.amityvox.server.messages.readstates.ReadState state) {
            return new ReadState(state.channelId(), state.lastReadId());
        }
    }

    /// Says how far one has read. An older message than before makes what follows it unread again.
    public record AckRequest(@Nullable MessageId messageId) implements Body {
        @Override
        public void check(Checks checks) {
            if (messageId == null) {
                checks.fault("message_id", "required", "This field is missing.");
            }
        }
    }
}
