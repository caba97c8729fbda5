// SPDX-License-Identifier: AGPL-3.0-only
/// What the server tells about itself: log lines and metrics. The only place that imports Logback and the Prometheus
/// client; everyone else logs through SLF4J and counts through [org.amityvox.server.platform.telemetry.Metrics].
@NullMarked
package org.amityvox.server.platform.telemetry;

import org.jspecify.annotations.NullMarked;
