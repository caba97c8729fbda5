// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.amityvox.server.kernel.Actor;
import org.amityvox.server.kernel.ApiException;
import org.amityvox.server.kernel.Checks;
import org.amityvox.server.kernel.ErrorCode;

/// One request and its answer, as routes see them.
public interface Call {
    /// How many elements a body can have that is an array.
    int MAX_ELEMENTS = 1000;

    /// Who calls. Only on routes for users; anybody else never reaches the route's code.
    Actor actor();

    /// The part `{name}` of the path, as it was sent.
    String path(String name);

    /// The id in `{name}` of the path.
    ///
    /// @throws ApiException `missing` if it is no ULID: such a thing cannot exist
    <T> T pathId(String name, Function<String, T> make, ErrorCode missing);

    /// The parameter `name` after `?`; empty when it is absent.
    Optional<String> query(String name);

    /// The parameter `name` as an id; a fault is reported to `checks` when it is no ULID.
    <T> Optional<T> queryId(String name, Function<String, T> make, Checks checks);

    /// The parameter `name` as a whole number in `least..most`; `fallback` when absent, a fault
    /// otherwise.
    int queryNumber(String name, int least, int most, int fallback, Checks checks);

    /// The body, with the shape its record demands.
    ///
    /// @throws ApiException `invalid_request` (400) with all faults
    <T extends Body> T body(Class<T> type);

    /// The body as an array: 1 to [#MAX_ELEMENTS] elements, each with the shape its record demands. Faults of the
    /// fourth element are those of `[3].name`.
    ///
    /// @throws ApiException `invalid_request` (400) with all faults
    <T extends Body> List<T> bodyList(Class<T> type);

    /// The address of the client, behind trusted proxies too.
    String clientAddress();

    /// What the client says of itself; empty when nothing.
    String userAgent();

    /// Counts this call against one more bucket, by a key of the route's choice.
    ///
    /// @throws ApiException `rate_limited` (429)
    void limit(Bucket bucket, String key);

    /// Answers with the status that the route's spec promises.
    void reply(Object data);

    /// Answers with another status of success, such as 200 for a repeat.
    void reply(int status, Object data);

    /// Answers 204.
    void replyNothing();
}
