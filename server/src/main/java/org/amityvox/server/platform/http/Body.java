// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import org.amityvox.server.kernel.Checks;

/// A request body: a record that knows the rules for its own shape.
public interface Body {
    /// Reports every fault in the shape; meaning is the service's business.
    void check(Checks checks);
}
