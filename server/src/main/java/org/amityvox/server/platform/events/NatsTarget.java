// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import org.amityvox.server.kernel.Secret;

/// Which NATS server to use, and as whom.
///
/// @param url as `nats://host:port`, or `tls://host:port`; without a port it is 4222
/// @param user empty for nobody in particular
public record NatsTarget(String url, String user, Secret password) {}
