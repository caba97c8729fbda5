// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amityvox.server.platform.config.AddressRange;

/// How addresses are read from headers, written for people, and grouped for limits.
final class Addresses {
    private Addresses() {}

    /// The address in one entry of `X-Forwarded-For`, with or without a port. No name is ever
    /// looked up.
    static Optional<InetAddress> ofHop(String hop) {
        return AddressRange.parse(withoutPort(hop))
                .filter(range -> hop.indexOf('/') < 0)
                .map(AddressRange::network);
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            var end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        var colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    /// The usual short form (RFC 5952 §4): lower case, the longest run of zero groups as `::`.
    static String text(InetAddress address) {
        return address instanceof Inet6Address ? text(groups(address)) : address.getHostAddress();
    }

    /// An IPv4 address itself, the first 64 bits of an IPv6 address.
    static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var groups = new ArrayList<>(groups(address).subList(0, 4));
        groups.addAll(List.of(0, 0, 0, 0));
        return text(groups) + "/64";
    }

    private static List<Integer> groups(InetAddress address) {
        var bytes = address.getAddress();
        var groups = new ArrayList<Integer>(8);
        for (var i = 0; i < bytes.length; i += 2) {
            groups.add(((bytes[i] & 0xFF) << 8) | (bytes[i + 1] & 0xFF));
        }
        return groups;
    }

    private static String text(List<Integer> groups) {
        var start = 0;
        var length = 0;
        for (var i = 0; i < groups.size(); i++) {
            var run = i;
            while (run < groups.size() && groups.get(run) == 0) {
                run++;
            }
            if (run - i > length) {
                start = i;
                length = run - i;
            }
        }
        if (length < 2) {
            return join(groups);
        }
        return join(groups.subList(0, start)) + "::" + join(groups.subList(start + length, groups.size()));
    }

    private static String join(List<Integer> groups) {
        return String.join(":", groups.stream().map(Integer::toHexString).toList());
    }
}
