// SPDX-License-Identifier: AGPL-3.0-only

/** Why one may not send yet, and until when by the reader's clock. */
export interface SendGate {
	reason: 'timed_out' | 'slowmode';
	until: number;
}

interface Place {
	/** What one may do in the channel. */
	permissions: readonly string[];
	slowmodeSeconds: number;
	/** RFC 3339, from the membership. */
	timeoutUntil: string | undefined;
	/** When one's last message here was sent, by the reader's clock; null when none was. */
	lastSent: number | null;
}

/**
 * Null when one may send, as far as waiting goes; whether one may at all is a matter of permissions. A time-out counts
 * only while the server's rights show it too, so that a wrong clock here neither frees nor holds anybody.
 */
export function sendGate(
	{ permissions, slowmodeSeconds, timeoutUntil, lastSent }: Place,
	now: number
): SendGate | null {
	if (timeoutUntil !== undefined && !permissions.includes('send_messages')) {
		return { reason: 'timed_out', until: Date.parse(timeoutUntil) };
	}
	const exempt = permissions.includes('manage_messages') || permissions.includes('administrator');
	if (slowmodeSeconds === 0 || exempt || lastSent === null) return null;
	const until = lastSent + slowmodeSeconds * 1000;
	return until > now ? { reason: 'slowmode', until } : null;
}
