// SPDX-License-Identifier: AGPL-3.0-only
/// Messages. Owns `messages` and `slowmode_sends`. The one statement of a send also advances the channel's row and
/// writes the log row, so that accepting a message is a single round trip.
@NullMarked
package org.amityvox.server.messages;

import org.jspecify.annotations.NullMarked;
