// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.kernel;

/// The identity of a thing: a ULID of 26 upper-case characters, whose text order is the order in which ids were made.
///
/// Each kind of thing has a record of its own, so that a guild's id cannot be passed where a channel's is wanted.
public interface Id {
    String value();
}
