// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.List;

/// The routes of one slice.
public interface Routes {
    List<Endpoint> endpoints();
}
