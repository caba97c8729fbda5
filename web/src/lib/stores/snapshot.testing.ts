// SPDX-License-Identifier: AGPL-3.0-only
import type { World } from './world.svelte';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** What the stores hold, in the shape of READY, for tests that compare states. Lists that have no order are sorted. */
export function snapshot(world: World) {
	return {
		user: world.users.self,
		guilds: world.guilds.ordered
			.map(({ guild, roles, permissions, me }) => {
				const known = world.members.of(guild.id);
				return {
					...guild,
					roles: [...roles].sort(byId),
					channels: [...world.channels.ofGuild(guild.id)]
						.map((channel) => ({ ...channel, permissions: [...channel.permissions].sort() }))
						.sort(byId),
					permissions: [...permissions].sort(),
					me,
					...(known?.complete
						? { members: [...known.byId.values()].sort((a, b) => byId(a.user, b.user)) }
						: {})
				};
			})
			.sort(byId),
		read_states: [...world.readStates.known].sort(),
		presences: [...world.presences.known].sort()
	};
}
