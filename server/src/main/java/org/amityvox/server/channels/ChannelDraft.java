// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.channels;

import org.amityvox.server.kernel.ChannelId;
import org.jspecify.annotations.Nullable;

/// What a new channel is to be.
///
/// @param type `text` or `category`
/// @param categoryId that it is listed under, and whose overrides it begins with
public record ChannelDraft(
        String type,
        String name,
        @Nullable String topic,
        @Nullable ChannelId categoryId,
        int slowmodeSeconds,
        @Nullable String nonce) {

    /// A text channel outside all categories.
    public static ChannelDraft text(String name) {
        return new ChannelDraft(Channel.TEXT, name, null, null, 0, null);
    }
}
