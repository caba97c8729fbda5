// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.Optional;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.Secret;

/// Tells whose token this is. Implemented by the slice that owns sessions.
public interface Authenticator {
    /// @return empty for a token that is unknown or whose session has ended
    Optional<Actor> authenticate(Secret token);

    /// As [#authenticate], but only from memory: for telling people who are known from those who try.
    default Optional<Actor> remembered(Secret token) {
        return authenticate(token);
    }

    /// Notes that somebody who is signed in did something, from this address. Called often; must
    /// not wait for anything.
    default void used(Actor actor, String address) {}
}
