// SPDX-License-Identifier: AGPL-3.0-only
/// The one JSON mapper, what it accepts, and the JSON schemas that are made from records. Jackson lives here only.
@NullMarked
package org.amityvox.server.platform.json;

import org.jspecify.annotations.NullMarked;
