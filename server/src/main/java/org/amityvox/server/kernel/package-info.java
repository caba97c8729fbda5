// SPDX-License-Identifier: AGPL-3.0-only
/// What every slice speaks: typed ids, the actor of a request, error codes, checks on input. No I/O and no library but
/// the one that makes ULIDs.
@NullMarked
package org.amityvox.server.kernel;

import org.jspecify.annotations.NullMarked;
