// SPDX-License-Identifier: AGPL-3.0-only
/// Channels, categories and overrides. Owns `channels` and `channel_overrides`; the columns that every message advances
/// are written by the one statement of [org.amityvox.server.messages].
@NullMarked
package org.amityvox.server.channels;

import org.jspecify.annotations.NullMarked;
