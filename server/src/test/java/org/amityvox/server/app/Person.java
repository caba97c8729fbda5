// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.app;

import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.UserId;

/// Somebody with an account who is signed in.
///
/// @param actor as services know the session
public record Person(String username, String token, Actor actor) {
    public UserId id() {
        return actor.userId();
    }
}
