// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.db;

import org.amityvox.server.kernel.Secret;

/// Which database to use, and as whom.
///
/// @param url as `jdbc:postgresql://host:port/database`
public record DatabaseTarget(String url, String user, Secret password) {}
