// SPDX-License-Identifier: AGPL-3.0-only
/// HTTP and WebSockets: routes as values, one answer format, limits, the static web client. Javalin
/// and Jetty live here only.
@NullMarked
package org.amityvox.server.platform.http;

import org.jspecify.annotations.NullMarked;
