// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.cache;

import org.amityvox.server.kernel.Secret;

/// Which cache server to use, and as whom.
///
/// @param url as `redis://host:port`, or `rediss://host:port` with TLS; without a port it is 6379
/// @param user empty for the one that has no name
/// @param password empty for none
public record CacheTarget(String url, String user, Secret password) {}
