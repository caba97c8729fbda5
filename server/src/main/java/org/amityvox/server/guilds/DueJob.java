// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.guilds;

/// Ends what ends by the clock: time-outs and bans.
public final class DueJob {
    private final MemberService members;
    private final BanService bans;

    DueJob(MemberService members, BanService bans) {
        this.members = members;
        this.bans = bans;
    }

    public void run() {
        members.endDue();
        bans.endDue();
    }
}
