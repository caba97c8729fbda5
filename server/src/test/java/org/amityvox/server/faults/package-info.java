// SPDX-License-Identifier: AGPL-3.0-only
/// Several servers and all that they need, each in a process that is killed and paused while people write.
@NullMarked
package org.amityvox.server.faults;

import org.jspecify.annotations.NullMarked;
