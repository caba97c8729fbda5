// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// One address, or a network in CIDR form (RFC 4632 §3.1), of IPv4 or IPv6.
///
/// @param network the first address of the range
/// @param prefix how many leading bits are the network's
public record AddressRange(InetAddress network, int prefix) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /// Reads `10.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`. No name is ever looked up.
    ///
    /// @return nothing when it is no address, or the prefix is longer than the address
    public static Optional<AddressRange> parse(String text) {
        var slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty() || slash < 0) {
            return address.map(one -> new AddressRange(one, bits(one)));
        }
        var prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > bits(address.get())) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(address.get(), Integer.parseInt(prefix)));
    }

    /// Whether the address is in this range. An IPv4 address that came wrapped in IPv6 counts as IPv4.
    public boolean contains(InetAddress address) {
        return bits(address) == bits(network)
                && Arrays.equals(first(address.getAddress(), prefix), first(network.getAddress(), prefix));
    }

    /// The same range written with its first address: `10.0.0.5/8` becomes `10.0.0.0/8`.
    public AddressRange canonical() {
        return of(first(network.getAddress(), prefix), prefix);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + (prefix == bits(network) ? "" : "/" + prefix);
    }

    /// An address that is written out; unlike the JDK's reader it refuses short forms of IPv4 and interface names.
    static Optional<InetAddress> address(String text) {
        try {
            if (IPV4.matcher(text).matches()) {
                return Optional.of(Inet4Address.ofLiteral(text));
            }
            return IPV6.matcher(text).matches() ? Optional.of(Inet6Address.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static AddressRange of(byte[] address, int prefix) {
        try {
            return new AddressRange(InetAddress.getByAddress(address), prefix);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("The bytes of an address were not those of an address", e);
        }
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    /// The address with all bits after the prefix cleared.
    private static byte[] first(byte[] address, int prefix) {
        for (var i = 0; i < address.length; i++) {
            var kept = Math.clamp(prefix - i * 8L, 0, 8);
            address[i] &= (byte) (0xFF << (8 - kept));
        }
        return address;
    }
}
