// SPDX-License-Identifier: AGPL-3.0-only
//
// State plus events equals state. The server's tests write `tests/traces/*.json`: READY before an act, the events of
// the act, READY after it. Applying the events to the old state must give the new one, so client and server cannot
// drift apart.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '$lib/api/client';
import type { Ready } from '$lib/api/types';
import type { GatewayEvent } from '$lib/gateway/events';
import { snapshot } from '$lib/stores/snapshot.testing';
import { World } from '$lib/stores/world.svelte';
import { describe, expect, it } from 'vitest';

interface Trace {
	before: Ready;
	events: GatewayEvent[];
	after: Ready;
}

const folder = join(import.meta.dirname, 'traces');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

function world(ready: Ready): World {
	const api = createApi({
		token: () => null,
		onUnauthenticated: () => undefined,
		fetch: () => Promise.reject(new TypeError('Traces ask no server')),
		baseUrl: 'http://test.example'
	});
	const made = new World(api);
	made.apply({ t: 'READY', d: ready });
	return made;
}

describe('traces', () => {
	it('are there', () => {
		expect(files, `no traces in ${folder}`).not.toEqual([]);
	});

	it.each(files)('%s', (file) => {
		const trace: Trace = JSON.parse(readFileSync(join(folder, file), 'utf8'));
		const changed = world(trace.before);

		for (const event of trace.events) changed.apply(event);
		expect(snapshot(changed)).toEqual(snapshot(world(trace.after)));

		for (const event of trace.events) changed.apply(event);
		expect(snapshot(changed), 'applied a second time').toEqual(snapshot(world(trace.after)));
	});
});
