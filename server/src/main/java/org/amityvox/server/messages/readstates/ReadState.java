// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.messages.readstates;

import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.MessageId;

/// How far an account has read a channel.
///
/// @param guildId of the channel
/// @param lastReadId everything newer is unread
public record ReadState(ChannelId channelId, GuildId guildId, MessageId lastReadId) {}
