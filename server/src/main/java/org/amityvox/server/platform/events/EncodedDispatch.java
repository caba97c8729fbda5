// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.events;

import org.amityvox.server.platform.json.Json;

/// An event for clients whose content is JSON already: written once, sent to everybody.
///
/// @param t its name on the wire
/// @param d its content as JSON
/// @param to which part of the row's audience receives it
public record EncodedDispatch(String t, String d, Dispatch.To to) {
    public static EncodedDispatch of(Json json, Dispatch dispatch) {
        return new EncodedDispatch(dispatch.type().name(), json.writeText(dispatch.d()), dispatch.to());
    }
}
